"""What the tests of this stage arrange: an application as the first notice asks for it, drafts, hand-ins, files."""

import io
import zlib
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from lixiang.people.models import User
from lixiang.projects import actions
from lixiang.projects.models import Project, Revision
from lixiang.rehearsal.cast import Cast

DEADLINE = timezone.make_aware(datetime(2018, 4, 4, 23, 59, 59))
SECTIONS: dict[str, dict[str, Any]] = {
    "basics": {
        "title": "示例项目：社区党建联席会议",
        "category": "A",
        "topic": "12",
        "implementing_organisation": "中共演练第一县委员会",
        "leader_name": "示例甲",
        "leader_post": "secretary",
        "leader_title": "示例县委书记",
        "contact_name": "示例乙",
        "contact_phone": "0554-1234567",
    },
    "grounds": {"background": "示例背景。", "problem": "示例问题。", "scope": "示例范围。", "research_notes": ""},
    "goals": {
        "goals": [{"indicator": "示例指标", "baseline": "1", "target": "3"}],
        "measures": "（一）示例措施。",
    },
    "schedule": {
        "milestones": [{"title": "第一步", "from_on": "2018-05-01", "due_on": "2018-09-30", "deliverable": "方案"}],
        "completion_on": "2018-12-20",
        "results": [{"kind": "practice", "form": "示例案例集"}],
    },
    "team": {
        "team": [
            {"name": name, "organisation": "示例县委", "post": "干部", "part": "实施"}
            for name in ("示例甲", "示例乙", "示例丙")
        ],
        "joint_organisations": [],
    },
}
PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


def clerk_of(cast: Cast, code: str = "county-1") -> User:
    return cast.user("unit_clerk", code)


def drafted(cast: Cast, at: datetime, code: str = "county-1") -> Project:
    """An empty draft of a county."""
    return actions.draft(cast.programme, organisation=cast.organisations[code], by=clerk_of(cast, code), at=at)


def filled(cast: Cast, at: datetime, code: str = "county-1", **changed: Any) -> Project:
    """A draft in which nothing is missing; `changed` sets fields to something else."""
    project = drafted(cast, at, code)
    for section, values in SECTIONS.items():
        typed = {name: changed.get(name, value) for name, value in values.items()}
        if section == "basics" and "implementing_organisation" not in changed:
            typed["implementing_organisation"] = cast.organisations[code].name
        actions.save_section(project, section, typed, expected=0, by=clerk_of(cast, code), at=at)
    return seen_by(clerk_of(cast, code), project)


def handed_in(cast: Cast, at: datetime, code: str = "county-1", *, key: UUID | None = None) -> Revision:
    project = filled(cast, at, code)
    return actions.hand_in(project, key=key or uuid4(), by=clerk_of(cast, code), at=at)


def seen_by(user: User, project: Project) -> Project:
    """The project as a page of this person loads it."""
    return Project.visible_to(user).get(pk=project.pk)


def upload(name: str = "示例调研.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def huge_picture(side: int = 12_000) -> bytes:
    """A PNG of 144 megapixels in some 17 kB: one bit a pixel, all of them the same."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checksum = zlib.crc32(kind + content).to_bytes(4, "big")
        return len(content).to_bytes(4, "big") + kind + content + checksum

    stream = io.BytesIO(b"\x89PNG\r\n\x1a\n")
    stream.seek(0, io.SEEK_END)
    size = side.to_bytes(4, "big")
    stream.write(chunk(b"IHDR", size + size + bytes([1, 0, 0, 0, 0])))
    line = b"\x00" + b"\x00" * (side // 8)
    stream.write(chunk(b"IDAT", zlib.compress(line * side, 9)))
    stream.write(chunk(b"IEND", b""))
    return stream.getvalue()


def again(user: User) -> User:
    """The account as the next request finds it, its roles already asked for."""
    fresh = User.objects.get(pk=user.pk)
    assert fresh.held_roles
    return fresh
