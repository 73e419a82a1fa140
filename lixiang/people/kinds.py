"""The kinds, levels and ranks of organisations and the kinds of posts, with the words that people see."""

from django.db.models import TextChoices


class OrganisationKind(TextChoices):
    LOCAL_COMMITTEE = "local_committee", "地方党委"
    WORKING_COMMITTEE = "working_committee", "党工委"
    LEADING_GROUP = "leading_group", "党组"
    PRIMARY_COMMITTEE = "primary_committee", "基层党委"
    GENERAL_BRANCH = "general_branch", "党总支"
    BRANCH = "branch", "党支部"
    PARTY_GROUP = "party_group", "党小组"
    DEPARTMENT = "department", "工作部门"
    SECTION = "section", "科室"
    OTHER = "other", "其他"


class Level(TextChoices):
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"
    TOWNSHIP = "township", "乡级"
    VILLAGE = "village", "村级"


class Rank(TextChoices):
    BUREAU = "bureau", "厅局级"
    COUNTY = "county", "县处级"
    TOWNSHIP = "township", "乡科级"
    NONE = "none", "–"


class PostKind(TextChoices):
    SECRETARY = "secretary", "书记"
    DEPUTY_SECRETARY = "deputy_secretary", "副书记"
    MEMBER = "member", "委员"
    OTHER = "other", "其他"


class RelationKind(TextChoices):
    BUSINESS = "business", "业务主管"
    SECTOR = "sector", "归口管理"
