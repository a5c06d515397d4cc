from pathlib import Path

import pytest

import dashboard
from tests.pages.pages import opened

ROOT = Path(dashboard.__file__).parent / "components"


@pytest.mark.parametrize(
    ("page", "name"),
    [("1_algorithm", "player"), ("4_failure_cases", "fit_height"), ("5_image_compression", "compare_slider")],
)
def test_a_rerun_names_a_components_files_and_does_not_send_them(page, name):
    drawn = {sent.proto.component_name: sent.proto for sent in opened(f"pages/{page}.py").get("bidi_component")}
    sent = drawn[f"kmeans.{name}"]
    assert not sent.js_content and not sent.css_content
    assert (ROOT / name / "browser" / sent.js_source_path).is_file()
