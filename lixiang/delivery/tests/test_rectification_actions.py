"""The verbs of a rectification ticket: effects, history, and refusals that change nothing."""

import re
from contextlib import suppress
from datetime import timedelta
from random import Random

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from lixiang.delivery.actions import rectifications as actions
from lixiang.delivery.models import Rectification
from lixiang.delivery.models.rectifications import PROOF
from lixiang.delivery.queries.rectifications import sheet_of
from lixiang.delivery.tests.inspecting import COUNTY, OTHER_COUNTY, photo
from lixiang.delivery.tests.test_inspection_actions import refused
from lixiang.files.models import Claim
from lixiang.history.models import Event
from lixiang.programmes.models import Setting
from lixiang.programmes.tests.arranging import unread
from lixiang.workflow.findings import Refused

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def ticket(visit) -> Rectification:
    return visit.opened()


def test_a_ticket_has_one_organisation_one_day_and_its_own_number(visit, ticket):
    assert ticket.ref == f"{ticket.project.ref}-z01"
    assert (ticket.organisation.code, ticket.due_on, ticket.status) == (COUNTY, visit.day(15), "OPEN")
    assert Event.objects.get(subject_kind="rectification", verb="open").detail == {
        "due_on": "2018-04-10",
        "organisation": ticket.organisation.name,
    }
    assert visit.opened(ticket.observation.inspection).ref.endswith("-z02")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"due_on": None}, "no_due_date"),
        ({"requirement": " "}, "no_requirement"),
        ({"organisation": None}, "foreign_organisation"),
    ],
)
def test_a_ticket_without_day_requirement_or_organisation_is_refused(visit, words, code):
    inspection = visit.visited()

    assert refused(visit.opened, inspection, **words) == [(code, "二.4c")]
    assert Rectification.objects.count() == 0


def test_a_ticket_due_before_the_visit_or_for_a_foreign_organisation_is_refused(visit):
    inspection = visit.visited()

    assert refused(visit.opened, inspection, due_on=visit.day(-1)) == [("due_before_visit", "二.4c")]
    other = visit.cast.organisations[OTHER_COUNTY]
    assert refused(visit.opened, inspection, organisation=other) == [("foreign_organisation", "二.4c")]


def test_a_ticket_needs_a_record_that_counts(visit):
    inspection = visit.planned()
    visit.observed(inspection)

    assert refused(visit.opened, inspection) == [("not_recorded", "二.4c")]


def test_opening_locks_the_project_before_the_inspection_that_hangs_on_it(visit):
    inspection = visit.visited()

    with CaptureQueriesContext(connection) as asked:
        visit.opened(inspection)

    # What `locked` reads is one row by its key, with nothing joined to it.
    rows = [re.search(r'FROM "(\w+)" WHERE "\1"."id" = ', each["sql"]) for each in asked]
    tables = [found[1] for found in rows if found]
    assert tables.index("projects_project") < tables.index("delivery_inspection")


def test_strangers_and_people_of_the_unit_open_no_ticket(visit):
    inspection = visit.visited()
    for by in (visit.unit, visit.stranger, visit.cast.user("finance")):
        with pytest.raises(PermissionDenied):
            visit.opened(inspection, by=by)
    assert refused(visit.opened, inspection, by=visit.another_inspector(("unit_clerk", COUNTY))) == [
        ("own_unit", "二.4c")
    ]


def test_an_answer_with_proof_waits_to_be_checked(visit, ticket):
    answered = visit.answered(ticket)

    assert (answered.status, answered.answer, answered.answered_by_name) == ("ANSWERED", "已补齐。", visit.unit.name)
    assert Claim.of(ticket, PROOF).count() == 1
    assert Event.objects.get(subject_kind="rectification", verb="answer").detail == {"answer": "已补齐。"}


def test_an_answer_without_words_or_proof_is_refused_and_keeps_nothing(visit, ticket):
    assert refused(visit.answered, ticket, text="", proofs=()) == [("no_answer", "二.4c"), ("no_proof", "二.4c")]
    wrong = [(photo(), "好.jpg"), (ContentFile(b"MZ"), "台账.jpg")]
    assert refused(visit.answered, ticket, proofs=wrong) == [("unacceptable_file", "")]
    assert not Claim.of(ticket, PROOF).exists() and visit.again(ticket).status == "OPEN"


def test_proof_is_optional_where_the_programme_says_so(visit, ticket):
    row = Setting.objects.get(kind="delivery.inspection")
    row.parameters["proof_required"] = False
    row.save()
    type(row.version).objects.update(pack_hash=unread())

    assert visit.answered(visit.again(ticket), proofs=()).status == "ANSWERED"


def test_only_the_responsible_side_answers(visit, ticket):
    for by in (visit.inspector, visit.clerk, visit.stranger):
        with pytest.raises(PermissionDenied):
            visit.answered(ticket, by=by)
    assert visit.answered(ticket, by=visit.nominator).status == "ANSWERED"
    assert refused(visit.answered, ticket) == [("not_in_this_status", "二.4c")]


