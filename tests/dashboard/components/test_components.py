"""How the components' scripts reach the browser. That they work there either way is seen in tests/browser."""

import re
from pathlib import Path

import pytest

import dashboard
from dashboard.components import CLOSE_WHEN_GONE, SCRIPTS
from dashboard.components.bundle import bundle
from tests.pages.pages import opened

ROOT = Path(dashboard.__file__).parent / "components"


@pytest.mark.parametrize(
    ("page", "name"),
    [("1_algorithm", "player"), ("4_failure_cases", "fit_height"), ("5_image_compression", "compare_slider")],
)
def test_where_no_server_answers_for_its_script_a_component_is_sent_as_one_module(page, name):
    sent = {
        element.proto.component_name: element.proto
        for element in opened(f"pages/{page}.py", ask="0").get("bidi_component")
    }
    first, *_ = bundle(ROOT / name / "browser" / f"{name}.js").partition("export default")
    assert sent[f"kmeans.{name}"].js_content.startswith(first)
    assert sent[f"kmeans.{name}"].js_content.endswith(CLOSE_WHEN_GONE)


@pytest.mark.parametrize("script", [path for name, path in SCRIPTS.items() if Path(name).parts[0] == Path(name).stem])
def test_a_bundle_imports_nothing_and_exports_what_its_entry_does(script):
    text = bundle(script)
    assert not re.search(r"^import\b", text, re.MULTILINE)
    assert re.findall(r"^export\b.*?\b(default|\w+)", text, re.MULTILINE) == ["default"]
