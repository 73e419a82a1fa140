"""A project under agreement and the verbs of its changes in short, so that a test reads as a story."""

from datetime import datetime
from typing import Any

from lixiang.agreements import actions as agreements
from lixiang.agreements.rules import Terms
from lixiang.delivery.actions import changes, supplements
from lixiang.delivery.models import ChangeRequest, SupplementaryAgreement
from lixiang.messaging.tests.scene import COMMITTEE, Scene
from lixiang.people.roles import Role
from lixiang.programmes.queries import the_setting
from lixiang.projects.models import Project
from lixiang.rehearsal.cycle import scan
from lixiang.workflow.findings import Refused

WHY = "原负责人工作调动，经党委会议研究。"


class Changing(Scene):
    """The committee's project is under way; `unit`, `clerk`, `head`, `chief` act on its changes."""

    def __init__(self, cast: Any, at: datetime) -> None:
        super().__init__(cast, at)
        self.unit = self.user(Role.UNIT_CLERK, COMMITTEE)
        self.nominator = self.user(Role.NOMINATOR, COMMITTEE)
        self.chief = self.user(Role.NOMINATOR_LEADER, COMMITTEE)
        self.clerk = self.user(Role.SECTION_CLERK)
        self.head = self.user(Role.SECTION_HEAD)
        self.leader = self.user(Role.DEPARTMENT_LEADER)
        agreement = self.signed(self.agreed(COMMITTEE))
        agreements.countersign(agreement, by=self.clerk, at=at)
        self.ref = agreement.project.ref

    @property
    def project(self) -> Project:
        """As it stands now."""
        related = ("programme", "version", "revision", "approved_revision", "nominating_organisation", "topic")
        return Project.objects.select_related(*related, "implementing_organisation").get(ref=self.ref)

    def again(self, thing: Any) -> Any:
        return super().again(thing) if isinstance(thing, Project) else type(thing).objects.get(pk=thing.pk)

    @property
    def terms(self) -> Any:
        return the_setting(self.project.version, Terms)

    def asked(self, *kinds: str, by: Any = None, reason: str = WHY, **values: Any) -> ChangeRequest:
        """A draft with what is proposed written into it."""
        by = by or self.unit
        request = changes.draft(self.project, kinds, by=by, at=self.at)
        changes.save_request(request, values, reason, expected=request.saves, by=by, at=self.at)
        return self.again(request)

    def handed_in_change(self, *kinds: str, at: datetime | None = None, **values: Any) -> ChangeRequest:
        return changes.hand_in(self.asked(*kinds, **values), by=self.unit, at=at or self.at)

    def approved(self, *kinds: str, **values: Any) -> ChangeRequest:
        return changes.approve(self.handed_in_change(*kinds, **values), by=self.head, at=self.at)

    def suspended(self) -> Project:
        self.approved("suspend")
        return self.project

    def waiting_supplement(self, **values: Any) -> SupplementaryAgreement:
        """A change of leader approved, its supplementary agreement drawn up."""
        return self.waiting_supplement_of("leader", **(values or {"leader_name": "示例乙02"}))

    def waiting_supplement_of(self, *kinds: str, **values: Any) -> SupplementaryAgreement:
        return self.drawn_up(self.approved(*kinds, **values))

    def drawn_up(self, request: ChangeRequest) -> SupplementaryAgreement:
        return supplements.draw_up(request, by=self.clerk, at=self.at)

    def in_force(self, supplement: SupplementaryAgreement) -> SupplementaryAgreement:
        return supplements.countersign(self.signed_supplement(supplement), by=self.clerk, at=self.at)

    def signed_supplement(self, supplement: SupplementaryAgreement) -> SupplementaryAgreement:
        supplements.attach_scan(supplement, scan(), name="补充协议.png", by=self.nominator, at=self.at)
        return supplements.sign(supplement, by=self.nominator, at=self.at)


def refused(verb: Any, *things: Any, **words: Any) -> list[str]:
    """The codes of what refused it; an assertion where nothing did."""
    try:
        verb(*things, **words)
    except Refused as refusal:
        return [finding.code for finding in refusal.findings]
    raise AssertionError("not refused")


def words(answer) -> str:
    return answer.content.decode()
