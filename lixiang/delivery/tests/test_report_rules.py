"""When reports are due, what stands against their moves, and the overdue ladder: no database."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lixiang.config.stages import WORDS
from lixiang.delivery.rules import reports as rules
from lixiang.delivery.rules.report_kinds import LadderRung, Question, ReportField, ReportSchedule
from lixiang.programmes.rules.working_days import is_working_day
from lixiang.ui.written import SHANGHAI

QUARTERLY = ReportSchedule(
    clause="二.4a", code="quarterly", title="汇报", rhythm="quarter", first_on=date(2018, 4, 1), due_after=5
)
MONTHLY = replace(QUARTERLY, code="monthly", rhythm="month", due_day=28, due_after=0, due_unit="days")
rhythms = st.sampled_from(["month", "quarter", "half_year"])
schedules = st.builds(
    ReportSchedule,
    clause=st.just("二"),
    code=st.just("x"),
    title=st.just("汇报"),
    rhythm=rhythms,
    first_on=st.dates(date(2010, 1, 1), date(2020, 1, 1)).map(lambda day: day.replace(day=1)),
    periods=st.integers(1, 24),
    due_day=st.integers(0, 31),
    due_after=st.integers(0, 30),
    due_unit=st.sampled_from(["days", "working_days"]),
    opens_days_before=st.integers(0, 60),
)


def at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2018, month, day, hour, tzinfo=SHANGHAI)


class TestPeriods:
    def test_a_quarter_is_due_five_working_days_after_its_end_and_opens_before(self):
        first, second = list(rules.periods(replace(QUARTERLY, periods=2)))

        assert (first.title, first.from_on, first.until_on) == (
            "2018年第二季度汇报",
            date(2018, 4, 1),
            date(2018, 6, 30),
        )
        assert first.due_at == datetime(2018, 7, 6, 23, 59, 59, tzinfo=SHANGHAI)
        assert first.opens_at.date() == date(2018, 6, 21)
        assert second.due_at.date() == date(2018, 10, 12)  # 国庆 lies between

    @pytest.mark.parametrize(
        ("day", "due"), [(28, date(2018, 2, 28)), (31, date(2018, 2, 28)), (15, date(2018, 2, 15))]
    )
    def test_a_fixed_day_of_the_month_clamps_to_the_last(self, day, due):
        february = replace(MONTHLY, first_on=date(2018, 2, 1), due_day=day)

        assert next(rules.periods(february)).due_at.date() == due

    def test_a_fixed_day_that_is_a_holiday_moves_on_where_working_days_count(self):
        april = replace(MONTHLY, due_day=5, due_unit="working_days")

        assert next(rules.periods(april)).due_at.date() == date(2018, 4, 8)

    def test_what_the_office_says_of_a_day_moves_the_date(self):
        period = next(rules.periods(QUARTERLY, {date(2018, 7, 6): False}))

        assert period.due_at.date() == date(2018, 7, 9)

    def test_no_rhythm_no_periods(self):
        assert list(rules.periods(replace(QUARTERLY, rhythm="none", first_on=None))) == []

    @given(schedules)
    def test_periods_follow_each_other_without_gap_or_overlap(self, schedule):
        found = list(rules.periods(schedule))

        assert len(found) == schedule.periods
        for before, after in zip(found, found[1:], strict=False):
            assert after.from_on == before.until_on + timedelta(days=1)
            assert after.due_at >= before.due_at

    @given(schedules)
    def test_a_period_opens_within_itself_and_not_after_it_is_due(self, schedule):
        for period in rules.periods(schedule):
            assert period.opens_at <= period.due_at
            assert period.opens_at.date() >= period.from_on
            if schedule.due_unit == "working_days":
                assert is_working_day(period.due_at.date())

    @given(schedules, st.datetimes(datetime(2009, 1, 1), datetime(2030, 1, 1), timezones=st.just(SHANGHAI)))
    def test_what_is_open_stays_open_so_that_a_stopped_clock_misses_nothing(self, schedule, moment):
        earlier = list(rules.open_periods(schedule, moment))
        later = list(rules.open_periods(schedule, moment + timedelta(days=40)))

        assert later[: len(earlier)] == earlier
        assert all(period.opens_at <= moment for period in earlier)

    @settings(max_examples=30)  # each goes through all periods of a schedule
    @given(schedules)
    def test_a_period_is_found_by_its_first_day_alone(self, schedule):
        for period in rules.periods(schedule):
            assert rules.period_from(schedule, period.from_on) == period
            assert rules.period_from(schedule, period.from_on + timedelta(days=1)) is None

    def test_after_the_last_period_there_is_none(self):
        assert rules.period_from(replace(QUARTERLY, periods=1), date(2018, 7, 1)) is None

    @pytest.mark.parametrize(
        ("first", "last", "words"),
        [
            (date(2018, 4, 1), date(2018, 4, 30), "2018年4月"),
            (date(2018, 10, 1), date(2018, 12, 31), "2018年第四季度"),
            (date(2018, 7, 1), date(2018, 12, 31), "2018年下半年"),
            (date(2018, 1, 1), date(2018, 6, 30), "2018年上半年"),
            (date(2018, 4, 1), date(2018, 9, 30), "2018年4月至9月"),
            (date(2018, 11, 1), date(2019, 1, 31), "2018年11月至2019年1月"),
        ],
    )
    def test_a_period_is_named_as_people_say_it(self, first, last, words):
        assert rules.period_in_words(first, last) == words


FACTS = rules.ReportFacts(
    clause="二.4a",
    questions=(Question("work", "已做工作"), Question("problems", "存在问题", required=False)),
    answers={"work": "走访。"},
    evidence="optional",
    evidence_count=0,
    no_evidence_reason="",
    self_ratings=(),
    self_rating="",
    project="甲",
    project_word="实施中",
    project_runs=True,
    from_on=date(2018, 4, 1),
    today=date(2018, 7, 2),
)


class TestFindings:
    @pytest.mark.parametrize(
        ("changed", "codes"),
        [
            ({}, []),
            ({"answers": {"work": " "}}, ["missing_field"]),
            ({"project_runs": False, "project_word": "暂停"}, ["project_not_running"]),
            ({"today": date(2018, 3, 31)}, ["too_early"]),
            ({"evidence": "required"}, ["no_evidence"]),
            ({"evidence": "required", "no_evidence_reason": "有理由"}, ["no_evidence"]),
            ({"evidence": "reason"}, ["no_evidence"]),
            ({"evidence": "reason", "no_evidence_reason": "随后补"}, []),
            ({"evidence": "required", "evidence_count": 1}, []),
            ({"self_ratings": ("良好",)}, ["no_self_rating"]),
            ({"self_ratings": ("良好",), "self_rating": "良好"}, []),
            ({"answers": {}, "evidence": "required"}, ["missing_field", "no_evidence"]),
        ],
    )
    def test_a_hand_in_is_held_back_by_all_that_is_missing_at_once(self, changed, codes):
        findings = rules.blockers_to_hand_in(replace(FACTS, **changed))

        assert [finding.code for finding in findings] == codes
        assert {finding.clause for finding in findings} <= {"二.4a"}

    def test_a_return_has_a_date_to_come(self):
        assert rules.return_findings(at(7, 9), at(7, 5), "二") == ()
        assert [f.code for f in rules.return_findings(at(7, 5), at(7, 5), "二")] == ["due_in_the_past"]

    @pytest.mark.parametrize(
        ("is_midterm", "result", "codes"),
        [(True, "pass", []), (True, "", ["no_result"]), (True, "x", ["no_result"]), (False, "", [])]
        + [(False, "pass", ["no_midterm"])],
    )
    def test_a_midterm_and_nothing_else_has_a_result(self, is_midterm, result, codes):
        assert [finding.code for finding in rules.result_findings(is_midterm, result, "二")] == codes


RUNGS = tuple(
    LadderRung(clause="二", days=days, audience=audience)
    for days, audience in ((7, "nominator_leader"), (1, "clerk"), (15, "circular"))
)
DUE = datetime(2018, 7, 6, 23, 59, 59, tzinfo=SHANGHAI)


class TestTheLadder:
    @pytest.mark.parametrize(("day", "days"), [(5, 0), (6, 0), (7, 1), (8, 2), (21, 15)])
    def test_days_are_counted_by_the_calendar(self, day, days):
        assert rules.days_overdue(DUE, at(7, day)) == days

    def test_rungs_that_were_reached_are_due_in_their_order_and_once(self):
        due = rules.rungs_due(RUNGS, DUE, at(7, 14), ())

        assert [rung.days for rung in due] == [1, 7]
        assert rules.rungs_due(RUNGS, DUE, at(7, 14), {(1, "clerk"), (7, "nominator_leader")}) == ()

    @given(st.integers(0, 60), st.integers(0, 30))
    def test_taken_day_by_day_or_at_once_the_rungs_are_the_same(self, until, stop):
        def taken(days) -> set:
            done: set = set()
            for day in days:
                moment = DUE + timedelta(days=day)
                done |= {(rung.days, rung.audience) for rung in rules.rungs_due(RUNGS, DUE, moment, done)}
            return done

        assert taken(range(until + 1)) == taken([until]) == taken([min(stop, until), until])

    @pytest.mark.parametrize(("day", "words"), [(4, "还剩2天"), (6, "今天截止"), (8, "已逾期2天")])
    def test_a_date_is_spoken_of_as_people_do(self, day, words):
        assert rules.due_words(DUE, at(7, day)) == words

    def test_a_date_of_today_that_is_past_says_so(self):
        assert rules.due_words(at(7, 6, 8), at(7, 6, 9)) == "今天已截止"


def say(named: str, code: str) -> str:
    known = WORDS.lists.get(named, {})
    return known.get(code, {"A": "A类", "quarterly": "实施情况汇报"}.get(code, code))


class TestKinds:
    @pytest.mark.parametrize(
        ("setting", "words"),
        [
            (
                QUARTERLY,
                "各类项目自2018年4月1日起每季度报送“汇报”，期末后5个工作日内报送，不附佐证材料的应当说明理由。",
            ),
            (
                replace(MONTHLY, categories=("A",), periods=9, evidence="optional"),
                "A类项目自2018年4月1日起每月报送“汇报”，共9次，期末当月28日当日报送，佐证材料可附可不附。",
            ),
            (
                replace(QUARTERLY, rhythm="none", first_on=None, evidence="required"),
                "各类项目按要求报送“汇报”，必须附佐证材料。",
            ),
            (
                ReportField(clause="二", name="work", label="已做工作", schedules=("quarterly",)),
                "“实施情况汇报”填写“已做工作”（必填）。",
            ),
            (
                ReportField(clause="二", name="problems", label="问题", required=False),
                "各项汇报填写“问题”（选填）。",
            ),
            (RUNGS[0], "汇报逾期满7日的，提醒申报单位主要负责同志。"),
        ],
    )
    def test_a_setting_is_said_as_a_sentence(self, setting, words):
        assert setting.in_words(say) == words

    def test_a_midterm_says_what_is_special(self):
        words = replace(QUARTERLY, midterm=True, self_ratings=("良好",)).in_words(say)

        assert "单位自评，主管单位给出中期检查结果" in words

    @pytest.mark.parametrize(
        ("changed", "fault"),
        [
            ({"code": "每季"}, "code"),
            ({"first_on": None}, "first_on"),
            ({"rhythm": "none"}, "first_on"),
            ({"first_on": date(2018, 4, 2)}, "1日"),
            ({"due_day": 32}, "due_day"),
            ({"due_after": -1}, "due_after"),
            ({"periods": -1}, "periods"),
            ({"opens_days_before": 400}, "opens_days_before"),
            ({"self_ratings": ("良好",)}, "self_ratings"),
        ],
    )
    def test_a_schedule_that_makes_no_sense_is_found_out(self, changed, fault):
        assert any(fault in sentence for sentence in replace(QUARTERLY, **changed).faults())
        assert list(QUARTERLY.faults()) == []

    @pytest.mark.parametrize("days", [0, 367])
    def test_a_rung_stands_on_a_day_within_a_year(self, days):
        assert list(replace(RUNGS[0], days=days).faults())
        assert list(RUNGS[0].faults()) == []
