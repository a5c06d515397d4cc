"""The tests' browser is the machine's own: one that is missing is an error and no reason to skip."""

from pathlib import Path

import pytest

from tests.browser.serving import BROWSERS, MAC, executable


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder that is all there is to find programs in."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROME", raising=False)
    return tmp_path


def install(path):
    path.touch(mode=0o755)
    return str(path)


@pytest.mark.parametrize("name", BROWSERS)
def test_a_browser_of_any_usual_name_is_used(folder, name):
    path = install(folder / name)
    assert executable() == path


def test_a_browser_named_in_the_environment_goes_first(folder, monkeypatch):
    install(folder / "chromium")
    monkeypatch.setenv("CHROME", install(folder / "my browser"))
    assert executable() == str(folder / "my browser")


@pytest.mark.skipif(Path(MAC).exists(), reason="Chrome is there, and no folder hides it")
@pytest.mark.parametrize("named", ["", "/no/such/browser"])
def test_without_a_browser_the_tests_fail(folder, monkeypatch, named):
    monkeypatch.setenv("CHROME", named)
    with pytest.raises(RuntimeError, match="install Chromium"):
        executable()
