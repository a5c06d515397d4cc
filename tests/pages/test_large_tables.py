"""A table of the reader's own that is larger than a page has time for is sampled, and the page says so."""

import numpy as np
import pytest

from tests.pages.pages import complaints, opened
from tests.pages.test_algorithm import upload

ROWS = "\n".join(f"{x:.2f},{y:.2f}" for x, y in np.random.default_rng(0).normal(size=(2100, 2)))


@pytest.mark.parametrize(
    ("path", "most"), [("pages/3_init_comparison.py", "2,000"), ("pages/7_soft_assignment.py", "500")]
)
def test_a_page_says_of_how_many_rows_it_uses_how_many(path, most):
    at = upload(opened(path, data="your own"), f"a,b\n{ROWS}".encode())
    assert not complaints(at)
    note = f"All 2,100 rows would take this page too long, so it uses an even sample of {most}."
    assert note in [said.value for said in at.info]
