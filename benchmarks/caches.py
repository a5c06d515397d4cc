"""`python -m benchmarks.caches [--settings N] [PAGE ...]`: the size of the caches after N random settings of each page.

Runs the pages without a browser, in one process, and adds up all that is reachable from what is remembered, each thing
once; more than 100 MB in all end the command with 1. `--largest` asks for the most that each page offers instead.
"""

import argparse
import gc
import random
import string
import sys
import types
from collections.abc import Iterable

import numpy as np
from streamlit.logger import set_log_level
from streamlit.testing.v1 import AppTest

from benchmarks.serving import ROOT
from dashboard.server.results import MISSING, Slot

PAGES = {path.stem.partition("_")[2]: f"pages/{path.name}" for path in sorted((ROOT / "pages").glob("*.py"))}
MAX_MIB = 95  # 100 MB
CODE_TYPES = (type, types.ModuleType, types.FunctionType, types.MethodType, types.BuiltinFunctionType, types.CodeType)
SETS = ("blobs", "uniform", "moons", "outliers", "wine", "15 blobs", "31 blobs")


def settings(page, dice) -> dict:
    """Return a random address of the page."""
    chosen = {
        "data": dice.choice(SETS),
        "n": 10 * dice.randint(1, 500),
        "noise": 3 * dice.random(),
        "data_seed": dice.randint(0, 9999),
        "seed": dice.randint(0, 9999),
        "k": dice.randint(1, 10),
    }
    own = {
        "elbow": {"n": 10 * dice.randint(1, 100), "n_init": 1},
        "init_comparison": {"n": 10 * dice.randint(1, 100), "restarts": 20},
        "failure_cases": {"case": dice.choice(("moons", "circles", "outliers")), "n": 20 * dice.randint(3, 20)},
        "image_compression": {
            "image": dice.choice(("china", "flower", "shapes", "gradient")),
            "k": dice.choice((2, 4, 8, 16, 32, 64)),
        },
        "mini_batch": {"n": 500 * dice.randint(1, 200), "batch": dice.randint(10, 5000)},
        "soft_assignment": {"view": dice.choice(("Hard to soft", "Soft k-means", "Gaussian mixture"))},
        "draw_it": drawing(dice, dice.randint(2, 60), dice.randint(1, 8)),
    }
    return chosen | own.get(page, {})


def largest(page, dice) -> dict:
    """Return an address of the page that asks for the most it offers, with other points each time."""
    chosen = {"data": "uniform", "n": 5000, "k": 10, "noise": 3, "data_seed": dice.randint(0, 9999)}
    own = {
        "elbow": {"ks": (1, 20), "n_init": 1},
        "init_comparison": {"data": "31 blobs", "n": 2000, "k": 31, "restarts": 20},
        "failure_cases": {"n": 2000, "tab": "Gallery", "seed": dice.randint(0, 9999)},
        "image_compression": {
            "image": dice.choice(("china", "flower")),
            "k": dice.choice((128, 256)),
            "quality": dice.choice(("default", "best")),
            "tab": "Colour space",
        },
        "mini_batch": {"n": 50_000, "batch": 5000},
        "soft_assignment": {
            "n": 500,
            "view": dice.choice(("Hard to soft", "Soft k-means", "Gaussian mixture")),
            "covariance": "full",
            "tab": "Side by side",
        },
        "draw_it": drawing(dice, 60, 8),
    }
    return chosen | own.get(page, {})


def drawing(dice, n_points, n_centroids) -> dict:
    """Return the address of a random drawing, with a mission."""
    points, centroids = ("".join(dice.choices(string.ascii_letters, k=2 * count)) for count in (n_points, n_centroids))
    return {"points": points, "centroids": centroids, "mission": "strand a centroid"}


def visit(page, times, choose) -> None:
    """Run the page so many times, each with the settings that `choose` comes upon."""
    dice = random.Random(page)
    for _ in range(times):
        at = AppTest.from_file(str(ROOT / "dashboard" / "router.py"), default_timeout=60)
        at.switch_page(str(ROOT / PAGES[page]))
        for key, value in ({"ask": "0"} | choose(page, dice)).items():
            at.query_params[key] = [str(one) for one in value] if isinstance(value, tuple) else str(value)
        at.run()
        assert not at.exception, at.exception[0].value


def results() -> list:
    """Return the results that are kept, by the garbage collector's list of all objects."""
    slots = [item for item in gc.get_objects() if isinstance(item, Slot)]
    return [slot.result for slot in slots if slot.result is not MISSING]


def reachable_bytes(roots: Iterable) -> int:
    """Return the bytes of all objects that can be reached from `roots`, each counted once; code is not counted."""
    seen, stack, n_bytes = set(), list(roots), 0
    while stack:
        item = stack.pop()
        if id(item) in seen or isinstance(item, CODE_TYPES):
            continue
        seen.add(id(item))
        if isinstance(item, np.ndarray):
            n_bytes += item.nbytes if item.base is None else 0
            stack.append(item.base)
        else:
            n_bytes += sys.getsizeof(item)
            stack.extend(gc.get_referents(item))
    return n_bytes


def main():
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.caches", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", nargs="*", metavar="PAGE", help=f"any of: {', '.join(PAGES)}; all of them")
    parser.add_argument("--settings", type=int, default=72, help="of each page")
    parser.add_argument("--largest", action="store_true", help="the most that each page offers, not any settings")
    options = parser.parse_args()
    set_log_level("ERROR")  # it warns that there is no browser
    choose = largest if options.largest else settings
    for page in options.pages or PAGES:
        before = {id(result) for result in results()}
        visit(page, options.settings, choose)
        mine = [result for result in results() if id(result) not in before]
        print(f"{options.settings} settings of /{page}: {len(mine)} more results, {mib(mine):.1f} MiB", flush=True)
    kept = results()
    held = mib(kept)
    print(f"all pages: {len(kept)} results, {held:.1f} MiB; the limit is {MAX_MIB} MiB")
    parser.exit(1 if held > MAX_MIB else 0)


def mib(results) -> float:
    return reachable_bytes(results) / 2**20


if __name__ == "__main__":
    main()
