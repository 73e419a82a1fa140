"""Writers at the same moment: one subject's chain stays whole, different subjects never wait for each other's chain."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from lixiang.history.models import Event, Head
from lixiang.history.record import record
from lixiang.history.tests.conftest import NOON, subject
from lixiang.history.verify import broken_chains

WRITERS, EACH = 8, 5


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("subjects", [1, WRITERS])
def test_concurrent_writers_keep_every_chain_whole(subjects):
    start = Barrier(WRITERS)

    def work(writer: int) -> None:
        start.wait()
        try:
            for place in range(EACH):
                with transaction.atomic():
                    record(subject(writer % subjects), f"verb_{place}", by=None, at=NOON, detail={"writer": writer})
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        for done in [pool.submit(work, writer) for writer in range(WRITERS)]:
            done.result()

    assert Event.objects.count() == WRITERS * EACH
    assert sorted(Head.objects.values_list("sequence", flat=True)) == [WRITERS * EACH // subjects] * subjects
    assert list(broken_chains()) == []
