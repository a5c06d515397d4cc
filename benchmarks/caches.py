"""`python -m benchmarks.caches [--settings N] [PAGE ...]`: the size of the caches after N random settings of each page.

Runs the pages without a browser, in one process, and adds up all that is reachable from what is remembered, each thing
once; more than 100 MB in all end the command with 1. `--largest` asks for the most that each page offers instead.
"""

import argparse
import random

from streamlit.logger import set_log_level
from streamlit.testing.v1 import AppTest

from benchmarks.serving import ROOT
from dashboard.server.lru_cache import Entry, reachable_bytes
from dashboard.server.result_cache import ALL_RESULTS

PAGES = {path.stem.partition("_")[2]: f"pages/{path.name}" for path in sorted((ROOT / "pages").glob("*.py"))}
MAX_MIB = 95  # 100 MB
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
        "mini_batch": {"n": 100_000, "batch": 5000},
        "soft_assignment": {
            "n": 2000,
            "view": dice.choice(("Hard to soft", "Soft k-means", "Gaussian mixture")),
            "covariance": "full",
            "tab": "Side by side",
        },
    }
    return chosen | own.get(page, {})


def visit(page, times, choose) -> None:
    """Run the page so many times, each with the settings that `choose` comes upon."""
    dice = random.Random(page)
    for _ in range(times):
        at = AppTest.from_file(str(ROOT / "dashboard" / "router.py"), default_timeout=60)
        at.switch_page(str(ROOT / PAGES[page]))
        for key, value in choose(page, dice).items():
            at.query_params[key] = [str(one) for one in value] if isinstance(value, tuple) else str(value)
        at.run()
        assert not at.exception, at.exception[0].value


def entries() -> list[Entry]:
    """Return the entries of all caches."""
    return [entry for cache in ALL_RESULTS.caches for entry in cache.entries.values()]


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
        before = {id(entry) for entry in entries()}
        visit(page, options.settings, choose)
        mine = [entry for entry in entries() if id(entry) not in before]
        print(f"{options.settings} settings of /{page}: {len(mine)} more results, {mib(mine):.1f} MiB", flush=True)
    held = mib(entries())
    print(f"all pages: {len(entries())} results, {held:.1f} MiB; the limit is {MAX_MIB} MiB")
    parser.exit(1 if held > MAX_MIB else 0)


def mib(entries) -> float:
    return reachable_bytes(entry.result for entry in entries) / 2**20


if __name__ == "__main__":
    main()
