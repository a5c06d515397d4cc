"""Coordinates keep their values on the way to the browser."""

import numpy as np
import pytest

from dashboard.common.plots.traces import single


@pytest.mark.parametrize("unit", [1e-60, 1e-28, 1.0, 1e28, 1e60])
def test_values_of_any_size_keep_six_digits(unit):
    values = np.array([np.nan, 0, -0.5, 3]) * unit
    np.testing.assert_allclose(single(values), values, rtol=1e-6)


def test_values_of_usual_size_take_four_bytes():
    assert single([0, 1, 2e6]).dtype == single([]).dtype == single([np.nan]).dtype == np.float32
