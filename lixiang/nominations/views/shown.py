"""What the page of a slate shows, the same whether it was asked for or a form came back refused."""

from typing import Any
from uuid import uuid4

from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse

from lixiang.nominations import permissions, queries
from lixiang.nominations.forms import PHRASES, EndorsementForm, HandInForm
from lixiang.nominations.models import Slate
from lixiang.nominations.queries import SlatePage
from lixiang.programmes import queries as programmes
from lixiang.ui.shapes import Action, StoredFile


def context_of(
    request: HttpRequest, slate: Slate, *, endorsement_form: Form | None = None, hand_in_form: Form | None = None
) -> dict[str, Any]:
    at, user = request.arrived_at, request.user
    shown = queries.slate_page(slate, at, is_own=permissions.is_of_the_organisation(user, slate))
    home = reverse("nominations:slate", args=[slate.ref])
    verbs = {row.verb for row in slate.transitions.offered_to(user, slate)}
    version = programmes.version_in_force(slate.programme, at)
    return {
        "slate": slate,
        "shown": shown,
        "home": home,
        "projects": reverse("projects:list"),
        "clauses": programmes.clause_texts(version),
        "may_change": queries.may_change(user, slate),
        "is_nominator": permissions.is_nominator(user, slate),
        "endorses_by_account": "endorse" in verbs and queries.endorses_by_account(user, shown),
        "endorses_by_sheet": "endorse" in verbs and queries.endorses_by_sheet(user, shown),
        "endorsement_form": endorsement_form or EndorsementForm(),
        "hands_in": "hand_in" in verbs,
        "hand_in_form": hand_in_form or HandInForm(initial={"key": uuid4()}),
        "stands_against": [finding for finding in shown.findings if finding.is_blocking],
        "reopening": _reopening(home) if "reopen" in verbs and shown.is_reopenable else (),
        "sheets": _sheets(home, shown),
        "phrases": PHRASES,
        "is_of_the_section": permissions.runs(user, slate.programme),
        "at": at,
    }


def _reopening(home: str) -> tuple[Action, ...]:
    words = "重新编制后须重新审签、报送；已申报的项目仍然有效，要减少的办理撤回。"
    return (Action("重新编制", f"{home}reopen/", confirm=words, reason="required"),)


def _sheets(home: str, shown: SlatePage) -> tuple[StoredFile, ...]:
    return tuple(
        StoredFile(c.name, f"{home}sheets/{place}/", c.file.size, c.file.sha256, c.by_name, c.at)
        for place, c in enumerate(shown.sheets, 1)
    )
