"""What people see of the annual assessment: the section all of it, nominators their own once issued, others nothing."""

import io
import re

import pytest
from django.test import Client
from openpyxl import load_workbook

from lixiang.outcomes.models import AssessedOrganisation, Assessment, AssessmentLine
from lixiang.outcomes.queries import assessments as queries
from lixiang.outcomes.queries import comparison
from lixiang.outcomes.queries.comparison import comparison_for
from lixiang.outcomes.tests.assessing import TABLE, Year, paper, read_anew, with_table, year_of
from lixiang.people.models import Organisation, User
from lixiang.programmes.models import Programme

STRANGERS = ("nominator.committee-1", "unit_clerk.county-1", "judge", "inspector", "finance", "system_admin")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def browser(user: User) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return client


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def addresses_of(year: Year, county: int = 0) -> list[str]:
    own = f"/assessment/{year.again().ref}/"
    return [own, f"{own}organisations/{year.cast.nominators[county].code}/", f"{own}export.xlsx"]


def sheets_of(response) -> dict[str, list[tuple]]:
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    return {sheet.title: [tuple(cell.value for cell in row) for row in sheet.iter_rows()] for sheet in book}


def test_the_section_computes_confirms_and_reads_each_point_to_its_project(cast, morning):
    with_table(cast, *TABLE)
    year = year_of(cast, morning)
    clerk, head = browser(year.clerk), browser(year.head)
    assert "计算考核结果" in words(clerk.get("/assessment/"))
    assert "1次排名已通报，待计算年度考核结果" in words(clerk.get("/"))

    answer = clerk.post(f"/assessment/compute/{cast.programme.ref}/")
    year.assessment = Assessment.objects.get()
    own, trail, _ = addresses_of(year)
    assert answer.status_code == 302 and answer["Location"] == own
    page = words(clerk.get(own))
    assert "已计算" in page and "优秀1个、合格1个 4" in page and "确认考核结果" not in page
    page = words(clerk.get(trail))
    assert "等次达到优秀，折算3分" in page and "二.5f" in page and str(year.projects[0]) in page
    assert f"places/{year.projects[0].ref}/" in clerk.get(trail).content.decode()
    assert clerk.post(f"{own}confirm/").status_code == 403 and clerk.post(f"{own}issue/").status_code == 403
    assert head.post(f"{own}confirm/").status_code == 302
    assert "1版年度考核结果待印发通报" in words(head.get("/"))
    year.ranked("合格", "合格", "合格")
    assert "需要重新计算" in words(head.get(own))
    refused = head.post(f"{own}issue/")
    assert refused.status_code == 422 and "请重新计算考核结果" in words(refused)


def test_a_notice_that_says_nothing_of_points_says_so_on_the_page(cast, morning):
    year = year_of(cast, morning).compute()

    page = words(browser(year.clerk).get(addresses_of(year)[0]))

    assert "没有规定折算分数，本表只作参考" in page and "折算得分" not in page


def test_a_programme_without_an_assessment_shows_a_sentence_and_no_button(cast, morning):
    year = year_of(cast, morning)
    cast.version.settings.filter(kind="outcomes.assessment").delete()
    read_anew(cast)

    page = words(browser(year.clerk).get("/assessment/"))

    assert "没有写年度党建考核怎样参考排名结果" in page and "按照已经通报的排名" not in page


def test_before_it_is_issued_it_is_the_sections_alone(cast, morning):
    year = year_of(cast, morning).compute().confirm()
    client = browser(year.nominator())

    for address in addresses_of(year):
        assert client.get(address).status_code == 404, address
    assert "还没有考核结果" in words(client.get("/assessment/"))


