"""The gallery in a real browser, under the product's own content security policy."""

import pytest
from playwright.sync_api import Page


@pytest.fixture
def gallery_page(browser_page: Page, live_server, settings, transactional_db) -> Page:
    settings.GALLERY = True
    browser_page.goto(f"{live_server.url}/gallery/")
    browser_page.locator(".chart-canvas svg").first.wait_for()
    return browser_page
