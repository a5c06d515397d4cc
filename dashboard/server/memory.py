"""What a page imports stays in memory, so the garbage collector need not look at it."""

import gc
from functools import cache


@cache
def keep_imports(page: str) -> None:
    """Leave all that is in memory out of later collections, once for each page, after its first run.

    A collection would look at every object of Plotly and scikit-learn, for some 60 ms in which nobody is answered.
    """
    gc.collect()
    gc.freeze()
