"""Changes that were asked for: what, why, with which outcome, and the supplementary agreements they led to."""

from collections.abc import Iterator

from lixiang.delivery.models import ChangeRequest, SupplementaryAgreement
from lixiang.delivery.states.changes import Status
from lixiang.outcomes.queries.holdings.pieces import act, claimed, day_of, moment, page, pair, text_of_json
from lixiang.outcomes.rules.items import Item, Relation
from lixiang.projects.models import Project
from lixiang.projects.rules.content import canonical

SECTION = "changes"


def items_of(project: Project) -> Iterator[Item]:
    """A draft is its writer's alone and stays out."""
    related = ("base", "revision", "reply")
    asked = ChangeRequest.objects.filter(project=project, handed_in_at__isnull=False).exclude(status=Status.DRAFT)
    for request in asked.select_related(*related).order_by("number"):
        yield _request(project, request)
    rows = SupplementaryAgreement.objects.filter(project=project).select_related("pdf", "docx", "change")
    for supplement in rows.order_by("number"):
        yield _supplement(supplement)


def _request(project: Project, request: ChangeRequest) -> Item:
    facts = (
        ("变更事项", request.title),
        ("审批权限", str(request.get_authority_display())),
        ("结果", str(request.get_status_display())),
        ("生效时间", moment(request.took_effect_at)),
        ("变更前", f"申报书第{request.base.number}稿"),
        ("变更后", f"申报书第{request.revision.number}稿" if request.revision else ""),
    )
    title = f"变更申请{request.number} {request.title}"
    reply = (Relation("批复", str(request.reply)),) if request.reply else ()
    values = text_of_json(f"变更申请{request.number} 内容.json", canonical(request.values))
    assert request.handed_in_at is not None
    return Item(
        SECTION,
        title,
        "变更申请",
        project.nominating_organisation.name,
        day_of(request.handed_in_at),
        request.ref.upper(),
        (page(title, pairs=facts, texts=(("理由", request.reason),)), values, *claimed(request)),
        (act("申请变更", request.handed_in_at, request.created_by_name, request.reason),),
        reply,
    )


def _supplement(supplement: SupplementaryAgreement) -> Item:
    return Item(
        SECTION,
        f"补充协议第{supplement.number}号",
        "补充协议",
        "、".join(party["name"] for party in supplement.parties),
        supplement.in_force_on or day_of(supplement.drawn_up_at),
        supplement.ref.upper(),
        (*pair(supplement.pdf, supplement.docx, f"补充协议第{supplement.number}号"), *claimed(supplement)),
        (act("拟制", supplement.drawn_up_at, ""),),
        (Relation("依据", supplement.change.ref.upper()),),
        str(supplement.get_status_display()),
    )
