"""What all tests share."""

import pytest


@pytest.fixture(scope="session", autouse=True)
def no_search_for_components():
    """Whenever a page is opened, AppTest searches all installed packages for components. None has one of the app's, and
    the search takes ten times as long as the page.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("importlib.metadata.distributions", lambda **options: ())
        yield
