"""The layers point one way: numpy <- kmeans_core <- dashboard <- pages. DESIGN: "Layers"."""

import ast
import re
import subprocess
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

import kmeans_core

ROOT = Path(__file__).parents[1]
PAGES = sorted(path.stem.split("_", 1)[1] for path in (ROOT / "pages").glob("*.py"))

# In a page's folder these may know Streamlit and the server; in dashboard/common, the files listed below them.
IMPURE_ON_A_PAGE = {"settings.py", "cache.py", "tabs.py", "take_home.py", "clicks.py"}
IMPURE_IN_COMMON = {
    "ask.py",
    "cache.py",
    "clicks.py",
    "controls.py",
    "layout.py",
    "lesson.py",
    "questions_tab.py",
    "share.py",
    "tables.py",
    "take_home.py",
    "uploads.py",
}
SHARED_BY_PAGES = {"classroom"}  # folders that several pages use: the same rules as for a page's own
PURE_COMPONENTS = {f"dashboard/components/{name}.py" for name in ("bundle", "player/states")}

# Files outside a page's folder, its script and its tests that import from it nevertheless.
NEED_A_PAGE = {"benchmarks/restarts.py"}

# Files that use private names of other packages: underscore attributes, undocumented modules, names of threads,
# attributes of the DOM. Each says why in a comment, and what to check at the next upgrade.
PRIVATE_NAMES = {
    "dashboard/components/compare_slider/browser/compare_slider.js": "the part of the page that scrolls",
    "dashboard/components/fit_height/browser/domains.js": "the size of a figure",
    "dashboard/components/fit_height/browser/fit_height.js": "the part of the page that scrolls",
    "dashboard/components/links/browser/links.js": "the part of the page that scrolls",
    "dashboard/components/player/browser/figure.js": "the size and the axes of a figure, its arrays decoded",
    "dashboard/components/player/browser/player.js": "the part of the page that scrolls, and its buttons",
    "dashboard/components/recolored_picture/browser/recolored_picture.js": "the part of the page that scrolls",
    "dashboard/components/reply_region/browser/reply_region.js": "the buttons of downloads",
    "dashboard/components/stage/browser/letters.js": "the letters of a figure",
    "dashboard/components/stage/browser/stage.js": "the part of the page that scrolls",
}


@cache
def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def files(*patterns) -> list[Path]:
    return sorted(path for pattern in patterns for path in ROOT.glob(pattern) if ".venv" not in path.parts)


def app_files() -> list[Path]:
    return files("app.py", "pages/*.py", "dashboard/**/*.py")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def page_of(path: Path) -> str | None:
    """Return the page in whose folder the file is, if any."""
    parts = path.relative_to(ROOT).parts
    return parts[1] if parts[0] == "dashboard" and parts[1] in PAGES else None


