"""What can be taken home: the same place on every page, and every file can be used where it is meant for."""

import csv
import io
import zipfile

import pytest
from PIL import Image

from tests.dashboard.common.notebooks import run_notebook
from tests.pages.pages import ROOT, complaints, opened, tabs

PAGES = sorted(f"pages/{path.name}" for path in (ROOT / "pages").glob("*.py"))
FILMS = {"algorithm", "init_comparison", "image_compression", "mini_batch", "soft_assignment"}


def files(path, monkeypatch, **settings) -> dict[str, tuple[str, str | bytes]]:
    """Return the files that the page offers: {label: (name, content)}."""
    offered = {}

    def offer(label, data, file_name, mime, **options):
        offered[label] = file_name, data

    monkeypatch.setattr("streamlit.download_button", offer)
    assert not complaints(opened(path, tab="Take home", **settings))
    return {label: (name, make()) for label, (name, make) in offered.items()}


def check(name: str, content: str | bytes) -> None:
    """Open a file as what its name says that it is."""
    kind = name.rpartition(".")[2]
    if kind == "csv":
        header, *rows = csv.reader(io.StringIO(content))
        assert rows and {len(row) for row in rows} == {len(header)} and len(set(header)) == len(header)
    elif kind == "html":
        assert content.startswith("<!doctype html>") and "src=http" not in content
    elif kind == "png":
        Image.open(io.BytesIO(content)).verify()
    elif kind == "zip":
        archive = zipfile.ZipFile(io.BytesIO(content))
        colors = [len(Image.open(archive.open(member)).getcolors()) for member in archive.namelist()]
        assert archive.namelist() == [f"{k}-colours.png" for k in colors] and len(colors) == 6
    else:
        assert kind in ("txt", "gpl", "whl") and content


@pytest.mark.filterwarnings("ignore:FigureCanvasAgg")
@pytest.mark.parametrize("path", [path for path in PAGES if "Take home" in tabs(path)])
def test_the_last_tab_offers_the_same_files_on_every_page_and_all_of_them_open(path, monkeypatch):
    assert tabs(path)[-1] == "Take home"
    offered = files(path, monkeypatch)
    kinds = [name.rpartition(".")[2] for name, _ in offered.values()]
    has_film = path[8:-3] in FILMS
    assert kinds[: 3 + has_film] == ["ipynb", "csv", *["html"] * (1 + has_film)]
    _, notebook = offered.pop("This screen as a notebook")
    assert run_notebook(notebook)
    for name, content in offered.values():
        check(name, content)


def test_an_old_link_to_the_downloads_leads_to_them():
    assert opened("pages/1_algorithm.py", tab="Download").get("download_button")


@pytest.mark.filterwarnings("ignore:FigureCanvasAgg")
def test_the_notebook_of_a_placed_start_has_its_centroids_as_numbers(monkeypatch):
    offered = files("pages/1_algorithm.py", monkeypatch, init="placed", cen="0000zzzz", k="2")
    assert run_notebook(offered["This screen as a notebook"][1])["start"].shape == (2, 2)
