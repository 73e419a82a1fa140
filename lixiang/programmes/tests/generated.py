"""Strategies that make packs of every kind of setting which the check has nothing to say against."""

from datetime import date, datetime

from hypothesis import strategies as st

from lixiang.agreements.rules import Terms
from lixiang.appraisal.rules.kinds import Conflict, Indicator, Scoring, Source, Visibility
from lixiang.approvals.rules import Phrase, Principle, Publicity, ReviewStep
from lixiang.closing.rules.kinds import (
    EvidenceKind,
    FirstCheck,
    HandInTime,
    MatrixTerms,
    ResultRegister,
    TextRule,
    WrittenPart,
)
from lixiang.config.stages import KINDS, WORDS
from lixiang.delivery.rules.report_kinds import LadderRung, ReportField, ReportSchedule
from lixiang.funds.rules.kinds import GrantAmount, Heading, Matching, SpendingDeadline, Tranche
from lixiang.nominations.rules import Endorsement, Quota, SummaryColumn
from lixiang.outcomes.rules.conversion import Addition, AssessmentTerms, Conversion
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
from lixiang.ranking.rules.kinds import ConditionalBonus, GradeCut, Method, TieRule
from lixiang.ranking.rules.kinds import Publicity as RankingPublicity

NAME_OF = {kind: name for name, kind in KINDS.items()}
# Braces would be placeholders, and a lone surrogate is no text.
# Braces begin a placeholder; the others are what a pack may not hold.
UNWRITABLE = "{}\u2028\u2029\ufffe\uffff"
texts = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t", exclude_characters=UNWRITABLE),
    min_size=1,
    max_size=20,
)
clauses = st.lists(texts, min_size=1, max_size=4, unique=True)
codes = st.lists(st.text("abcABC甲乙_-1", min_size=1, max_size=6), min_size=1, max_size=3, unique=True)
moments = st.datetimes(datetime(2010, 1, 1), datetime(2030, 1, 1)).map(
    lambda at: at.replace(microsecond=0, tzinfo=SHANGHAI)
)
kinds_of = st.lists(st.sampled_from(sorted(WORDS.lists["people.kind"])), min_size=1, max_size=3).map(tuple)
notes = st.sampled_from(["", "说明"])


def common(clause_ids):
    return {
        "clause": st.sampled_from(clause_ids),
        "strictness": st.sampled_from(["block", "warn"]),
        "note": notes,
    }


def word(name):
    return st.sampled_from(sorted(WORDS.lists[name]))


