"""Races against scikit-learn, SciPy and the lesson's broadcast code: `python -m benchmarks`.

`race.py` is the harness, `__main__.py` the command and its table; every other module holds rows.
Left out: tests. A race has no pass or fail on a shared machine, so none runs under pytest.
"""
