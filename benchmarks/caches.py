"""`python -m benchmarks.caches [--settings N] [PAGE ...]`: what the caches hold after N random settings of each page.

Runs the pages without a browser and adds up all that is reachable from what is remembered, each thing once.
"""

import argparse
import gc
import random
import sys
import types

import numpy as np
from streamlit.logger import set_log_level
from streamlit.testing.v1 import AppTest

from benchmarks.serving import ROOT
from dashboard.cached.keeping import Slot

PAGES = {path.stem.partition("_")[2]: f"pages/{path.name}" for path in sorted((ROOT / "pages").glob("*.py"))}
PARTLESS = (type, types.ModuleType, types.FunctionType, types.MethodType, types.BuiltinFunctionType)
SETS = ("blobs", "uniform", "moons", "outliers", "wine", "15 blobs", "31 blobs")


def settings(page, dice) -> dict[str, str]:
    """Return a random address of the page."""
    chosen = {"data": dice.choice(SETS), "n": 10 * dice.randint(1, 500), "noise": 3 * dice.random(),
              "data_seed": dice.randint(0, 9999), "seed": dice.randint(0, 9999), "k": dice.randint(1, 10)}  # fmt: skip
    own = {
        "elbow": {"n": 10 * dice.randint(1, 100), "n_init": 1},
        "init_comparison": {"n": 10 * dice.randint(1, 100), "restarts": 20},
        "failure_cases": {"case": dice.choice(("moons", "circles", "outliers")), "n": 20 * dice.randint(3, 20)},
        "image_compression": {"image": dice.choice(("china", "flower", "shapes", "gradient")),
                              "k": dice.choice((2, 4, 8, 16, 32, 64))},
        "mini_batch": {"n": 500 * dice.randint(1, 200), "batch": dice.randint(10, 5000)},
        "soft_assignment": {"view": dice.choice(("Hard to soft", "Soft k-means", "Gaussian mixture"))},
    }  # fmt: skip
    return {key: str(value) for key, value in (chosen | own.get(page, {})).items()}


def size(roots) -> int:
    """Return the bytes of all that is reachable from `roots`, each thing once; not of classes, code and modules."""
    seen, waiting, total = set(), list(roots), 0
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, PARTLESS):
            continue
        seen.add(id(one))
        if isinstance(one, np.ndarray):
            total += one.nbytes if one.base is None else 0
            waiting.append(one.base)
            continue
        total += sys.getsizeof(one)
        waiting.extend(gc.get_referents(one))
    return total


def slots() -> list[Slot]:
    """Return the places of all that is remembered."""
    gc.unfreeze()  # what the frame took out of the collector's sight
    return [one for one in gc.get_objects() if isinstance(one, Slot)]


def main():
    parser = argparse.ArgumentParser(prog="python -m benchmarks.caches", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("pages", nargs="*", metavar="PAGE", help=f"any of: {', '.join(PAGES)}; all of them")
    parser.add_argument("--settings", type=int, default=70)
    options = parser.parse_args()
    set_log_level("ERROR")  # that there is no browser is known
    for page in options.pages or PAGES:
        dice = random.Random(page)
        for _ in range(options.settings):
            at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
            at.switch_page(PAGES[page])
            for key, value in settings(page, dice).items():
                at.query_params[key] = value
            at.run()
            assert not at.exception, at.exception[0].value
        found = slots()
        held = size(one.result for one in found) / 2**20
        print(f"after {options.settings} settings of /{page}: {len(found)} results, {held:.1f} MiB", flush=True)


if __name__ == "__main__":
    main()
