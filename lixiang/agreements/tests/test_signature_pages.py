"""What each side sees and does when an agreement is signed electronically; strangers learn nothing."""

import pytest
from django.utils import timezone

from lixiang.agreements import actions
from lixiang.agreements.models import Agreement
from lixiang.documents.tests.tampering import content, tamper
from lixiang.projects.models import Project
from lixiang.rehearsal.cast import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def fresh(certificates, approved, sides):
    return actions.draw_up(Project.objects.get(pk=approved.pk), by=sides.clerk, at=timezone.now())


@pytest.fixture
def signed(fresh, sides):
    return actions.sign_electronically(fresh, password=PASSWORD, by=sides.nominator_leader, at=timezone.now())


def words(answer) -> str:
    return answer.content.decode()


def place(agreement, verb: str = "") -> str:
    return f"/agreements/{agreement.ref}/{verb and verb + '/'}"


def test_from_signature_to_signature_each_side_finds_its_button(client_of, fresh):
    leader, clerk, head = client_of("nominator_leader.county-1"), client_of("section_clerk"), client_of("section_head")
    first, second = place(fresh, "sign-electronically"), place(fresh, "countersign-electronically")

    assert first in words(leader.get(place(fresh))) and "请主要负责同志核对后电子签名" in words(
        leader.get(place(fresh))
    )
    assert first not in words(client_of("nominator.county-1").get(place(fresh)))
    assert leader.post(first, {"password": PASSWORD}).url == place(fresh)
    assert second in words(head.get(place(fresh))) and second not in words(clerk.get(place(fresh)))
    assert head.post(second, {"password": PASSWORD}).url == place(fresh)
    page = words(leader.get(place(fresh)))
    assert "已生效" in page and "乙方签订责任书" in page and "甲方签订责任书" in page
    assert place(fresh, "signed") in page and "测试证书，不具有法律效力" in page
    assert Project.objects.get(pk=fresh.project_id).status == "ACTIVE"


def test_the_way_on_paper_is_not_offered_beside_it(client_of, fresh):
    page = words(client_of("nominator_leader.county-1").get(place(fresh)))

    assert "attach-scan" not in page and f"{place(fresh)}sign/" not in page


def test_without_certificates_the_page_is_that_of_paper(client_of, fresh, certificates):
    for path in certificates.glob("*.p12"):
        path.unlink()

    page = words(client_of("nominator_leader.county-1").get(place(fresh)))

    assert "attach-scan" in page and "sign-electronically" not in page


def test_a_wrong_or_missing_password_comes_back_on_the_page(client_of, fresh):
    leader = client_of("nominator_leader.county-1")

    wrong = leader.post(place(fresh, "sign-electronically"), {"password": "guess"})
    missing = leader.post(place(fresh, "sign-electronically"), {})

    assert wrong.status_code == 422 and "密码不正确" in words(wrong) and "guess" not in words(wrong)
    assert missing.status_code == 422 and "请输入本人登录密码" in words(missing)
    assert Agreement.objects.get(pk=fresh.pk).status == "PENDING"


def test_a_certificate_that_cannot_be_used_is_told_on_the_page_with_the_clause(client_of, fresh, certificates):
    for path in certificates.glob("*.pin"):
        path.chmod(0o644)

    answer = client_of("nominator_leader.county-1").post(place(fresh, "sign-electronically"), {"password": PASSWORD})

    assert answer.status_code == 422 and "chmod 600" in words(answer) and "二.3f" in words(answer)


def test_the_section_returns_a_signature_with_a_reason(client_of, signed):
    clerk = client_of("section_clerk")
    assert place(signed, "return-signature") in words(clerk.get(place(signed)))
    assert place(signed, "return-scan") not in words(clerk.get(place(signed)))

    assert clerk.post(place(signed, "return-signature"), {"reason": ""}).status_code == 422
    assert clerk.post(place(signed, "return-signature"), {"reason": "请核对目标值。"}).status_code == 302

    page = words(client_of("nominator_leader.county-1").get(place(signed)))
    assert "请核对目标值。" in page and place(signed, "sign-electronically") in page


def test_the_signed_paper_is_fetched_by_those_who_see_the_project(client_of, signed):
    answer = client_of("unit_clerk.county-1").get(place(signed, "signed"))

    assert b"".join(answer.streaming_content) == content(signed.signed_pdf)


def test_before_anybody_signed_there_is_no_signed_paper(client_of, fresh):
    assert client_of("section_clerk").get(place(fresh, "signed")).status_code == 404


def test_one_byte_changed_on_the_disk_is_told_on_the_page(client_of, signed):
    tamper(signed.signed_pdf)

    page = words(client_of("section_head").get(place(signed)))

    assert "电子签名核验未通过" in page and "文件与登记的校验值不符" in page
    answer = client_of("section_head").post(place(signed, "countersign-electronically"), {"password": PASSWORD})
    assert answer.status_code == 422


@pytest.mark.parametrize("verb", ["sign-electronically", "countersign-electronically", "return-signature"])
def test_who_sees_an_agreement_and_may_not_is_kept_out(client_of, fresh, verb):
    assert client_of("unit_clerk.county-1").post(place(fresh, verb), {"password": PASSWORD}).status_code == 403


@pytest.mark.parametrize("who", ["nominator.county-2", "nominator_leader.county-2", "judge", "system_admin"])
def test_strangers_find_nothing(client_of, signed, who):
    client = client_of(who)

    assert client.get(place(signed, "signed")).status_code == 404
    for verb in ("sign-electronically", "countersign-electronically", "return-signature"):
        assert client.post(place(signed, verb), {"password": PASSWORD}).status_code == 404


def test_the_page_of_a_signed_agreement_stays_within_its_queries(client_of, signed, django_assert_max_num_queries):
    client = client_of("section_head")
    client.get(place(signed))

    with django_assert_max_num_queries(12):
        client.get(place(signed))
