"""The layers point one way: numpy <- kmeans_core <- dashboard <- pages."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# Only these files know Streamlit, and only these know Plotly.
STREAMLIT = ("tabs.py", "cache.py", "layout.py", "controls.py", "uploads.py", "questions_tab.py", "tables.py")
STREAMLIT_FOLDERS = {"components", "server"}
PLOTLY = ("figures.py", "tabs.py", "cache.py", "export.py")


def files(*patterns):
    return sorted(path for pattern in patterns for path in ROOT.glob(pattern))


def imports(path, *, top_only=False):
    """Return the top-level package names that a file imports, anywhere or only at module level."""
    tree = ast.parse(path.read_text("utf-8"))
    nodes = tree.body if top_only else ast.walk(tree)
    names = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
    return names


def test_the_core_imports_numpy_and_the_standard_library_only():
    for path in files("kmeans_core/**/*.py"):
        allowed = {"numpy", "kmeans_core", *sys.stdlib_module_names}
        if path.name == "estimators.py":
            assert "sklearn" not in imports(path, top_only=True)
            allowed.add("sklearn")  # inside __sklearn_tags__, which only scikit-learn calls
        assert imports(path) <= allowed, path


def test_figures_and_data_know_no_streamlit_and_data_no_plotly():
    for path in files("dashboard/**/*.py"):
        folder = path.relative_to(ROOT / "dashboard").parts[0]
        assert folder in STREAMLIT_FOLDERS or path.name in STREAMLIT or "streamlit" not in imports(path), path
        assert "plots" in path.parts or path.name in PLOTLY or "plotly" not in imports(path), path


def test_only_the_server_caches():
    for path in files("app.py", "pages/*.py", "dashboard/**/*.py"):
        if "server" not in path.parts:
            assert "st.cache_" not in path.read_text("utf-8"), path


def test_pages_import_streamlit_and_the_dashboard_only_and_nothing_imports_a_page():
    for path in files("app.py", "pages/*.py"):
        assert imports(path) <= {"streamlit", "dashboard"}, path
    for path in files("kmeans_core/**/*.py", "dashboard/**/*.py", "app.py", "pages/*.py"):
        assert not imports(path) & {"pages", "app", "tests", "benchmarks"}, path


def test_scikit_learn_is_imported_only_where_it_is_used():
    for path in files("app.py", "pages/*.py", "dashboard/**/*.py", "kmeans_core/**/*.py"):
        assert "sklearn" not in imports(path, top_only=True), path


def test_pages_stay_scripts_of_a_screen_or_two_without_html():
    for path in files("app.py", "pages/*.py"):
        text = path.read_text("utf-8")
        assert len(text.splitlines()) <= 95, path
        assert not {"unsafe_allow_html", "st.navigation", "def main"} & set(text.split()), path
        assert "unsafe_allow_html" not in text


@pytest.mark.parametrize("module", ["dashboard.common.plots", "dashboard.components.player", "sklearn"])
def test_the_landing_page_loads_no_figure_and_no_scikit_learn(module):
    script = (
        "import sys; from streamlit.testing.v1 import AppTest; "
        f"at = AppTest.from_file({str(ROOT / 'app.py')!r}, default_timeout=30).run(); "
        f"assert not at.exception; sys.exit({module!r} in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True).returncode == 0
