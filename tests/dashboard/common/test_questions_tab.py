import pytest

from dashboard.common.questions_tab import typed


@pytest.mark.parametrize(
    ("text", "default", "value"),
    [
        ("3", 4, 3),
        ("0.85", 0.5, 0.85),
        ("true", False, True),
        ("false", True, False),
        (["2", "10"], (1, 5), (2, 10)),
        (["2"], [4], [2]),
        ("0.3", "0.8", "0.3"),
        ("Try", None, "Try"),
    ],
)
def test_a_setting_takes_the_type_of_its_default(text, default, value):
    found = typed({"name": text}, {"name": default})["name"]
    assert found == value and type(found) is type(value)
