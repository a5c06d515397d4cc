"""The engine can be deleted: everything except its own tests stays green when a stub calls the lesson instead."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PARTS = ("kmeans_core", "dashboard", "pages", "benchmarks", "tests", ".streamlit", "app.py", "pyproject.toml")
TESTS = ("tests/core", "tests/pages/test_every_page.py", "--ignore=tests/core/_fast")


def test_without_the_engine_everything_else_stays_green(tmp_path):
    for part in PARTS:
        source = ROOT / part
        shutil.copytree(source, tmp_path / part) if source.is_dir() else shutil.copy(source, tmp_path)
    engine = tmp_path / "kmeans_core" / "_fast"
    shutil.rmtree(engine)
    engine.mkdir()
    shutil.copy(ROOT / "tests" / "core" / "engine_stub.py", engine / "__init__.py")
    command = [sys.executable, "-m", "pytest", *TESTS, "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout[-3000:]
