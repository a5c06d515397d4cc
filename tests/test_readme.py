"""What the README and the files beside it promise is true."""

import ast
import contextlib
import io
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from PIL import Image

import kmeans_core
from benchmarks.__main__ import COLUMNS, ROWS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]


def block(language: str) -> str:
    return re.search(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)[1]


def test_the_five_lines_print_what_the_readme_shows():
    lines = block("python")
    assert len(list(filter(None, lines.splitlines()))) == 5
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(lines, {})
    assert printed.getvalue() == block("text")


def test_the_commands_and_files_that_the_readme_names_exist():
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert set(re.findall(r"`?make\s+([a-z]+)", README)) <= {*targets, "k"}
    for name in re.findall(r"`([\w/.-]+\.(?:py|md|txt|toml|cff))`", README):
        assert list(ROOT.glob(name)) or list(ROOT.glob(f"dashboard/**/{name}")), name


def test_the_table_of_the_benchmark_has_the_columns_and_rows_that_the_command_prints():
    table = README[README.index(COLUMNS) :].partition("\n\n")[0].splitlines()
    assert [line.split(" | ")[:2] for line in table[2:]] == [[f"| {row}", ROWS[row].title] for row in ROWS]


def test_the_film_moves_and_loads_quickly():
    """`make film` writes it."""
    path = ROOT / re.search(r"\]\((docs/.*\.webp)\)", README)[1]
    with Image.open(path) as film:
        assert film.n_frames >= 6
    assert path.stat().st_size < 2e6


def test_the_pages_of_the_api_show_every_public_name_and_short_types(tmp_path):
    subprocess.run([sys.executable, "-m", "docs", tmp_path], cwd=ROOT, check=True, capture_output=True)
    page = (tmp_path / "kmeans_core.html").read_text("utf-8")
    assert {name for name in kmeans_core.__all__ if f'id="{name}"' not in page} == set()
    assert "_SupportsArray" not in page


def test_the_version_is_the_same_everywhere():
    assert f"kmeans_from_scratch-{VERSION}-py3-none-any.whl" in README
    assert f"\nversion: {VERSION}\n" in (ROOT / "CITATION.cff").read_text("utf-8")
    assert re.search(r"^## (\d\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)[1] == VERSION
    pinned = re.search(r"^ruff==(.*)$", (ROOT / "requirements-dev.txt").read_text("utf-8"), re.MULTILINE)[1]
    assert f"rev: v{pinned}\n" in (ROOT / ".pre-commit-config.yaml").read_text("utf-8")


def test_the_workflow_runs_the_python_versions_from_the_oldest_supported_one_to_3_14():
    workflow = (ROOT / ".github" / "workflows" / "test.yml").read_text("utf-8")
    versions = ast.literal_eval(re.search(r"python: (\[.*\])", workflow)[1])
    assert versions == ["3.11", "3.12", "3.13", "3.14"]
    assert 'requires-python = ">=3.11"' in (ROOT / "pyproject.toml").read_text("utf-8")
