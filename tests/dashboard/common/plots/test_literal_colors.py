"""No colour that is written in the code is a name of one of the theme's colours by accident."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[4]
# Streamlit replaces these by colours of the theme wherever they occur in a figure.
PLACEHOLDER = re.compile(r"#0000(?:0[1-9]|[123]\d|40)(?![0-9a-fA-F])")


def test_only_the_style_writes_the_themes_placeholders():
    files = [path for kind in ("py", "js", "css", "html") for path in (ROOT / "dashboard").rglob(f"*.{kind}")]
    assert len(files) > 50
    names = {path.name for path in files if PLACEHOLDER.search(path.read_text("utf-8"))}
    assert names == {"style.py"}
