"""Browser and server for the tests, and what must hold on every page they open."""

import contextlib
import re

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.serving import FLAGS, executable, served, settle

MAX_HISTORY = 25  # entries of a page that is used again: Chromium keeps 50, and some tests count theirs


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
    """The browser's contexts, a desktop's and a phone's, by whether it is a phone's. Visits leave their pages in them,
    blank, for the next: a page that has shown the app before takes half the processor time to show it again."""
    shared = {}
    yield shared
    for context in shared.values():
        context.close()


@pytest.fixture(scope="session")
def lasting(chrome):
    """Contexts like the above, for pages that several tests share: pages of other tests would cover them there."""
    shared = {}
    yield shared
    for context in shared.values():
        context.close()


@pytest.fixture
def visit(chrome, address, contexts):
    with visits(chrome, address, contexts) as open_page:
        yield open_page


@pytest.fixture
def fresh_visit(chrome, address):
    """Like `visit`, in a context of its own, which no other test has used."""
    contexts = {}
    with visits(chrome, address, contexts) as open_page:
        yield open_page
    for context in contexts.values():
        context.close()


@contextlib.contextmanager
def visits(chrome, address, contexts):
    """Open pages; afterwards, none of them may have thrown an error or asked another machine for anything."""
    pages, errors, away = [], [], set()

    def thrown(error):
        if str(error) != "undefined":
            errors.append(str(error))

    def asked(request):
        away.add(request.url)

    def open_page(path, *, width=1280, height=800, at=address, color_scheme="light", reduced_motion="reduce"):
        """Open a page, with little motion if nothing else is said: what moves takes much of the processor's time."""
        phone = width < 500
        if phone not in contexts:
            contexts[phone] = chrome.new_context(has_touch=phone, is_mobile=phone)
            contexts[phone].set_default_timeout(60_000)
        for old in contexts[phone].pages:
            if old.url == "about:blank" and old.evaluate("history.length") > MAX_HISTORY:
                old.close()
        blank = [page for page in contexts[phone].pages if page.url == "about:blank"]
        page = blank[0] if blank else contexts[phone].new_page()
        pages.append(page)
        page.on("pageerror", thrown)
        page.on("request", asked)
        page.bring_to_front()
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=color_scheme, reduced_motion=reduced_motion, forced_colors="none")
        page.goto(at + path)
        settle(page)
        assert page.locator("[data-testid=stException]").count() == 0
        assert page.locator("[role=dialog]").count() == 0
        return page

    yield open_page
    for page in pages:
        page.goto("about:blank")
        page.remove_listener("pageerror", thrown)
        page.remove_listener("request", asked)
    assert errors == []
    assert [url for url in away if not re.match(r"(https?|wss?)://127\.0\.0\.1|data:|blob:|file:|about:", url)] == []
