"""`lixiang verify-certificate FILE --anchor`: whether a certificate that comes out as written is the issued one."""

import json

import pytest

from lixiang.command.main import main
from lixiang.ranking.queries.certificates import certificate_of
from lixiang.ranking.rules.certificate import certify, write
from lixiang.ranking.tests.examples import HEADING, example


def kept(scored, folder):
    path = folder / "certificate.json"
    with certificate_of(scored.again()).file.open() as stream:
        path.write_bytes(stream.read())
    return path


def test_the_issued_certificate_is_known_by_its_circular(scored, tmp_path, capsys):
    path = kept(scored.compute().confirm().publish().issue(), tmp_path)

    assert main(["verify-certificate", str(path), "--anchor"]) == 0
    assert scored.again().document.number_text in capsys.readouterr().out
    assert main(["verify-certificate", str(path), "--anchor", "--json"]) == 0
    assert "正式证书" in json.loads(capsys.readouterr().out)["anchor"]


def test_a_draft_comes_out_as_written_and_is_not_the_issued_one(scored, tmp_path, capsys):
    path = kept(scored.compute(), tmp_path)

    assert main(["verify-certificate", str(path)]) == 0
    assert main(["verify-certificate", str(path), "--anchor"]) == 1
    assert "还没有印发通报" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_good_certificate_that_nobody_issued_is_told(tmp_path, capsys):
    path = tmp_path / "foreign.json"
    path.write_bytes(write(certify(example(), HEADING, seed=1, rounds=10)))

    assert main(["verify-certificate", str(path), "--anchor"]) == 1
    assert "没有出具过这份证书" in capsys.readouterr().out
