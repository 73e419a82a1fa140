"""What is done with outcomes, one public function per verb."""

from lixiang.outcomes.actions.archives import archive, archive_all, begin_archive, go_on
from lixiang.outcomes.actions.packing import Damaged, build

__all__ = ["Damaged", "archive", "archive_all", "begin_archive", "build", "go_on"]
