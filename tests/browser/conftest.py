"""Browser and server for the tests, and what must hold on every page they open."""

import contextlib
import re

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.serving import FLAGS, executable, served, settle


@pytest.fixture(scope="session")
def address():
    with served() as url:
        yield url


@pytest.fixture(scope="session")
def chrome():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chrome, address):
    with visits(chrome, address) as open_page:
        yield open_page


@contextlib.contextmanager
def visits(chrome, address):
    """Open pages; afterwards, none of them may have thrown an error or asked another machine for anything."""
    contexts, errors, away = [], [], set()

    def open_page(path, *, width=1280, height=800, at=address, **options):
        phone = {"has_touch": True, "is_mobile": True} if width < 500 else {}
        context = chrome.new_context(viewport={"width": width, "height": height}, **phone, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: errors.append(str(error)) if str(error) != "undefined" else None)
        page.on("request", lambda request: away.add(request.url))
        page.goto(at + path)
        settle(page)
        assert page.locator("[data-testid=stException]").count() == 0
        assert page.locator("[role=dialog]").count() == 0
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []
    assert [url for url in away if not re.match(r"(https?|wss?)://127\.0\.0\.1|data:|blob:|file:", url)] == []
