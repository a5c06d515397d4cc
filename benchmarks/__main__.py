"""`python -m benchmarks [ROW ...] [--quick]` prints one table; without names it runs every row.

`python -m benchmarks images [--quick]` prints the other one: palettes of images.
`python -m benchmarks ledger [--quick]` writes what each file of the engine gains to kmeans_core/_fast/README.md.
"""

import argparse
import json
import os
import subprocess
import sys

from benchmarks import fits, ledger, scores, steps
from benchmarks.race import CLOCKS, measure

ROWS = {row.name: row for module in (fits, steps, scores) for row in module.ROWS}
PROCESSES, ROUNDS = 3, 7
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
TUNING = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")  # they change what OpenBLAS is; the race wants it as shipped
COLUMNS = (
    "| row | data | gate (stretch) | CPU ratio | CPU ms ours / sklearn | wall ratio | wall ms ours / sklearn "
    "| iterations | labels that differ | peak MB ours / sklearn | of it arrays | SciPy, broadcast: CPU ratio |"
)


def main():
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"any of: {', '.join(ROWS)}; or images or ledger alone")
    parser.add_argument(
        "--quick",
        action="store_true",
        help="one process and three rounds instead of three and seven, and no wall-time race",
    )
    parser.add_argument("--measure", choices=CLOCKS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.rows == ["images"]:
        command = [sys.executable, "-m", "benchmarks.images"] + ["--quick"] * options.quick
        return subprocess.run(command, env=threaded("cpu")).returncode
    if options.rows == ["ledger"]:
        return ledger.write(1 if options.quick else ledger.PROCESSES, threaded("cpu"))
    names = options.rows or list(ROWS)
    unknown = [name for name in names if name not in ROWS]
    if unknown:
        parser.error(f"no such row: {', '.join(unknown)}; choose from {', '.join(ROWS)}, or images alone")
    rounds = 3 if options.quick else ROUNDS
    if options.measure:
        print(json.dumps(measure(ROWS[names[0]], options.measure, rounds)))
        return
    print(COLUMNS)
    print("|" + " --- |" * (COLUMNS.count("|") - 1))
    for name in names:
        cpu = race(name, "cpu", options.quick)
        wall = None if options.quick else race(name, "wall", options.quick)
        print(line(ROWS[name], cpu, wall), flush=True)


def race(name, clock, quick):
    """Run one row in processes of its own, with the threads `clock` calls for; return what the middle one measured.

    The same code differs by up to a tenth from process to process, with where its memory lies.
    """
    command = [sys.executable, "-m", "benchmarks", name, "--measure", clock] + ["--quick"] * quick
    runs = [
        json.loads(subprocess.run(command, env=threaded(clock), check=True, capture_output=True, text=True).stdout)
        for _ in range(1 if quick else PROCESSES)
    ]
    return sorted(runs, key=lambda run: run["scikit-learn"]["seconds"] / run["ours"]["seconds"])[len(runs) // 2]


def threaded(clock):
    """Return the environment in which one thread runs for CPU time, and as many as there are for wall time."""
    kept = {key: value for key, value in os.environ.items() if key not in TUNING and key not in ONE_THREAD}
    return kept | (ONE_THREAD if clock == "cpu" else {})


def line(row, cpu, wall):
    """Return one row of the table."""
    ours, theirs = cpu["ours"], cpu["scikit-learn"]
    others = [f"{name} {ratio(cpu, name)}" for name in cpu if name not in ("ours", "scikit-learn")]
    cells = [
        row.name,
        row.title,
        f"{row.gate:g} ({row.stretch:g})",
        ratio(cpu, "scikit-learn"),
        milliseconds(cpu),
        ratio(wall, "scikit-learn") if wall else "",
        milliseconds(wall) if wall else "",
        pair(ours["n_iter"], theirs["n_iter"], "{:.0f}"),
        "" if ours["differing"] is None else str(ours["differing"]),
        pair(ours["megabytes"], theirs["megabytes"], "{:.1f}"),
        pair(ours["arrays"], theirs["arrays"], "{:.2f}"),
        ", ".join(others),
    ]
    return "| " + " | ".join(cells) + " |"


def ratio(measured, name):
    return f"{measured[name]['seconds'] / measured['ours']['seconds']:.2f}"


def milliseconds(measured):
    return pair(measured["ours"]["seconds"] * 1e3, measured["scikit-learn"]["seconds"] * 1e3, "{:.3g}")


def pair(ours, theirs, form):
    """Return "ours / theirs", or nothing where there is nothing to say (None or NaN)."""
    return "" if ours is None or ours != ours else f"{form.format(ours)} / {form.format(theirs)}"


if __name__ == "__main__":
    sys.exit(main())
