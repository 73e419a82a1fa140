"""A case study: what the record fills in first, what it still lacks, and what its published text says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lixiang.closing.rules.promises import promises_of
from lixiang.outcomes.rules.case_kinds import CasePart
from lixiang.projects.rules.words import RESULT_WORDS
from lixiang.workflow.findings import Finding

LONGEST_TEXT, LONGEST_TITLE = 10_000, 200


@dataclass(frozen=True)
class CaseFacts:
    """What the rules may know: the parts that the programme asks for, what is written, whether the project is done."""

    parts: tuple[CasePart, ...]
    is_concluded: bool
    title: str
    answers: Mapping[str, str]

    @property
    def clause(self) -> str:
        return self.parts[0].clause if self.parts else ""


def blockers_to_publishing(facts: CaseFacts) -> tuple[Finding, ...]:
    """The same when it is handed in and when it is published: nothing required is empty."""
    if not facts.parts:
        return (Finding("no_parts", "本批次没有设置典型案例的组成部分，请先在方案中设置。"),)
    found = []
    if not facts.is_concluded:
        found.append(Finding("not_concluded", "项目尚未结项，不能推广。", facts.clause))
    if not facts.title.strip():
        found.append(Finding("no_title", "请写明案例的标题。", facts.clause, field="title"))
    found += [
        Finding("part_missing", f"“{part.label}”还没有写。", part.clause, field=part.name)
        for part in facts.parts
        if part.required and not facts.answers.get(part.name, "").strip()
    ]
    return tuple(found)


def prefilled(
    parts: Sequence[CasePart], application: Mapping[str, Any], dossier: Mapping[str, Any] | None
) -> dict[str, str]:
    """Each part from the approved application and the accepted dossier, piece by piece; empty where neither has it."""
    written = {row["name"]: row["text"] for row in (dossier or {}).get("parts", ())}
    promises = promises_of(application)
    record = {
        "goals": "\n".join(f"{each.words}（{each.detail}）" for each in promises if each.kind == "goal"),
        "measures": "\n".join(each.words for each in promises if each.kind == "measure"),
        "results": "\n".join(result_line(row) for row in (dossier or {}).get("results", ())),
    }
    return {
        part.name: "\n".join(text for name in part.prefill if (text := written.get(name) or record.get(name, "")))
        for part in parts
    }


def result_line(row: Mapping[str, Any]) -> str:
    """制度成果：《办法》，全县推行。"""
    effect = f"，{row['effect'].rstrip('。')}" if row.get("effect") else ""
    return f"{RESULT_WORDS.get(row['kind'], row['kind'])}：{row['title']}{effect}。"


def words_of(content: Mapping[str, Any]) -> str:
    """Everything that a search looks into, as one text."""
    names = (content["title"], content["project"], content["organisation"], content["unit"], content["topic"])
    return "\n".join(text for text in (*names, *(part["text"] for part in content["parts"])) if text)