class Maker:
    """Draws settings one by one and keeps them with the names of their kinds."""

    def __init__(self, draw, clause_ids, issued):
        self.draw, self.clause_ids, self.issued = draw, clause_ids, issued
        self.rows: list = []
        self.groups, self.categories, self.sections, self.fields = (draw(codes) for _ in range(4))

    def one(self, kind, **parameters):
        made = self.draw(st.builds(kind, **common(self.clause_ids), **parameters))
        self.rows.append((NAME_OF[kind], made))

    def named(self):
        """What other settings name."""
        levels = st.lists(word("people.level"), min_size=1, max_size=2).map(tuple)
        for code in self.groups:
            managed = st.booleans()
            self.one(Group, code=st.just(code), title=texts, kinds=kinds_of, levels=levels, directly_managed=managed)
        for code in self.categories:
            self.one(k.Category, code=st.just(code), title=texts)
        for code in self.sections:
            self.one(k.Section, code=st.just(code), title=texts, help=notes)
        for name in self.fields:
            self.one(
                k.Field,
                name=st.just(name),
                label=texts,
                section=st.sampled_from(self.sections),
                widget=word("projects.widget"),
                required=st.booleans(),
                minimum=st.integers(0, 5),
                maximum=st.integers(5, 9),
                help=notes,
            )

    def quotas(self):
        for code in self.draw(st.lists(st.sampled_from(self.groups), unique=True)):
            least = self.draw(st.dictionaries(st.sampled_from(self.categories), st.integers(0, 2), max_size=2))
            self.one(
                Quota,
                group=st.just(code),
                title=texts,
                minimum=st.integers(0, 4),
                maximum=st.integers(4, 9),
                at_least=st.just(least),
                at_most=st.just({name: count + 1 for name, count in least.items()}),
                where_below=st.sampled_from(["", "branch"]),
            )

    def repeated(self):
        categories = st.sampled_from(self.categories)
        posts = st.lists(word("people.post"), min_size=1, max_size=2).map(tuple)
        for _ in range(self.draw(st.integers(0, 2))):
            rank = word("people.rank")
            self.one(k.Applicant, category=categories, title=texts, kinds=kinds_of, minimum_rank=rank)
            self.one(k.LeaderPost, category=categories, posts=posts)
            shows = st.sampled_from([*self.fields, "order"])
            self.one(SummaryColumn, title=texts, shows=shows, width=st.integers(1, 200))
            self.one(Phrase, text=texts, result=word("approvals.result"))
        self.money()

    def money(self):
        """Up to two tranches and headings; a grant for all categories or for one."""
        amounts = st.integers(1, 10**9)
        for number in range(self.draw(st.integers(0, 2))):
            code, conditions = st.just(f"t{number}"), st.lists(word("funds.condition"), max_size=2).map(tuple)
            days = {"within_days": st.integers(0, 60), "working_days": st.booleans()}
            self.one(Tranche, code=code, title=texts, share=st.integers(1, 500), conditions=conditions, **days)
            self.one(Heading, code=st.just(f"h{number}"), title=texts, at_most=st.integers(1, 1000), help=notes)
        if self.draw(st.booleans()):
            category = st.sampled_from(["", *self.categories])
            self.one(GrantAmount, title=texts, category=category, amount=amounts)

    def reports(self):
        """A schedule with and one without rhythm, a question of the first, a rung."""
        if not self.draw(st.booleans()):
            return
        first = st.dates(date(2031, 1, 1), date(2040, 1, 1)).map(lambda day: day.replace(day=1))
        rules = {"evidence": word("delivery.evidence"), "due_unit": word("delivery.day_unit"), "title": texts}
        whom = st.lists(st.sampled_from(self.categories), max_size=2).map(tuple)
        due = {"due_day": st.integers(0, 31), "due_after": st.integers(0, 30), "periods": st.integers(0, 9)}
        rhythm = st.sampled_from(["month", "quarter", "half_year"])
        code, other = st.just("regular"), st.just("ad-hoc")
        self.one(ReportSchedule, code=code, rhythm=rhythm, first_on=first, categories=whom, **due, **rules)
        self.one(ReportSchedule, code=other, rhythm=st.just("none"), midterm=st.just(True), **rules)
        asked = {"widget": word("delivery.widget"), "required": st.booleans(), "help": notes}
        self.one(ReportField, name=texts, label=texts, schedules=st.sampled_from([(), ("regular",)]), **asked)
        self.one(LadderRung, days=st.integers(1, 30), audience=word("delivery.audience"))

    def ranking(self):
        """Two sources that sum to the whole, a tie rule, the last grade, a bonus."""
        if not self.draw(st.booleans()):
            return
        drops, weight = self.draw(st.integers(1, 3)), self.draw(st.integers(1, 999))
        how = {"standardise": st.just("group"), "minimum_sample": st.integers(1, 9), "scope": word("ranking.scope")}
        least = {"minimum_sheets": st.integers(2 * drops + 1, 99), "numbering": word("ranking.numbering")}
        trimmed = {"name": st.just("trimmed_mean"), "drop_high": st.just(drops), "drop_low": st.just(drops)}
        self.one(Method, **trimmed, **how, **least)
        self.one(Source, code=st.just("panel"), title=texts, weight=st.just(weight))
        rest = {"by_method": st.just(False), "optional": st.booleans()}
        self.one(Source, code=st.just("self"), title=texts, weight=st.just(1000 - weight), **rest)
        self.one(TieRule, by=st.just("source"), source=st.sampled_from(["panel", "self"]))
        track = self.draw(st.sampled_from(["", *self.categories]))
        self.one(GradeCut, title=texts, track=st.just(track))  # the rows are shuffled, and only the last has no limit
        self.one(ConditionalBonus, code=st.just("b"), title=texts, at_most=st.integers(1, 20_000))
        limits = {"at_most": st.integers(0, 9_000), "counts": st.integers(0, 9)}
        self.one(AssessmentTerms, shows=word("outcomes.assessment_audience"), **limits)
        self.one(Conversion, points=st.integers(0, 9_000), up_to_place=st.integers(1, 20), track=st.just(track))
        self.one(Addition, source=word("outcomes.addition_source"), points=st.integers(1, 9_000))

    def appraisal(self):
        """A line of each form, how projects are scored, who keeps away, who sees what; the 公示 of a ranking."""
        if not self.draw(st.booleans()):
            return
        category, most = st.sampled_from(["", *self.categories]), st.integers(1, 50).map(lambda each: each * 1000)
        said = {"category": category, "title": texts, "points": most, "help": notes}
        anchors = st.lists(texts, max_size=2).map(tuple)
        self.one(Indicator, code=st.just("goals"), integers_only=st.booleans(), anchors=anchors, **said)
        self.one(Indicator, code=st.just("rules"), form=st.just("deductive"), each=st.sampled_from([0, 500]), **said)
        self.one(Indicator, code=st.just("award"), form=st.sampled_from(["bonus", "penalty"]), **said)
        counted = st.sampled_from(["reports_on_time", "tasks_closed", "milestones_reached"])
        self.one(Indicator, code=st.just("record"), form=st.just("automatic"), measure=counted, **said)
        late = {"form": st.just("automatic"), "measure": st.just("late_reports"), "each": st.just(500)}
        self.one(Indicator, code=st.just("late"), **late, **said)
        sheets = {"sheets": st.integers(1, 99), "most": st.integers(0, 99), "on_the_spot": st.booleans()}
        self.one(Scoring, signed=word("appraisal.signed"), **sheets)
        self.one(Conflict, ground=word("appraisal.ground"))
        seen = {"phase": word("appraisal.phase"), "sees": word("appraisal.sees")}
        self.one(Visibility, audience=word("appraisal.audience"), **seen)
        shown = {"shows": word("ranking.audience"), "sheets": word("ranking.sheets")}
        self.one(RankingPublicity, days=st.integers(1, 30), working_days=st.booleans(), **shown)

    def closing(self):
        """A kind of evidence, a part to write and how long it is, each sometimes."""
        if not self.draw(st.booleans()):
            return
        whom = st.lists(st.sampled_from(self.categories), max_size=2).map(tuple)
        endings = st.lists(word("closing.ending"), max_size=2, unique=True).map(tuple)
        files = {"categories": whom, "at_least": st.integers(0, 5), "endings": endings, "asks_where": st.booleans()}
        self.one(EvidenceKind, code=st.just("report"), title=texts, help=notes, **files)
        part = {"label": texts, "required": st.booleans(), "categories": whom, "help": notes}
        self.one(WrittenPart, name=st.just("practice"), **part)
        self.one(TextRule, field=st.sampled_from(["", "practice"]), minimum=st.integers(1, 900))

    def singles(self):
        for kind, parameters in single_kinds(self.groups, self.issued):
            if self.draw(st.booleans()):
                self.one(kind, **parameters)