def imports(path: Path, *, top_only=False) -> list[tuple[str, str | None]]:
    """Return (module, name) for `from module import name`, (module, None) for `import module`."""
    pairs = []
    for node in parse(path).body if top_only else ast.walk(parse(path)):
        if isinstance(node, ast.Import):
            pairs += [(alias.name, None) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            pairs += [(node.module or "", alias.name) for alias in node.names]
    return pairs


def packages(path: Path, **how) -> set[str]:
    return {module.split(".")[0] for module, _ in imports(path, **how)}


def imported_files(path: Path) -> set[Path]:
    """Return the project's own files that a file imports directly."""
    found = set()
    for module, name in imports(path):
        for dotted in (module, f"{module}.{name}"):
            place = ROOT.joinpath(*dotted.split("."))
            found |= {file for file in (place.with_suffix(".py"), place / "__init__.py") if file.is_file()}
    return found


def is_pure(path: Path) -> bool:
    """Whether the file's place promises that it knows nothing of Streamlit and the server."""
    parts = path.relative_to(ROOT).parts
    if page_of(path) or parts[1] in SHARED_BY_PAGES:
        return parts[2] not in IMPURE_ON_A_PAGE
    if parts[:2] == ("dashboard", "common"):
        return parts[2] not in IMPURE_IN_COMMON
    return name_of(path) in PURE_COMPONENTS or parts[0] == "kmeans_core"


# ---- kmeans_core


def test_the_core_imports_numpy_and_the_standard_library_only():
    for path in files("kmeans_core/**/*.py"):
        allowed = {"numpy", "kmeans_core", *sys.stdlib_module_names}
        if path.name == "estimators.py":
            assert "sklearn" not in packages(path, top_only=True)
            allowed.add("sklearn")  # inside __sklearn_tags__, which only scikit-learn calls
        assert packages(path) <= allowed, path


def test_only_public_names_of_the_core_are_imported_and_from_the_core_itself():
    for path in app_files():
        for module, name in imports(path):
            if module.split(".")[0] == "kmeans_core":
                assert module == "kmeans_core" and name in {*kmeans_core.__all__, None}, (path, module, name)


# ---- dashboard


def test_a_page_imports_no_other_page_and_what_pages_share_imports_no_page():
    for path in files("dashboard/**/*.py"):
        pages = {page_of(file) for file in imported_files(path)} - {None}
        assert pages <= {page_of(path)}, path


def test_nothing_but_a_page_itself_needs_its_folder():
    for path in files("*.py", "pages/*.py", "dashboard/**/*.py", "benchmarks/**/*.py", "tests/**/*.py"):
        for page in {page_of(file) for file in imported_files(path)} - {None}:
            folders = rf"dashboard/{page}/|tests/dashboard/{page}/|tests/(pages|browser)/test_{page}\.py$"
            own = rf"pages/\d+_{page}\.py$|{folders}"
            assert re.match(own, name_of(path)) or name_of(path) in NEED_A_PAGE, (path, page)


def test_computations_figures_and_sentences_know_no_streamlit_and_no_server():
    for path in filter(is_pure, files("dashboard/**/*.py")):
        assert "streamlit" not in packages(path), path
        impure = [file for file in imported_files(path) if file.name != "__init__.py" and not is_pure(file)]
        assert not impure, (path, impure)


def test_plotly_is_used_by_figures_only():
    for path in app_files():
        drawing = path.name in ("figures.py", "export.py") or "plots" in path.parts
        assert drawing or "plotly" not in packages(path), path


def test_only_the_server_caches():
    for path in app_files():
        assert "server" in path.parts or "st.cache_" not in path.read_text("utf-8"), path


def test_no_public_function_or_class_of_the_dashboard_has_the_name_of_another():
    places = defaultdict(list)
    for path in files("dashboard/**/*.py"):
        for node in parse(path).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(name_of(path))
    assert not {name: where for name, where in places.items() if len(where) > 1}


def test_scikit_learn_is_imported_only_where_it_is_used():
    for path in (*app_files(), *files("kmeans_core/**/*.py")):
        assert "sklearn" not in packages(path, top_only=True), path


# ---- private names of other packages


def foreign_private_names(path: Path) -> set[str]:
    """Return the private names that a file uses and does not define."""
    if path.suffix == ".js":
        return set(re.findall(r"\._\w+|\b_fullLayout\b|data-testid=\w+", path.read_text("utf-8")))
    nodes = list(ast.walk(parse(path)))
    used = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    used |= {name for module, name in imports(path) if name and not module.startswith(("dashboard", "kmeans_core"))}
    used |= {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    own = {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    own |= {
        node.attr
        for node in nodes
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and is_self(node.value)
    }
    private = {name for name in used - own if re.fullmatch(r"_[a-zA-Z]\w*", name)}
    modules = {module for module, _ in imports(path)} | used
    undocumented = {module for module in modules if re.fullmatch(r"streamlit(\.[a-z_0-9]+)+", module)}
    return private | undocumented | ({"ScriptRunner"} & used)


def is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "self"


def test_private_names_of_other_packages_stand_only_in_the_files_listed_here():
    candidates = (*app_files(), *files("kmeans_core/**/*.py", "dashboard/components/**/*.js"))
    assert {name_of(path) for path in candidates if foreign_private_names(path)} == set(PRIVATE_NAMES)


# ---- pages


def test_pages_import_streamlit_and_the_dashboard_only_and_nothing_imports_a_page_script():
    for path in files("app.py", "pages/*.py"):
        assert packages(path) <= {"streamlit", "dashboard", *sys.stdlib_module_names}, path
    for path in (*app_files(), *files("kmeans_core/**/*.py")):
        assert not packages(path) & {"pages", "app", "tests", "benchmarks"}, path


def test_pages_stay_scripts_of_a_screen_or_two_without_html():
    for path in files("app.py", "pages/*.py"):
        text = path.read_text("utf-8")
        assert len(text.splitlines()) <= 95, path
        assert not {"st.navigation", "def main"} & set(text.split()), path
        assert "unsafe_allow_html" not in text and "<style" not in text, path


@pytest.mark.parametrize("module", ["dashboard.common.plots", "dashboard.components.player", "sklearn"])
def test_the_landing_page_loads_no_figure_and_no_scikit_learn(module):
    script = (
        "import sys; from streamlit.testing.v1 import AppTest; "
        f"page = AppTest.from_file({str(ROOT / 'dashboard' / 'router.py')!r}, default_timeout=30).run(); "
        f"assert not page.exception; sys.exit({module!r} in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True).returncode == 0
