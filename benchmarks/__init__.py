"""Races against scikit-learn, SciPy and the lesson's broadcast code: `python -m benchmarks`.

`race.py` is the harness, `__main__.py` the command and its table; every other module holds rows,
except `images.py`, which races palettes against Pillow and scikit-learn: `python -m benchmarks images`.
Left out: tests. A race has no pass or fail on a shared machine, so none runs under pytest.
"""