def single_kinds(groups, issued):
    """Kinds of which a pack has one row or none, with what their parameters may be."""
    several = st.lists(texts, min_size=1, max_size=3).map(tuple)
    return [
        (Receivers, {"text": texts, "groups": st.just(tuple(groups))}),
        (Deadline, {"step": st.just("nomination"), "until": st.just(issued), "grace_seconds": st.integers(0, 600)}),
        (k.TeamSize, {"minimum": st.integers(0, 3), "maximum": st.integers(3, 9), "leader_counts": st.booleans()}),
        (k.PersonLimit, {"lead_at_most": st.integers(0, 2), "take_part_at_most": st.integers(2, 4)}),
        (k.TopicSource, {"catalogue": st.booleans(), "free": st.just(True)}),
        (k.Completion, {"not_after": st.dates(date(2031, 1, 1), date(2040, 1, 1))}),
        (Endorsement, {"by": word("nominations.endorsement")}),
        (ReviewStep, {"code": texts, "title": texts, "role": word("people.role"), "decides": st.just(True)}),
        (Principle, {"code": texts, "title": texts, "text": texts, "maximum": st.integers(1, 100)}),
        (Publicity, {"days": st.integers(1, 30), "working_days": st.booleans()}),
        (Matching, {"ratio": st.integers(1, 3000), "by": texts}),
        (SpendingDeadline, {"days_before_completion": st.integers(0, 90)}),
        (FirstCheck, {}),
        (MatrixTerms, {"promises": st.lists(word("closing.promise"), min_size=1, max_size=3, unique=True).map(tuple)}),
        (HandInTime, {"within_days": st.integers(1, 365)}),
        (ResultRegister, {"at_least": st.integers(0, 5)}),
        (
            Letterhead,
            {"organisation": texts, "mark": texts, "series": texts, "first_number": st.integers(1, 999)}
            | {"copies_to": notes, "printer": texts},
        ),
        (
            Wording,
            {"document": st.just("reply"), "title": st.just("关于{organisation}的批复"), "attachment": notes}
            | {"paragraphs": several},
        ),
        (
            Terms,
            {"title": texts, "parties": st.just(("department", "nominating")), "articles": several}
            | {"sign_within_days": st.integers(1, 60), "copies": st.integers(1, 10)}
            | {"articles_after": st.just(("{title}",))},
        ),
    ]


@st.composite
def settings_of(draw, clause_ids, issued):
    """A tuple of (kind, setting) in which every name is said somewhere, in any order."""
    maker = Maker(draw, clause_ids, issued)
    steps = (maker.named, maker.quotas, maker.repeated, maker.reports, maker.closing, maker.appraisal, maker.ranking)
    for step in (*steps, maker.singles):
        step()
    return tuple(draw(st.permutations(maker.rows)))


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
