"""What a project of a rehearsal or a demo writes at its end, told from what it had promised; no two read alike."""

import re
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

LEAST = 2
NUMBERING = re.compile(r"^（[一二三四五六七八九十]+）")


def summary_of(content: Mapping[str, Any], part: str, minimum: int) -> str:
    """One written part of a dossier: `minimum` characters or more, from the content of an approved application."""
    paragraphs, told = _paragraphs(content, part), []
    while len("".join("".join(told).split())) < minimum or len(told) < LEAST:
        told.append(next(paragraphs))
    return "\n".join(told)


def _paragraphs(content: Mapping[str, Any], part: str) -> Iterator[str]:
    """Without end: once the part has said its own, it goes through what was done, step by step and place by place."""
    yield from TOLD.get(part, _practice)(content)
    for place in count(1):
        for step in content.get("milestones", ()):
            yield (
                f"第{place}个试点单位的“{step['title']}”由党组织负责人牵头，{step['from_on']}动手，{step['due_on']}前收尾，"
                f"留存{step['deliverable'] or '工作记录'}备查。"
            )
        for measure in _measures(content):
            yield f"第{place}个试点单位结合实际细化“{measure}”，列出责任人和完成时间，每月核对一次。"


def _measures(content: Mapping[str, Any]) -> list[str]:
    lines = str(content.get("measures", "")).splitlines()
    return [NUMBERING.sub("", line).strip().rstrip("。") for line in lines if line.strip()] or [str(content["title"])]


def _significance(content: Mapping[str, Any]) -> Iterator[str]:
    yield f"实施前的情况：{content.get('background') or content['title']}"
    yield f"要解决的问题：{content.get('problem') or '工作办法不统一，成效难以衡量。'}"
    yield f"实施范围：{content.get('scope') or content.get('implementing_organisation', '')}"


def _practice(content: Mapping[str, Any]) -> Iterator[str]:
    for number, measure in enumerate(_measures(content), 1):
        yield f"做法之{number}：{measure}。先在一个单位试行，听取党员和群众意见后修改，再在实施范围内推开。"
    for step in content.get("milestones", ()):
        yield f"“{step['title']}”按期完成，形成{step['deliverable'] or '工作记录'}。"


def _effects(content: Mapping[str, Any]) -> Iterator[str]:
    for goal in content.get("goals", ()):
        before = goal["baseline"] or "无"
        yield f"{goal['indicator']}由{before}变为{goal['target']}，达到申报时的目标，台账可以逐项核对。"
    for result in content.get("results", ()):
        yield f"形成{result['form']}，已在实施范围内使用。"


def _experience(content: Mapping[str, Any]) -> Iterator[str]:
    first, *_, last = _measures(content) * 2
    yield f"把“{first}”做实，是“{content['title']}”取得成效的前提。"
    yield f"“{last}”要有专人负责、有记录、有反馈，否则容易流于形式。"


def _problems(content: Mapping[str, Any]) -> Iterator[str]:
    goals = content.get("goals") or [{"indicator": "各项指标"}]
    yield f"不足：{goals[-1]['indicator']}在个别单位还不够稳定，需要继续跟踪。"
    yield f"打算：{_measures(content)[-1]}，形成长效办法，下年度纳入常态工作。"


TOLD = {
    "significance": _significance,
    "practice": _practice,
    "effects": _effects,
    "experience": _experience,
    "problems": _problems,
}
