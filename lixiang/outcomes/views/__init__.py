"""The pages of outcomes."""

from lixiang.outcomes.views.archives import (
    archive,
    archive_all,
    begin_archive,
    download,
    go_on,
    show_archive,
    show_list,
)

__all__ = ["archive", "archive_all", "begin_archive", "download", "go_on", "show_archive", "show_list"]