def test_a_ticket_is_closed_after_an_answer_and_stays_closed(visit, ticket):
    words = {"by": visit.inspector, "at": visit.at}
    assert refused(actions.close, ticket, **words) == [("not_in_this_status", "")]

    closed = actions.close(visit.answered(ticket), **words)

    assert (closed.status, closed.closed_by_name) == ("CLOSED", visit.inspector.name)
    for verb in (
        lambda: actions.send_back(closed, reason="再看。", **words),
        lambda: actions.extend(closed, due_on=visit.day(40), reason="再看。", **words),
        lambda: actions.cancel(closed, reason="再看。", **words),
        lambda: visit.answered(closed),
        lambda: actions.remind(closed, **words),
    ):
        with pytest.raises(Refused):
            verb()
    assert visit.again(ticket).status == "CLOSED"


def test_only_the_roles_that_the_programme_names_close(visit, ticket):
    answered = visit.answered(ticket)
    row = Setting.objects.get(kind="delivery.inspection")
    row.parameters["closers"] = ["section_head"]
    row.save()
    type(row.version).objects.update(pack_hash=unread())
    answered = visit.again(answered)

    for by in (visit.inspector, visit.clerk, visit.unit):
        with pytest.raises(PermissionDenied):
            actions.close(answered, by=by, at=visit.at)
    assert actions.close(answered, by=visit.head, at=visit.at).status == "CLOSED"


def test_nobody_closes_for_the_own_unit(visit, ticket):
    answered = visit.answered(ticket)

    words = {"by": visit.another_inspector(("nominator", COUNTY)), "at": visit.at}
    assert refused(actions.close, answered, **words) == [("own_unit", "二.4c")]


def test_what_is_not_put_right_goes_back_with_a_reason_and_keeps_its_proof(visit, ticket):
    answered, words = visit.answered(ticket), {"by": visit.inspector, "at": visit.at}

    assert refused(actions.send_back, answered, reason="", **words) == [("reason_required", "")]
    returned = actions.send_back(answered, reason="缺三月。", **words)

    assert (returned.status, returned.answer) == ("OPEN", "已补齐。")
    assert visit.answered(returned, text="三月已补。", proofs=()).answer == "三月已补。"


def test_an_extension_is_later_and_says_why(visit, ticket):
    words = {"by": visit.inspector, "at": visit.at}

    assert refused(actions.extend, ticket, due_on=visit.day(15), reason="汛期。", **words) == [("not_later", "二.4c")]
    extended = actions.extend(ticket, due_on=visit.day(30), reason="汛期。", **words)

    assert (extended.status, extended.due_on) == ("OPEN", visit.day(30))
    assert Event.objects.get(verb="extend").detail == {"due_on": "2018-04-25", "was_due_on": "2018-04-10"}
    with pytest.raises(PermissionDenied):
        actions.extend(ticket, due_on=visit.day(60), reason="汛期。", by=visit.unit, at=visit.at)


def test_a_reminder_is_one_click_once_a_day_while_the_unit_has_it(visit, ticket):
    reminded = actions.remind(ticket, by=visit.inspector, at=visit.at)

    assert reminded.reminders == 1
    assert refused(actions.remind, ticket, by=visit.clerk, at=visit.at) == [("reminded_today", "二.4c")]
    late = actions.remind(ticket, by=visit.clerk, at=visit.at + 20 * DAY)
    assert late.reminders == 2 and Event.objects.filter(verb="remind").last().detail["overdue"] is True
    visit.answered(ticket)
    assert refused(actions.remind, ticket, by=visit.clerk, at=visit.at + 30 * DAY) == [("nothing_to_remind", "二.4c")]
    with pytest.raises(PermissionDenied):
        actions.remind(ticket, by=visit.unit, at=visit.at)


def test_the_database_itself_keeps_no_ticket_without_owner_day_or_answer(visit, ticket):
    for broken in ({"organisation": None}, {"due_on": None}, {"requirement": ""}, {"status": "CLOSED"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Rectification.objects.filter(pk=ticket.pk).update(**broken)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_tried_a_ticket_keeps_one_owner_one_day_and_a_closed_one_stays_closed(visit, ticket, seed):
    rng, closed = Random(seed), None
    tries = [
        lambda: visit.answered(ticket, text=f"第{rng.random()}次。"),
        lambda: actions.close(ticket, by=visit.inspector, at=visit.at),
        lambda: actions.send_back(ticket, reason="再改。", by=visit.head, at=visit.at),
        lambda: actions.extend(
            ticket, due_on=visit.day(rng.randrange(60)), reason="再等。", by=visit.clerk, at=visit.at
        ),
        lambda: actions.remind(ticket, by=visit.inspector, at=visit.at),
        lambda: visit.answered(ticket, proofs=()),
    ]

    for _ in range(14):
        with suppress(Refused):
            rng.choice(tries)()
        now = visit.again(ticket)
        assert (now.organisation_id, now.due_on is not None) == (ticket.organisation_id, True)
        assert closed is None or (now.status, now.due_on, now.answer) == closed
        closed = closed or ((now.status, now.due_on, now.answer) if now.status == "CLOSED" else None)


def test_why_an_answer_was_sent_back_stands_beside_the_date_where_the_unit_answers_again(visit, ticket):
    page = visit.client(visit.unit)
    url = f"/rectifications/{ticket.ref}/"
    assert "截止" in page.get(url).content.decode()

    words = {"by": visit.inspector, "at": visit.at}
    returned = actions.send_back(visit.answered(ticket), reason="照片不清。", **words)
    assert sheet_of(visit.again(returned), visit.at).returned.reason == "照片不清。"
    assert "照片不清。" in page.get(url).content.decode().split("办理轨迹")[0]

    again = visit.answered(visit.again(returned))
    assert sheet_of(visit.again(again), visit.at).returned is None
