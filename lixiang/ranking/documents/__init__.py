"""Papers of ranking: the 通报, its 公示, the 结项证书 of a project, the score certificate in print."""

from lixiang.ranking.documents.certificates import certificate_in_print
from lixiang.ranking.documents.circulars import issue_circular
from lixiang.ranking.documents.completion import completion_paper, printed
from lixiang.ranking.documents.publicity import publicity_paper

__all__ = ["certificate_in_print", "completion_paper", "issue_circular", "printed", "publicity_paper"]
