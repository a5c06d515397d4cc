"""What all tests share."""

import pytest


@pytest.fixture(scope="session", autouse=True)
def no_search_for_components():
    """For every page that is opened, AppTest reads the metadata of all installed packages, in search of components.

    The app has its own only, and the search takes ten times as long as the page.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("importlib.metadata.distributions", lambda **options: ())
        yield
