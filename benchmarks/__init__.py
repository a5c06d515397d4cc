"""Races against scikit-learn, SciPy and code that broadcasts: `python -m benchmarks`.

`race.py` is the harness, `__main__.py` the command and its table; `fits.py`, `steps.py` and `scores.py` hold its rows.
`images.py` races palettes against Pillow and scikit-learn: `python -m benchmarks images`.
Left out: tests. A race has no pass or fail on a shared machine, so none runs under pytest.
"""
