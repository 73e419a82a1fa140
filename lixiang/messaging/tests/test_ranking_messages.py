"""What follows from a ranking is told to those who carried the project out, with the page that explains its place."""

import pytest

from lixiang.messaging import actions
from lixiang.messaging.models import Message
from lixiang.ranking import actions as ranking
from lixiang.ranking.tests.arranging import scored

pytestmark = pytest.mark.django_db


def test_a_result_is_told_with_the_page_of_the_place(cast, morning):
    told = scored(cast, morning, projects=1).compute().confirm().publish().issue()
    ranking.conclude(told.project(), by=told.head, at=told.after)

    _, failed = actions.deliver(by=None, at=told.after, limit=1000)

    assert failed == []
    message = Message.objects.get(user=told.unit(), event__subject_kind="project", event__verb="conclude")
    assert message.url == f"/ranking/project/{told.project().ref}/" and "准予结项" in message.sentence
