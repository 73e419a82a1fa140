"""What any test may ask for: the fixed cast, and a browser whose console stays clean."""

import pickle
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import hypothesis
import pytest
from django.apps import apps
from django.core.serializers import sort_dependencies
from django.db import transaction
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.migrated import lay_out

pytest_plugins = ["pytester"]
# A busy machine is no failure, and the same code gives the same verdict twice.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True)
hypothesis.settings.load_profile("house")
expect.set_options(timeout=10_000)  # five seconds were too few on busy cores; at ten the journeys pass under load
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


THE_MORNING = timezone.make_aware(datetime(2018, 3, 26, 9, 0))


@pytest.fixture(scope="session")
def django_db_keepdb(request, django_db_modify_db_settings, django_db_blocker) -> bool:
    """Django finds the database of this process already there, and only sees that nothing is left to migrate."""
    with django_db_blocker.unblock():
        lay_out(request.config.cache.mkdir("migrated"))
    return True


@pytest.fixture(scope="session")
def understudy() -> dict:
    """The rows of the cast as the first test of this process wrote them; later ones copy them."""
    return {}


@pytest.fixture
def cast(db, understudy):
    """The fixed cast on the morning of 26 March 2018: two counties, two committees, the published notice."""
    from lixiang.rehearsal.cast import build_cast

    if not understudy:
        cast = build_cast(THE_MORNING)
        understudy |= {"pack": cast.pack, "rows": rows_of_all(), "cast": pickle.dumps(replace(cast, pack=None))}
    else:
        with transaction.atomic():  # rows may point at each other in a circle until the last is there
            for model, rows in understudy["rows"]:
                model._base_manager.bulk_create(pickle.loads(rows))
    return replace(pickle.loads(understudy["cast"]), pack=understudy["pack"])


def rows_of_all() -> list[tuple[type, bytes]]:
    """Every row of the product with its key, a model that others point to before them."""
    rooms = [config.label for config in apps.get_app_configs() if config.name.startswith("lixiang.")]
    ordered = sort_dependencies([(apps.get_app_config(room), None) for room in rooms], allow_cycles=True)
    found = [(model, list(model._base_manager.order_by("pk"))) for model in ordered if model._meta.managed]
    return [(model, pickle.dumps(rows)) for model, rows in found if rows]


@pytest.fixture(scope="session", autouse=True)
def emptied_on_sqlite() -> Iterator[None]:
    """SQLite has no TRUNCATE, which passes guards by: they are off while the tables are emptied between tests."""
    from lixiang.history.tests.guards import guards

    written = DatabaseWrapper.ops_class.sql_flush

    def sql_flush(*args: Any, **options: Any) -> list[str]:
        found = guards()
        return [*(f"DROP TRIGGER {name}" for name in found), *written(*args, **options), *found.values()]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseWrapper.ops_class, "sql_flush", sql_flush)
        yield


@pytest.fixture
def morning() -> datetime:
    """The moment at which the cast stands ready, days before the deadline."""
    return THE_MORNING


@pytest.fixture
def client_of(cast) -> Callable[[str], Client]:
    """Logs one of the cast in, by the name of the account."""

    def log_in(who: str) -> Client:
        client = Client()
        client.force_login(cast.users[who])
        return client

    return log_in


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, one per test process."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def browser_page(browser: Browser) -> Iterator[Page]:
    """A fresh window of the size most offices have; a refusal or an error in its console fails the test."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []
