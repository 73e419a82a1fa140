"""What waits in appraisal stands on the worklist of whoever has it now; messages tell judges what is asked of them."""

import pytest

from lixiang.appraisal import actions
from lixiang.appraisal.models import Assignment
from lixiang.appraisal.tests.arranging import change_settings, drop_settings, in_appraisal, set_up
from lixiang.desk.queries.agenda import agenda_of
from lixiang.desk.queries.viewpoint import viewpoint
from lixiang.desk.queries.worklist import worklist_of
from lixiang.desk.rules.months import month_of
from lixiang.history.models import Pending
from lixiang.messaging import actions as messaging
from lixiang.messaging.tests.scene import told
from lixiang.people.models import User
from lixiang.people.roles import Role
from lixiang.programmes.models import Setting

pytestmark = pytest.mark.django_db


def lines(user: User, scene) -> list[tuple[str, str]]:
    """Those of appraisal: words and where they lead."""
    view = viewpoint(User.objects.get(pk=user.pk), scene.cast.programme, scene.at)
    return [(item.words, item.url) for item in worklist_of(view).items if item.url.startswith("/appraisal/")]


@pytest.fixture
def prepared(cast, morning):
    scene = set_up(cast, morning, judges=2, sheets=2)
    Pending.objects.all().delete()
    return scene


def test_the_section_is_led_from_the_projects_to_the_end_of_scoring(cast, morning, prepared):
    clerk = prepared.clerk
    assert lines(clerk, prepared) == [("1个评审组待请评委申报回避", "/appraisal/")]
    in_appraisal(cast, morning, county=1)
    assert ("1个项目待安排评审组", "/appraisal/") in lines(clerk, prepared)
    prepared.ask()
    assert [words for words, _ in lines(clerk, prepared)] == ["1个项目待安排评审组"]
    prepared.declare_all().assign()
    assert ("1个评审组评委已全部申报，待开放材料", "/appraisal/") in lines(clerk, prepared)
    prepared.open()
    assert ("2个项目待主管单位评分", "/appraisal/") in lines(clerk, prepared)


def test_a_judge_is_asked_to_declare_and_then_to_score(prepared):
    own = f"/appraisal/panels/{prepared.panel.ref}/"
    judge = prepared.users[0]
    assert lines(judge, prepared) == []

    prepared.ask()
    assert lines(judge, prepared) == [("申报“创新实践组”中应当回避的项目", f"{own}declare/")]
    prepared.declare_all().assign().open()
    assert lines(judge, prepared) == [("“创新实践组”还有2个项目待评分", own)]
    prepared.score(0, 0)
    assert lines(judge, prepared) == [("“创新实践组”还有1个项目待评分", own)]
    task = Assignment.objects.select_related("panel").get(judge__user=judge, project=prepared.projects[1])
    actions.recuse(task, reason="亲属", by=prepared.user(0), at=prepared.at)
    assert lines(judge, prepared) == []


def test_a_nominator_scores_where_the_programme_wants_it(cast, morning):
    row = Setting.objects.get(version=cast.version, kind="appraisal.source", parameters__code="department")
    row.parameters["scored_by"] = "nominator"
    row.save(update_fields=["parameters"])
    change_settings(cast, "appraisal.scoring", most=0)
    scene = set_up(cast, morning, judges=1, sheets=1).ask().declare_all().assign().open()
    own = cast.user(Role.NOMINATOR, cast.nominators[0])

    assert lines(own, scene) == [("2个项目待本单位评分", "/appraisal/")]
    assert lines(cast.user(Role.NOMINATOR, cast.nominators[1]), scene) == []


def test_a_programme_without_scoring_asks_for_nothing(cast, morning, prepared):
    drop_settings(cast, "appraisal.scoring")

    assert lines(prepared.clerk, prepared) == lines(prepared.users[0], prepared) == []


def test_judges_are_told_what_is_asked_of_them_and_nothing_of_a_project(prepared):
    prepared.ask().declare_all().assign().open().close()
    while messaging.deliver(by=None, at=prepared.at)[0]:
        pass

    sentences = [str(sentence) for sentence in told(prepared.users[0])]
    assert len(sentences) == 3
    assert any("应当回避的项目" in each for each in sentences) and any("材料已开放" in each for each in sentences)
    assert not [each for each in sentences for project in prepared.projects if str(project) in each]


def test_the_end_of_scoring_stands_in_the_calendar(cast, morning, prepared):
    type(prepared.panel).objects.update(due_at=morning)
    view = viewpoint(prepared.clerk, cast.programme, morning)
    shown = [
        due
        for day in agenda_of(view, month_of(morning.date()), kind="panel").days
        for group in day.groups
        for due in group.dues
    ]
    assert [(due.words, due.url, due.state) for due in shown] == [
        ("“创新实践组”提交评分表", f"/appraisal/panels/{prepared.panel.ref}/", "open")
    ]
