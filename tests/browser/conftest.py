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


@pytest.fixture(scope="session")
def contexts(chrome):
    """The browser's contexts by their options. Pages of one context fetch the app's files once."""
    shared = {}
    yield shared
    for context in shared.values():
        context.close()


@pytest.fixture
def visit(chrome, address, contexts):
    with visits(chrome, address, contexts) as open_page:
        yield open_page


@contextlib.contextmanager
def visits(chrome, address, contexts):
    """Open pages; afterwards, none of them may have thrown an error or asked another machine for anything."""
    pages, errors, away = [], [], set()

    def open_page(path, *, width=1280, height=800, at=address, **options):
        if width < 500:
            options |= {"has_touch": True, "is_mobile": True}
        options |= {"viewport": {"width": width, "height": height}}
        key = repr(sorted(options.items()))
        if key not in contexts:
            contexts[key] = chrome.new_context(**options)
        page = contexts[key].new_page()
        pages.append(page)
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: errors.append(str(error)) if str(error) != "undefined" else None)
        page.on("request", lambda request: away.add(request.url))
        page.goto(at + path)
        settle(page)
        assert page.locator("[data-testid=stException]").count() == 0
        assert page.locator("[role=dialog]").count() == 0
        return page

    yield open_page
    for page in pages:
        page.close()
    assert errors == []
    assert [url for url in away if not re.match(r"(https?|wss?)://127\.0\.0\.1|data:|blob:|file:", url)] == []
