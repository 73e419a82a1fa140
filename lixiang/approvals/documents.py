"""The frozen contexts of the approval documents: the list of approved projects, replies, decline notices, 公示."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from lixiang.approvals.models import Decision, Publication, Verdict
from lixiang.documents import blocks as b
from lixiang.documents.dates import official_date
from lixiang.documents.issue import issue
from lixiang.documents.models import OfficialDocument
from lixiang.people.models import Organisation
from lixiang.programmes.documents import letterhead_of, official, worded, wording_for
from lixiang.programmes.models import Version
from lixiang.programmes.queries import organisations_of, the_setting, version_in_force
from lixiang.programmes.rules.kinds import Receivers
from lixiang.programmes.rules.wording import filled

SIGN_WITHIN_DAYS = 15


def decisions_of(publication: Publication, verdict: str) -> list[Decision]:
    """The decisions of one verdict in the order of the list: organisations in official order, then projects."""
    decisions = publication.decisions.filter(verdict=verdict).select_related(
        "project__nominating_organisation", "project__implementing_organisation", "revision"
    )
    return list(decisions.order_by("project__nominating_organisation__order", "project__number"))


def _values(version: Version, decisions: list[Decision], at: datetime, sign_within_days: int) -> dict[str, object]:
    about = version.about
    sign_by = timezone.localtime(at).date() + timedelta(days=sign_within_days)
    return {
        "year": version.programme.year,
        "notice_title": about["title"],
        "notice_number": about["document_number"],
        "count": len(decisions),
        "first_title": decisions[0].revision.content["title"],
        "titles": "、".join(f"“{d.revision.content['title']}”" for d in decisions),
        "sign_by": official_date(sign_by),
    }


def _list_of_projects(decisions: list[Decision]) -> b.Attachment:
    columns = (
        b.Column("序号", 0.7),
        b.Column("项目名称", 4, "left"),
        b.Column("类别", 0.8),
        b.Column("申报单位", 2.6, "left"),
        b.Column("责任单位", 2.6, "left"),
        b.Column("责任人", 1.2),
    )
    rows = tuple(
        (
            str(place),
            decision.revision.content["title"],
            decision.revision.content["category"],
            decision.project.nominating_organisation.name,
            decision.revision.content["implementing_organisation"],
            decision.revision.content["leader_name"],
        )
        for place, decision in enumerate(decisions, 1)
    )
    return b.Attachment(0, "基层党建创新项目立项名单", (b.Table(columns, rows),))


def issue_approval_list(
    publication: Publication, *, by: Any, at: datetime, sign_within_days: int = SIGN_WITHIN_DAYS, mark: str = ""
) -> OfficialDocument | None:
    """The 通知 that makes the approved projects known to every 主送 organisation; none where none was approved."""
    decisions = decisions_of(publication, Verdict.APPROVE)
    if not decisions:
        return None
    version = version_in_force(publication.programme, at)
    receivers: Any = the_setting(version, Receivers)
    return _issue(
        version,
        "approval_list",
        "通知",
        decisions,
        addressee=receivers.text,
        addressees=organisations_of(version, receivers.groups),
        attachments=(_list_of_projects(decisions),),
        values=_values(version, decisions, at, sign_within_days),
        by=by,
        at=at,
        mark=mark,
    )


def issue_replies(
    publication: Publication, *, by: Any, at: datetime, sign_within_days: int = SIGN_WITHIN_DAYS, mark: str = ""
) -> list[OfficialDocument]:
    """A 批复 to each organisation whose projects were approved, in official order."""
    return _per_organisation(publication, Verdict.APPROVE, "reply", "批复", sign_within_days, by=by, at=at, mark=mark)


def issue_declines(publication: Publication, *, by: Any, at: datetime, mark: str = "") -> list[OfficialDocument]:
    """A 通知 to each organisation that had projects declined, in official order."""
    return _per_organisation(publication, Verdict.DECLINE, "decline", "通知", SIGN_WITHIN_DAYS, by=by, at=at, mark=mark)


def _per_organisation(
    publication: Publication, verdict: str, document: str, kind: str, days: int, *, by: Any, at: datetime, mark: str
) -> list[OfficialDocument]:
    version = version_in_force(publication.programme, at)
    groups: dict[Organisation, list[Decision]] = defaultdict(list)
    for decision in decisions_of(publication, verdict):
        groups[decision.project.nominating_organisation].append(decision)
    return [
        _issue(
            version,
            document,
            kind,
            decisions,
            addressee=organisation.name,
            addressees=[organisation],
            values={**_values(version, decisions, at, days), "organisation": organisation.name},
            by=by,
            at=at,
            mark=mark,
        )
        for organisation, decisions in groups.items()
    ]


def _issue(
    version: Version,
    document: str,
    kind: str,
    decisions: list[Decision],
    *,
    addressee: str,
    addressees: list[Organisation],
    values: dict[str, object],
    by: Any,
    at: datetime,
    mark: str,
    attachments: tuple[b.Attachment, ...] = (),
) -> OfficialDocument:
    wording, letterhead = wording_for(version, document), letterhead_of(version)
    on: date = timezone.localtime(at).date()

    def build(number: str) -> b.Document:
        return official(
            letterhead,
            kind=kind,
            title=filled(wording.title, values),
            addressee=addressee,
            body=worded(wording.paragraphs, values),
            number=number,
            on=on,
            attachments=attachments,
            mark=mark,
        )

    return issue(
        kind,
        build=build,
        series=letterhead.series,
        first_number=letterhead.first_number,
        addressees=addressees,
        by=by,
        at=at,
        programme_code=version.programme.ref,
        mark=mark,
    )
