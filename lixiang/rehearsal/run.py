"""Runs a rehearsal from the stage to the summary."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from lixiang.programmes.rules.kinds import Pack
from lixiang.rehearsal.cast import build_cast
from lixiang.rehearsal.cycle import Cycle
from lixiang.rehearsal.directory import invented
from lixiang.rehearsal.papers import summary, write_documents, write_forms, write_results, write_workbooks
from lixiang.rehearsal.signatures import install_test_certificates, wishes_signatures
from lixiang.rehearsal.steps import STEPS, up_to


def rehearse(pack: Pack, arguments: Namespace, out: Path) -> dict[str, Any]:
    """The whole cycle up to `arguments.until`; returns the summary and leaves the papers under `out`."""
    call_command("migrate", verbosity=0)
    rows = invented(arguments.counties, arguments.committees, pack.about.managing_organisation)
    start = timezone.localtime(pack.about.in_force_from).replace(hour=9, minute=0, second=0, microsecond=0)
    cast = build_cast(start, pack=pack, rows=rows, is_published=False)
    if wishes_signatures(pack):
        install_test_certificates(cast, start)
    cycle = Cycle(cast, arguments.seed, start, settings.MARK)
    for name in up_to(arguments.until):
        STEPS[name](cycle)
    with cycle.step("papers"):
        documents = write_documents(out / "documents")
        write_forms(out / "forms")
        write_workbooks(out / "workbooks", cycle)
        write_results(out, cycle)
    return summary(cycle, documents)
