"""The stage that tests/pgplugin.py sets: a folder of its own, and the database that was asked for."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.pgplugin import Postgres, find_programs, touches_database


@pytest.mark.django_db
def test_the_run_uses_the_database_it_was_asked_for():
    wanted = os.environ.get("TEST_DATABASE", "sqlite")

    assert connection.vendor == wanted


def test_tests_write_into_no_folder_of_the_checkout():
    assert not Path(settings.DATA).is_relative_to(Path(__file__).resolve().parent.parent)


def test_a_server_starts_and_stops_and_leaves_no_folder_behind():
    server = Postgres(find_programs())

    address = server.start()
    server.stop()

    assert address == f"postgres://postgres@/postgres?host={server.root}"
    assert not server.root.exists()


def test_programs_that_nobody_else_may_read_are_copied(tmp_path):
    package = find_programs().parents[1]
    for folder in (package, package.with_name(f"{package.name}.libs")):
        (tmp_path / folder.name).symlink_to(folder)  # pytest's own folders are closed to others

    server = Postgres(tmp_path / package.name / "pginstall" / "bin")
    server.start()
    server.stop()

    assert os.geteuid() != 0 or server.programs.is_relative_to(server.root)


def test_a_second_run_repeats_what_touches_the_database_and_nothing_else(pytester):
    items = pytester.getitems(
        """
        import pytest

        @pytest.mark.django_db
        def test_marked(): ...
        def test_by_fixture(db): ...
        def test_pure(): ...
        def test_in_a_browser(browser, transactional_db): ...
        """
    )

    assert [item.name for item in items if touches_database(item)] == ["test_marked", "test_by_fixture"]
