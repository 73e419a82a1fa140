"""The set-up repeats a step when what it was made from changed, and names what a machine lacks."""

import os
from pathlib import Path

import pytest

from tools import setup, system


@pytest.fixture
def checkout(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "STAMPS", tmp_path / "stamps")
    (tmp_path / "run.lock").write_text("django==5.2")
    return tmp_path


def test_a_step_is_done_until_a_byte_of_its_sources_changes(checkout):
    lock = checkout / "run.lock"
    setup.mark_done("packages", setup.key_of([lock]))

    before = setup.is_done("packages", setup.key_of([lock]))
    lock.write_text("django==5.3")

    assert before
    assert not setup.is_done("packages", setup.key_of([lock]))


def test_a_step_is_not_done_for_other_words(checkout):
    lock = checkout / "run.lock"

    assert setup.key_of([lock], "run") != setup.key_of([lock], "test")


def test_a_missing_source_is_no_error_and_its_arrival_is_a_change(checkout):
    late = checkout / "package.json"
    before = setup.key_of([late])
    late.write_text("{}")

    assert setup.key_of([late]) != before


@pytest.fixture
def nobody_without_sudo(monkeypatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 65534)
    monkeypatch.setenv("PATH", "")
    system.as_root.cache_clear()
    yield
    system.as_root.cache_clear()


def test_who_may_not_install_is_told_what_to_install(nobody_without_sudo):
    with pytest.raises(system.Missing, match="apt-get install python3-venv chromium"):
        system.apt_install("python3-venv", "chromium", why="测试")


def test_without_a_package_manager_fonts_are_reported_as_missing(nobody_without_sudo, tmp_path):
    with pytest.raises(system.Missing):
        system.apt_download("texlive-lang-chinese", "./*", tmp_path)


def test_a_mirror_and_certificates_set_up_for_pip_are_handed_on_to_uv(monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", "file:///mirror/simple")
    monkeypatch.setenv("PIP_CERT", "/etc/office.crt")
    for name in ("UV_DEFAULT_INDEX", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)

    environment = setup.uv_environment()

    assert environment["UV_DEFAULT_INDEX"] == "file:///mirror/simple"
    assert environment["SSL_CERT_FILE"] == "/etc/office.crt"
