"""Strategies that make packs of every kind of setting which the check has nothing to say against."""

from datetime import date, datetime

from hypothesis import strategies as st

from lixiang.agreements.rules import Terms
from lixiang.approvals.rules import Phrase, Principle, Publicity, ReviewStep
from lixiang.config.stages import KINDS, WORDS
from lixiang.nominations.rules import Endorsement, Quota, SummaryColumn
from lixiang.programmes.rules.kinds import (
    SHANGHAI,
    About,
    ClauseText,
    Deadline,
    Group,
    Letterhead,
    Pack,
    Receivers,
    TopicEntry,
    Wording,
)
from lixiang.projects.rules import kinds as k

NAME_OF = {kind: name for name, kind in KINDS.items()}
# Braces would be placeholders, and a lone surrogate is no text.
texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="{}"), min_size=1, max_size=20)
clauses = st.lists(texts, min_size=1, max_size=4, unique=True)
codes = st.lists(st.text("abcABC甲乙_-1", min_size=1, max_size=6), min_size=1, max_size=3, unique=True)
moments = st.datetimes(datetime(2010, 1, 1), datetime(2030, 1, 1)).map(
    lambda at: at.replace(microsecond=0, tzinfo=SHANGHAI)
)
kinds_of = st.lists(st.sampled_from(sorted(WORDS.lists["people.kind"])), max_size=3).map(tuple)
notes = st.sampled_from(["", "说明"])


def common(clause_ids):
    return {
        "clause": st.sampled_from(clause_ids),
        "strictness": st.sampled_from(["block", "warn"]),
        "note": notes,
    }


def word(name):
    return st.sampled_from(sorted(WORDS.lists[name]))


@st.composite
def settings_of(draw, clause_ids, issued):
    """A tuple of (kind, setting) in which every name is said somewhere."""

    def one(kind, **parameters):
        made = draw(st.builds(kind, **common(clause_ids), **parameters))
        rows.append((NAME_OF[kind], made))
        return made

    rows: list = []
    groups, categories, sections, fields = (draw(codes) for _ in range(4))
    for code in groups:
        one(
            Group,
            code=st.just(code),
            title=texts,
            kinds=kinds_of,
            levels=st.lists(word("people.level"), max_size=2).map(tuple),
            directly_managed=st.booleans(),
        )
    for code in categories:
        one(k.Category, code=st.just(code), title=texts)
    for code in sections:
        one(k.Section, code=st.just(code), title=texts, help=notes)
    for name in fields:
        one(
            k.Field,
            name=st.just(name),
            label=texts,
            section=st.sampled_from(sections),
            widget=word("projects.widget"),
            required=st.booleans(),
            minimum=st.integers(0, 5),
            maximum=st.integers(5, 9),
            help=notes,
        )
    for code in draw(st.lists(st.sampled_from(groups), unique=True)):
        least = draw(st.dictionaries(st.sampled_from(categories), st.integers(0, 2), max_size=2))
        one(
            Quota,
            group=st.just(code),
            title=texts,
            minimum=st.integers(0, 4),
            maximum=st.integers(4, 9),
            at_least=st.just(least),
            at_most=st.just({name: count + 1 for name, count in least.items()}),
            where_below=st.sampled_from(["", "branch"]),
        )
    for _ in range(draw(st.integers(0, 2))):
        one(
            k.Applicant,
            category=st.sampled_from(categories),
            title=texts,
            kinds=kinds_of,
            minimum_rank=word("people.rank"),
        )
        one(
            k.LeaderPost,
            category=st.sampled_from(categories),
            posts=st.lists(word("people.post"), max_size=2).map(tuple),
        )
        one(SummaryColumn, title=texts, shows=st.sampled_from([*fields, "order"]), width=st.integers(1, 200))
        one(Phrase, text=texts, result=word("approvals.result"))
    once = [
        (Receivers, {"text": texts, "groups": st.just(tuple(groups))}),
        (
            Letterhead,
            {
                "organisation": texts,
                "mark": texts,
                "series": texts,
                "first_number": st.integers(1, 999),
                "copies_to": notes,
                "printer": texts,
            },
        ),
        (
            Wording,
            {
                "document": st.just("reply"),
                "title": st.just("关于{organisation}的批复"),
                "attachment": notes,
                "paragraphs": st.lists(texts, max_size=3).map(tuple),
            },
        ),
        (Deadline, {"step": st.just("nomination"), "until": st.just(issued), "grace_seconds": st.integers(0, 600)}),
        (
            k.TeamSize,
            {"minimum": st.integers(0, 3), "maximum": st.integers(3, 9), "leader_counts": st.booleans()},
        ),
        (k.PersonLimit, {"lead_at_most": st.integers(0, 2), "take_part_at_most": st.integers(2, 4)}),
        (k.TopicSource, {"catalogue": st.booleans(), "free": st.just(True)}),
        (k.Completion, {"not_after": st.dates(date(2031, 1, 1), date(2040, 1, 1))}),
        (Endorsement, {"by": word("nominations.endorsement")}),
        (ReviewStep, {"code": texts, "title": texts, "role": word("people.role"), "decides": st.just(True)}),
        (Principle, {"code": texts, "title": texts, "text": texts, "maximum": st.integers(1, 100)}),
        (Publicity, {"days": st.integers(1, 30), "working_days": st.booleans()}),
        (
            Terms,
            {
                "title": texts,
                "parties": st.just(("department", "nominating")),
                "sign_within_days": st.integers(1, 60),
                "copies": st.integers(1, 10),
                "articles": st.lists(texts, max_size=2).map(tuple),
                "articles_after": st.just(("{title}",)),
            },
        ),
    ]
    for kind, parameters in once:
        if draw(st.booleans()):
            one(kind, **parameters)
    return tuple(draw(st.permutations(rows)))


@st.composite
def packs(draw):
    clause_ids = draw(clauses)
    issued = draw(moments)
    topics = draw(st.lists(st.integers(1, 99), max_size=4, unique=True))
    return Pack(
        draw(
            st.builds(
                About,
                code=st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8})?", fullmatch=True),
                title=texts,
                year=st.integers(1949, 2200),
                managing_organisation=texts,
                document_number=notes,
                issued_on=st.just(issued.date()),
                in_force_from=moments,
                note=notes,
            )
        ),
        tuple(ClauseText(each, draw(texts)) for each in clause_ids),
        tuple(TopicEntry(number, draw(texts)) for number in topics),
        draw(settings_of(clause_ids, issued)),
    )
