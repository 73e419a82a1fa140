"""Inspectors and finance follow what is under agreement and learn nothing of the review, of slates or of drafts."""

import re

import pytest

from lixiang.agreements import actions as agreements
from lixiang.agreements.models import Agreement
from lixiang.approvals import actions as approvals
from lixiang.desk.queries.dossier import NOT_FOR_FOLLOWERS
from lixiang.desk.tests.test_leaks import DRAFT, FOREIGN, OPINION, QUIET, REASON, WAITING, Secrets, addresses, read
from lixiang.people.roles import Role
from lixiang.projects.models import Project

FOLLOWERS = [Role.INSPECTOR, Role.FINANCE]
SENT_BACK = "密之退回意见"
UNDER_WAY, SIGNED = "明题实施", "密题待签"
OF_THE_REVIEW = (DRAFT, WAITING, FOREIGN, OPINION, REASON, SENT_BACK, SIGNED, *QUIET)
OTHER_GENERAL = [
    "/?tab=done",
    "/?tab=overdue",
    "/projects/?q=密题",
    "/projects/?status=NOMINATED",
    "/projects/?status=DRAFT",
    "/documents/?q=密",
    "/agreements/?shown=open",
    "/rectifications/?q=密题",
    "/dashboard/?tab=delivery",
    "/calendar/?month=2018-04",
    "/waiting/?kind=agreement",
]


class Followed(Secrets):
    """The secrets of others, a project under way that was once sent back, and one whose agreement is not in force."""

    def keep(self) -> None:
        super().keep()
        project, unsigned = self.nominated("county-1", "A", "B")
        clerk = self.user(Role.SECTION_CLERK)
        words = {"sections": ["goals"], "reason": SENT_BACK, "due_at": self.later(days=2), "by": clerk, "at": self.at}
        approvals.send_back(project, **words)
        self._nominate_again(project)
        agreed = [self._agreed(each) for each in (project, unsigned)]
        agreements.countersign(self.signed(agreed[0]), by=clerk, at=self.at)
        for each, title in ((project, UNDER_WAY), (unsigned, SIGNED)):
            Project.objects.filter(pk=each.pk).update(title=title)
        self.project, self.not_in_force = self.again(project), self.again(unsigned)

    def _agreed(self, project: Project) -> Agreement:
        """Reviewed with an opinion that nobody outside may read, approved, its agreement drawn up."""
        for role, step in ((Role.SECTION_CLERK, "first_check"), (Role.SECTION_HEAD, "collective_study")):
            said = {"step": step, "result": "agree", "text": OPINION}
            approvals.give_opinion(self.again(project), **said, by=self.user(role), at=self.at)
        leader = self.user(Role.DEPARTMENT_LEADER)
        self.publish(approvals.decide(self.again(project), verdict="approve", by=leader, at=self.at))
        return agreements.draw_up(self.again(project), by=self.user(Role.SECTION_CLERK), at=self.at)

    def _nominate_again(self, project: Project) -> None:
        from lixiang.nominations import actions as nominations
        from lixiang.rehearsal.applications import new_key

        by = self.user(Role.NOMINATOR, "county-1")
        nominations.nominate(self.again(project), key=new_key(self.rng), by=by, at=self.at)


@pytest.fixture
def followed(cast, morning) -> Followed:
    scene = Followed(cast, morning)
    scene.keep()
    return scene


def told(text: str) -> list[str]:
    """The secrets on a page; what was typed into its search is no telling."""
    text = re.sub(r'value="密题?"', "", text)
    return [word for word in OF_THE_REVIEW if word in text]


@pytest.mark.parametrize("role", FOLLOWERS)
def test_no_page_tells_a_follower_of_the_review_of_a_slate_or_of_what_is_not_in_force(followed, role):
    client = followed.client(role)
    programme = {"ref": followed.cast.programme.ref}

    for url in [*addresses(), *addresses(**programme), *OTHER_GENERAL]:
        assert told(read(client, url)[1]) == [], url


@pytest.mark.parametrize("role", FOLLOWERS)
def test_no_page_of_a_project_under_way_tells_a_follower_of_its_review(followed, role):
    client, names = followed.client(role), {"ref": followed.project.ref, "number": "1", "section": "basics"}
    tabs = [f"/projects/{followed.project.ref}/?tab={tab}" for tab in ("opinions", "documents", "agreement", "history")]

    for url in [*addresses(**names), *tabs]:
        assert told(read(client, url)[1]) == [], url
    assert read(client, tabs[0])[0] == 200 and "批准立项" in read(client, tabs[3])[1]


@pytest.mark.parametrize("role", FOLLOWERS)
def test_no_address_of_a_hidden_thing_opens_for_a_follower(followed, role):
    client = followed.client(role)

    for project in (*followed.hidden, followed.own, followed.not_in_force):
        slate = f"{followed.cast.programme.ref}-{project.nominating_organisation.code}"
        for ref in (project.ref, slate):
            for url in addresses(ref=ref, number="1", pk=str(followed.decision.pk), section="basics"):
                if ref in url:
                    assert read(client, url)[0] in (302, 403, 404, 405), url


@pytest.mark.parametrize("role", FOLLOWERS)
def test_a_follower_finds_the_project_its_application_and_its_agreement(followed, role):
    client, url = followed.client(role), f"/projects/{followed.project.ref}/"

    page = read(client, url)[1]
    assert UNDER_WAY in read(client, "/projects/")[1] and "督导与整改" in page
    assert "审核意见" not in page and "?tab=documents" not in page
    assert "打开责任书" in read(client, f"{url}?tab=agreement")[1]
    assert read(client, f"/agreements/{followed.project.ref}/")[0] == 200
    assert NOT_FOR_FOLLOWERS == ("opinions", "documents")


def test_who_follows_and_takes_part_reads_as_who_takes_part(followed):
    nominator = followed.user(Role.NOMINATOR, "county-1")
    department = followed.cast.programme.managing_organisation
    nominator.roles.create(role=Role.FINANCE, organisation=department, valid_from=followed.at, granted_at=followed.at)

    page = read(followed.client(Role.NOMINATOR, "county-1"), f"/projects/{followed.project.ref}/?tab=history")[1]
    assert SENT_BACK in page and "审核意见" in page
