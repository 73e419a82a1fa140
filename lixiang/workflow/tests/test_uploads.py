"""What a person uploads is kept, or refused at its field with the sentence of the intake."""

import io

import pytest

from lixiang.files.models import File
from lixiang.files.tests.conftest import PDF
from lixiang.workflow.findings import Finding, Refused
from lixiang.workflow.uploads import accepted

pytestmark = pytest.mark.django_db


def test_what_may_come_in_is_kept(settings, tmp_path, morning):
    settings.MEDIA_ROOT = tmp_path

    file = accepted(io.BytesIO(PDF), name="责任书.pdf", field="scan", at=morning)

    assert (file.media_type, file.open().read()) == ("application/pdf", PDF)


def test_what_may_not_come_in_is_refused_at_its_field_and_nothing_is_kept(morning):
    with pytest.raises(Refused) as refused:
        accepted(io.BytesIO(b""), name="责任书.pdf", field="scan", at=morning)

    assert refused.value.findings == (
        Finding("unacceptable_file", "“责任书.pdf”是空文件，请检查后重新上传。", field="scan"),
    )
    assert not File.objects.exists()