@pytest.mark.parametrize(
    ("shows", "sees_others", "sees_their_trail"),
    [("own", False, False), ("summary", True, False), ("all", True, True)],
)
def test_a_nominator_sees_their_own_and_of_others_what_the_programme_shows(
    cast, morning, shows, sees_others, sees_their_trail
):
    with_table(cast, *TABLE, shows=shows)
    year = year_of(cast, morning).compute().shown()
    client, other = browser(year.nominator()), year.cast.nominators[1]
    own, trail, export = addresses_of(year)

    page = words(client.get(own))
    assert year.cast.nominators[0].name in page and (other.name in page) is sees_others
    assert "等次达到优秀，折算3分" in words(client.get(trail))
    theirs = client.get(addresses_of(year, 1)[1])
    assert theirs.status_code == (200 if sees_their_trail else 404)
    assert f"/{year.projects[2].ref}/" not in theirs.content.decode(), "a trail leads nobody into a project"
    sheets = sheets_of(client.get(export))
    assert (other.name in str(sheets["汇总"])) is sees_others
    assert (other.name in str(sheets["逐项依据"])) is sees_their_trail
    assert client.post(f"/assessment/compute/{cast.programme.ref}/").status_code in (403, 404)


@pytest.mark.parametrize("name", STRANGERS)
def test_a_stranger_finds_nothing_at_any_time(cast, morning, name):
    year = year_of(cast, morning).compute().shown()
    client = browser(cast.users[name])
    for address in addresses_of(year):
        assert client.get(address).status_code == 404, address
    for verb in ("confirm", "issue"):
        assert client.post(f"{addresses_of(year)[0]}{verb}/").status_code == 404
    if not name.startswith("nominator"):
        assert client.get("/assessment/").status_code == client.get("/assessment/years/").status_code == 404
    else:
        assert year.cast.nominators[0].name not in words(client.get("/assessment/years/"))


def test_an_organisation_that_is_not_in_it_is_not_found(cast, morning):
    year = year_of(cast, morning).compute()

    assert browser(year.clerk).get(f"{addresses_of(year)[0]}organisations/nowhere/").status_code == 404


def test_the_workbook_leads_each_point_to_its_project_and_the_number_of_the_ranking(cast, morning):
    with_table(cast, *TABLE, at_most=3_500)
    year = year_of(cast, morning).compute()

    sheets = sheets_of(browser(year.clerk).get(addresses_of(year)[2]))

    first, second = year.cast.nominators[:2]
    assert sheets["汇总"][1:] == [
        ("序号", "申报单位", "立项项目", "参加排名", "各等次项目", "折算得分"),
        (1, first.name, 2, 2, "优秀1个、合格1个", 3.5),
        (2, second.name, 1, 1, "合格1个", 1),
    ]
    lines = sheets["逐项依据"][2:]
    assert [line[9] for line in lines] == [3, 1, -0.5, 1] and {line[10] for line in lines} == {"示组通字〔2018〕901号"}
    assert lines[0][1:6] == (first.name, year.projects[0].ref.upper(), str(year.projects[0]), "项目折算", 1)


def test_years_stand_beside_each_other_by_who_bears_the_work_today(cast, morning):
    with_table(cast, *TABLE)
    year = year_of(cast, morning).compute().shown()
    earlier = a_year_before(year)
    first, second = year.cast.nominators[:2]

    page = words(browser(year.clerk).get("/assessment/years/"))
    assert "2017年 2018年" in page and "2个项目，优秀1个、合格1个，4分" in page and "各单位历年折算得分" in page
    found = comparison_for(year.clerk, cast.programme)
    assert [row.name for row in found.rows] == [first.name, second.name]
    Organisation.objects.filter(pk=second.pk).update(successor=first, own_name="原", own_short_name="原")
    (row,) = comparison_for(year.clerk, cast.programme).rows
    assert [cell.points for cell in row.cells] == [5_000, 5_000] and row.cells[1].ranked == 3
    assert [each.programme for each in found.assessments] == [earlier, cast.programme]


def test_a_nominator_compares_their_own_years_alone(cast, morning):
    year = year_of(cast, morning).compute().shown()
    a_year_before(year)

    (row,) = comparison_for(year.nominator(1), cast.programme).rows

    assert row.name == year.cast.nominators[1].name and len(row.cells) == 2


