"""The table of a dossier seen from the other side: for every status and role the exact set of verbs."""

import pytest

from lixiang.closing.models import Dossier
from lixiang.closing.states import TONES, TRANSITIONS, Status

EXPECTED: dict[str, dict[str, set[str]]] = {
    "DRAFT": {"unit": {"ask_for_check", "hand_in"}, "nominator": {"ask_for_check", "hand_in"}},
    "WITH_NOMINATOR": {"nominator": {"hand_in", "send_back"}},
    "HANDED_IN": {"clerk": {"send_back", "accept"}, "head": {"send_back", "accept"}},
    "SENT_BACK": {"unit": {"ask_for_check", "hand_in"}, "nominator": {"ask_for_check", "hand_in"}},
}
ROLES = ("unit", "nominator", "leader", "clerk", "head", "inspector", "stranger")


@pytest.mark.parametrize("status", Status)
def test_the_exact_moves_of_every_role_in_every_status(scene, status):
    dossier = Dossier(project=scene.running(), status=status)

    offered = {role: {row.verb for row in TRANSITIONS.offered_to(getattr(scene, role), dossier)} for role in ROLES}

    assert {role: verbs for role, verbs in offered.items() if verbs} == EXPECTED.get(status, {})


def test_every_status_has_its_tone():
    assert set(TONES) == set(Status)
