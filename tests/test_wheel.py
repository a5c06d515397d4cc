"""The library can be installed by itself: a wheel of pure Python that needs NumPy and passes the core's tests."""

import ast
import io
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest

from dashboard.common.wheel import packed_wheel, wheel_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
TOOLS = {"pytest", "hypothesis"}
NEEDED_BY_TESTS = {"numpy", "kmeans_core", "tests", *TOOLS, *sys.stdlib_module_names}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory):
    """The interpreter of an environment that holds the wheel, what the wheel asks for, and the tools of its tests."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    pinned = [f"{name}=={version(name)}" for name in ("numpy", *TOOLS)]
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    subprocess.run([*install, str(wheel), *pinned], check=True)
    return python


def test_the_wheel_is_pure_python_and_holds_the_library_alone(wheel):
    assert wheel.name.endswith("-py3-none-any.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {name.partition("/")[0] for name in names if ".dist-info" not in name} == {"kmeans_core"}
    assert {
        "kmeans_core/py.typed",
        "kmeans_core/_fast/__init__.py",
        "kmeans_core/color_quantization/colors.py",
    } <= names


def test_the_wheel_that_the_app_offers_holds_the_same_files(wheel):
    offered, built = zipfile.ZipFile(io.BytesIO(packed_wheel())), zipfile.ZipFile(wheel)
    assert wheel_name() == wheel.name
    library = [{name for name in archive.namelist() if ".dist-info" not in name} for archive in (offered, built)]
    assert library[0] == library[1] and all(offered.read(name) == built.read(name) for name in library[0])


def test_the_cores_tests_pass_against_the_installed_wheel_outside_the_checkout(python, tmp_path):
    shutil.copytree(ROOT / "tests" / "core", tmp_path / "tests" / "core")
    chosen = [path for path in sorted(tmp_path.glob("tests/core/test_*.py")) if packages(path) <= NEEDED_BY_TESTS]
    assert {"test_lloyd.py", "test_seeding.py", "test_color_quantization.py"} <= {path.name for path in chosen}
    origin = "import kmeans_core, pathlib; print(pathlib.Path(kmeans_core.__file__).parents[1].name)"
    assert run(python, "-c", origin, cwd=tmp_path) == "site-packages\n"
    options = ["-q", "-W", "error", "--import-mode=importlib", "-p", "no:cacheprovider"]
    run(python, "-m", "pytest", *options, *chosen, cwd=tmp_path)


def test_the_extras_are_the_packages_of_the_requirements_files():
    extras = PROJECT["optional-dependencies"]
    assert names_of(extras["app"]) | {"numpy"} == required("requirements.txt")
    assert names_of(extras["dask"]) == required("requirements-dask.txt")
    assert names_of(extras["dev"]) - {f"{PROJECT['name']}[app,dask]"} == required("requirements-dev.txt")


def run(*command, cwd):
    result = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr[-3000:]
    return result.stdout


def packages(path):
    """Return the names of the packages that a file imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module.partition(".")[0])
    return names


def required(file):
    """Return the names of the packages in a requirements file, without those of the files that it includes."""
    lines = (ROOT / file).read_text("utf-8").splitlines()
    return names_of(line for line in lines if line and not line.startswith(("-", "#")))


def names_of(requirements):
    return {re.match(r"[\w-]+(\[[\w,]+\])?", requirement)[0] for requirement in requirements}
