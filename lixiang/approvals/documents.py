"""The frozen contexts of the approval's papers: 公示, the list of approved projects, replies, decline notices."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from lixiang.approvals.models import Decision, Publication
from lixiang.approvals.rules import PAPERS, Paper, Part
from lixiang.approvals.rules.amendments import paragraphs_of
from lixiang.documents import blocks as b
from lixiang.documents.dates import official_date
from lixiang.documents.models import OfficialDocument
from lixiang.documents.plain_text import inside_quotes, inside_title_marks
from lixiang.people.models import Organisation, by_bearer
from lixiang.programmes.documents import issue_official, letterhead_of, notice_of, official, worded, wording_for
from lixiang.programmes.models import Version
from lixiang.programmes.queries import organisations_of, settings_of, the_setting, version_in_force
from lixiang.programmes.rules.kinds import Receivers
from lixiang.programmes.rules.wording import filled
from lixiang.workflow.findings import Finding, Refused

SIGN_WITHIN_DAYS = 15
TEXT = "{text}"
KINDS = {Paper.APPROVAL_LIST: "通知", Paper.REPLY: "批复", Paper.DECLINE: "通知"}
VERDICTS = {paper: verdict for paper, verdict, _ in PAPERS}
LIST_TITLE = "基层党建创新项目立项名单"


def decisions_for(publication: Publication, part: Part) -> list[Decision]:
    """The decisions that a paper speaks of: organisations in official order, then projects."""
    decisions = publication.decisions.filter(verdict=VERDICTS[part.paper]).select_related(
        "project__nominating_organisation", "project__implementing_organisation", "revision"
    )
    if part.organisation:
        decisions = decisions.filter(project__nominating_organisation=part.organisation)
    return list(decisions.order_by(*by_bearer("project__nominating_organisation"), "project__number"))


def issue_part(publication: Publication, part: Part, *, by: Any, at: datetime, mark: str = "") -> OfficialDocument:
    """Issue one official document of a publication: the list to every 主送 organisation, or one organisation's own."""
    version = version_in_force(publication.programme, at)
    wording, letterhead = wording_for(version, part.paper), letterhead_of(version)
    decisions = decisions_for(publication, part)
    addressee, addressees = _addressed(version, part, decisions)
    values = {**_values(version, publication, decisions), "organisation": addressee}
    on: date = timezone.localtime(at).date()
    attachments = (_list_of_projects(decisions),) if part.paper == Paper.APPROVAL_LIST else ()

    def build(number: str) -> b.Document:
        return official(
            letterhead,
            kind=KINDS[part.paper],
            title=filled(wording.title, values),
            addressee=addressee,
            body=worded(wording.paragraphs, values),
            number=number,
            on=on,
            attachments=attachments,
            mark=mark,
        )

    return issue_official(
        version,
        part.paper,
        KINDS[part.paper],
        build=build,
        addressees=addressees,
        by=by,
        at=at,
        programme_code=version.programme.ref,
        subjects=[decision.project.ref for decision in decisions],
        mark=mark,
    )


def _addressed(version: Version, part: Part, decisions: list[Decision]) -> tuple[str, list[Organisation]]:
    if part.organisation:
        organisation = decisions[0].project.nominating_organisation
        return organisation.name, [organisation]
    receivers: Any = the_setting(version, Receivers)
    if receivers is None:
        raise Refused(Finding("no_receivers", "本批次没有设置主送机关，请先在方案中补充。"))
    return receivers.text, organisations_of(version, receivers.groups)


def _values(version: Version, publication: Publication, decisions: list[Decision]) -> dict[str, object]:
    notice_title, notice_number = notice_of(version)
    titles = [inside_quotes(decision.revision.content["title"]) for decision in decisions]
    return {
        "year": version.programme.year,
        "notice_title": notice_title,
        "notice_number": notice_number,
        "count": len(decisions),
        "first_title": titles[0],
        "titles": "、".join(f"“{title}”" for title in titles),
        "sign_by": official_date(timezone.localtime(publication.at).date() + timedelta(days=sign_within_days(version))),
    }