def a_year_before(year: Year) -> Programme:
    """The same results in a programme of 2017."""
    given = year.again()
    programme = Programme.objects.get(pk=year.cast.programme.pk)
    programme.pk, programme.ref, programme.year = None, "example-2017", 2017
    programme.save()
    rows = list(given.organisations.all())
    made = Assessment.objects.get(pk=given.pk)
    made.pk, made.ref, made.programme = None, "example-2017-a1", programme
    made.document = paper(year, 977)
    made.save()
    for row in rows:
        row.pk, row.assessment = None, made
    AssessedOrganisation.objects.bulk_create(rows)
    return programme


def likes_of(year: Year, count: int) -> None:
    """So many organisations in all, with as many lines for the first."""
    first = year.result(0)
    root = Organisation.objects.get(pk=year.cast.nominators[0].parent_id)
    for number in range(count - year.again().organisations.count()):
        organisation = Organisation(code=f"like-{number}", name=f"示例{number}", short_name=f"示例{number}")
        organisation.parent, organisation.order, organisation.kind, organisation.level = (
            root,
            500 + number,
            "other",
            "county",
        )
        organisation.save()
        AssessedOrganisation.objects.create(
            assessment=first.assessment,
            organisation=organisation,
            position=100 + number,
            name=organisation.name,
            approved=1,
            ranked=1,
            grades=[["合格", 1]],
        )
    for number in range(count - first.lines.count()):
        AssessmentLine.objects.create(
            result=first, position=100 + number, part="project", project=year.projects[0], words="示例", clause="二.5f"
        )


@pytest.mark.parametrize("count", [1, 3, 30])
def test_pages_ask_the_same_number_of_queries_however_many_organisations(
    cast, morning, count, django_assert_num_queries
):
    year = year_of(cast, morning, counties=(0,)).compute().shown()
    likes_of(year, count)
    clerk, nominator = browser(year.clerk), browser(year.nominator())
    own, trail, export = addresses_of(year)
    pages = (
        (clerk, "/assessment/", 7),
        (clerk, own, 10),
        (clerk, trail, 7),
        (clerk, export, 6),
        (clerk, "/assessment/years/", 7),
        (nominator, "/assessment/", 5),
        (nominator, own, 6),
        (nominator, trail, 7),
        (nominator, "/assessment/years/", 7),
    )
    for client, address, _ in pages:
        client.get(address)

    for client, address, asked in pages:
        with django_assert_num_queries(asked, info=address):
            client.get(address)
    assert words(clerk.get(own)).count("合格1个") == count - 1
    assert words(clerk.get(trail)).count("示例") >= count - 1


def test_lists_are_turned_by_key(cast, morning, monkeypatch):
    year = year_of(cast, morning).compute().shown()
    likes_of(year, 4)
    for place, name in ((queries, "ROWS"), (queries, "LINES"), (comparison, "ROWS")):
        monkeypatch.setattr(place, name, 2)
    sees = queries.sees_of(year.clerk, year.again())

    first = queries.page_of(year.clerk, year.again(), sees)
    second = queries.page_of(year.clerk, year.again(), sees, after=first.next_key)
    assert len(first.lines) == len(second.lines) == 2 and second.next_key == ""
    assert not {line.name for line in first.lines} & {line.name for line in second.lines}
    trail = queries.trail_of(year.clerk, year.result(0), sees)
    assert len(trail.lines) == 2
    assert len(queries.trail_of(year.clerk, year.result(0), sees, after=trail.next_key).lines) == 2
    before = comparison_for(year.clerk, cast.programme)
    after = comparison_for(year.clerk, cast.programme, after=before.next_key)
    assert len({row.name for row in (*before.rows, *after.rows)}) == 4 and after.next_key == ""
    assert len(comparison_for(year.clerk, cast.programme, after="x").rows) == 2
