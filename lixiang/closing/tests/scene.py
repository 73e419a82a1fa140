"""A project that is complete and the people who close it, so that a test of closing reads as a story."""

import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from lixiang.closing import actions
from lixiang.closing.actions.evidence import Described
from lixiang.closing.models import Dossier, DossierRevision, Evidence
from lixiang.closing.queries.forms import measured_by
from lixiang.closing.rules.promises import Promise
from lixiang.delivery.tests import underway
from lixiang.people.models import User
from lixiang.programmes.models import Setting
from lixiang.programmes.tests.arranging import unread
from lixiang.projects.models import Project
from lixiang.rehearsal.cast import Cast

PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
ANSWERS = {
    "significance": "针对流动党员管理难，探索网格化办法。",
    "practice": "按网格建立临时支部，逐月开展主题党日。" * 20,
    "effects": "覆盖支部12个。",
    "experience": "办法已经印发，可以复制。",
    "problems": "",
}


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def picture(shade: int = 200, exif: Any = None, size: tuple[int, int] = (40, 30), kind: str = "JPEG") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, (shade, 10, 10)).save(made, kind, **({"exif": exif} if exif is not None else {}))
    return made.getvalue()


class ClosingScene:
    """The cast, one county's people, and short names for the verbs; `at` moves on by hand."""

    def __init__(self, cast: Cast, at: datetime) -> None:
        self.cast, self.at = cast, at
        sides = underway.sides_of(cast)
        self.unit, self.nominator, self.leader = sides.unit, sides.nominator, sides.leader
        self.clerk, self.head, self.inspector = sides.clerk, sides.head, sides.inspector
        self.stranger = sides.stranger

    def later(self, **span: float) -> datetime:
        return self.at + timedelta(**span)

    def running(self) -> Project:
        (project,) = underway.planned(self.cast, self.at)
        return self.again(project)

    def complete(self, project: Project | None = None) -> Project:
        """Every milestone and goal reported; complete on the day of `at`."""
        project = project or self.running()
        self.at = max(self.at, underway.at_noon(max(m.due_on for m in underway.milestones_of(project))))
        for milestone in underway.milestones_of(project):
            underway.done(milestone, self.unit, self.at)
        return self.again(project)

    def opened(self, project: Project | None = None) -> Dossier:
        return actions.open_dossier(project or self.complete(), by=self.unit, at=self.at)

    def promises(self, dossier: Dossier) -> tuple[Promise, ...]:
        return measured_by(dossier).promises

    def write(self, dossier: Dossier, section: str = "written", **values: str) -> Dossier:
        verb = {"written": actions.save_written, "figures": actions.save_figures}[section]
        dossier = self.fresh(dossier)
        return verb(dossier, values, expected=dossier.saves_of(section), by=self.unit, at=self.at)

    def attach(
        self, dossier: Dossier, kind: str = "report", name: str = "总结.pdf", content: bytes | None = None, **said: Any
    ) -> Evidence:
        proves = tuple(said.pop("proves", ()))
        content = content or PDF + name.encode()
        described = Described(**said, proves=proves)
        words = {"name": name, "kind": kind, "described": described, "by": self.unit, "at": self.at}
        return actions.attach_evidence(dossier, upload(name, content), **words)

    def figures(self, dossier: Dossier, share: str = "100") -> dict[str, str]:
        """Each goal reached as it was promised."""
        goals = [each for each in self.promises(dossier) if each.kind == "goal"]
        reached = {f"reached-{goal.key}": goal.target or "已完成" for goal in goals}
        return reached | {f"share-{goal.key}": share for goal in goals}

    def filled(
        self, dossier: Dossier | None = None, kinds: Sequence[str] = ("report", "document", "effect")
    ) -> Dossier:
        """Everything that the first notice asks for."""
        dossier = dossier or self.opened()
        self.write(dossier, **ANSWERS)
        self.write(dossier, "figures", **self.figures(dossier))
        keys = [each.key for each in self.promises(dossier)]
        for kind in kinds:
            self.attach(dossier, kind, f"{kind}.pdf", proves=keys)
        self.attach(dossier, "picture", "现场.jpg", picture(), made_at="2018-09-12", place="示例社区")
        self.register(dossier)
        return self.fresh(dossier)

    def register(self, dossier: Dossier, rows: list[dict[str, Any]] | None = None) -> Dossier:
        kept = [each for each in self.promises(dossier) if each.kind == "result"]
        promised = [{"kind": p.of or "practice", "title": p.words, "promise": p.key, "evidence": [1]} for p in kept]
        dossier = self.fresh(dossier)
        words = {"expected": dossier.saves_of("results"), "by": self.unit, "at": self.at}
        return actions.save_results(dossier, promised if rows is None else rows, **words)

    def hand_in(self, dossier: Dossier, **words: Any) -> DossierRevision:
        return actions.hand_in_dossier(dossier, **{"key": uuid4(), "by": self.unit, "at": self.at, **words})

    def handed_in(self, dossier: Dossier | None = None) -> Dossier:
        dossier = dossier or self.filled()
        self.hand_in(dossier)
        return self.fresh(dossier)

    def send_back(self, dossier: Dossier, *sections: str, **words: Any) -> Dossier:
        said = {"reason": "成效没有数字。", "due_at": self.later(days=10), "by": self.clerk, "at": self.at, **words}
        return actions.send_back_dossier(dossier, sections=list(sections or ("written",)), **said)

    def accept(self, dossier: Dossier, **words: Any) -> Dossier:
        return actions.accept_dossier(dossier, **{"by": self.clerk, "at": self.at, **words})

    def again(self, project: Project) -> Project:
        related = ("programme", "version", "approved_revision", "nominating_organisation")
        return Project.objects.select_related(*related).get(pk=project.pk)

    def fresh(self, dossier: Dossier) -> Dossier:
        return Dossier.visible_to(self.unit).get(pk=dossier.pk)

    def client(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def arrange(self, kind: str, **parameters: Any) -> None:
        """Another setting of one kind than the pack's, in the version in force."""
        version = self.cast.version
        rows = Setting.objects.filter(version=version, kind=kind)
        if parameters.pop("strictness", None) == "block":
            rows.update(strictness="block")
        for row in rows if parameters else ():
            row.parameters = {**row.parameters, **parameters}
            row.save(update_fields=["parameters"])
        self.renew()

    def renew(self) -> None:
        self.cast.version.pack_hash = unread()
        type(self.cast.version).objects.filter(pk=self.cast.version.pk).update(pack_hash=self.cast.version.pack_hash)