def sign_within_days(version: Version) -> int:
    """The days to sign the agreement in, from whichever setting of the version says so: a later stage declares it."""
    said = (getattr(setting, "sign_within_days", None) for _, setting in settings_of(version))
    return next((days for days in said if days is not None), SIGN_WITHIN_DAYS)


def _list_of_projects(decisions: list[Decision]) -> b.Attachment:
    return b.Attachment(0, LIST_TITLE, (_table_of_projects(decisions),))


def _table_of_projects(decisions: list[Decision]) -> b.Table:
    columns = (
        b.Column("序号", 0.9),
        b.Column("项目名称", 4, "left"),
        b.Column("类别", 0.9),
        b.Column("申报单位", 2.6, "left"),
        b.Column("责任单位", 2.6, "left"),
        b.Column("责任人", 1.4),
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
    return b.Table(columns, rows)


def issue_amendment(
    document: OfficialDocument, version: Version, paper: str, text: str, *, by: Any, at: datetime, mark: str = ""
) -> OfficialDocument:
    """A new document that names the old one, goes to whom the old one went, and leaves the old one as it is."""
    wording, letterhead = wording_for(version, paper), letterhead_of(version)
    values = {
        "amended_title": inside_title_marks(document.title),
        "amended_number": document.number_text,
        "amended_on": official_date(timezone.localtime(document.issued_at).date()),
    }
    receivers = [addressee.organisation for addressee in document.addressees.select_related("organisation")]

    def build(number: str) -> b.Document:
        return official(
            letterhead,
            kind="通知",
            title=filled(wording.title, values),
            addressee=_addressee_words(document, version),
            body=_amending(wording.paragraphs, values, text),
            number=number,
            on=timezone.localtime(at).date(),
            mark=mark,
        )

    return issue_official(
        version,
        paper,
        "通知",
        build=build,
        addressees=receivers,
        by=by,
        at=at,
        programme_code=document.programme_code,
        corrects=document,
        subjects=document.subjects,
        mark=mark,
    )


def _amending(paragraphs: tuple[str, ...], values: dict[str, object], text: str) -> tuple[b.Block, ...]:
    """The words of the programme around what was typed, which is printed as it stands: its braces mean nothing."""
    typed = tuple(b.Paragraph(line) for line in paragraphs_of(text))
    return tuple(each for words in paragraphs for each in (typed if words == TEXT else worded((words,), values)))


def _addressee_words(document: OfficialDocument, version: Version) -> str:
    """主送机关 as the old document had it: the groups of the notice, or the one organisation."""
    receivers: Any = the_setting(version, Receivers)
    addressees = list(document.addressees.all()[:2])
    return addressees[0].name if len(addressees) == 1 or receivers is None else receivers.text


def publicity_notice(publication: Publication, *, at: datetime, mark: str = "") -> b.Document:
    """The text of a 公示: no number and no addressee, since it is no 文种; the list stands in the text."""
    version = version_in_force(publication.programme, at)
    wording, letterhead = wording_for(version, Paper.PUBLICITY), letterhead_of(version)
    decisions = decisions_for(publication, Part(Paper.PUBLICITY))
    period = publication.publicity
    days = {"from_on": period.from_at, "until_on": period.until_at}
    values = _values(version, publication, decisions) | {
        name: official_date(timezone.localtime(moment).date()) for name, moment in days.items()
    }
    title = filled(wording.title, values)
    first, *rest = worded(wording.paragraphs, values)
    return b.Document(
        kind="公示",
        title=title,
        layout="agreement",
        mark=mark,
        blocks=(
            b.Title(title),
            first,
            _table_of_projects(decisions),
            *rest,
            b.SignOff(letterhead.organisation, timezone.localtime(period.from_at).date()),
        ),
    )
