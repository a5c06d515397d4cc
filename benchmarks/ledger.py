"""`python -m benchmarks ledger` measures what each file of the engine gains, and writes the table to its README.

Every row runs with and without each file that it uses, in turns, in several processes; a cell is the CPU time without
the file divided by the time with it. Rows with tol=0, which nobody uses, and rows that the lesson runs are left out.
"""

import json
import statistics
import subprocess
import sys
from functools import partial
from unittest.mock import patch

import numpy as np

from benchmarks import fits, steps
from benchmarks.race import turn
from kmeans_core import _fast, seeding
from kmeans_core._fast import distances

PROCESSES, ROUNDS, SLOW_ROUNDS = 3, 11, 3
SLOW_S = 0.7  # rounds in which a turn takes longer are fewer
README = "kmeans_core/_fast/README.md"
MARKER = "<!-- written by python -m benchmarks ledger -->"
ROWS = {row.name: row for row in (*fits.ROWS, *steps.ROWS) if "tol=0" not in row.title and row.name not in ("A", "J")}


def sample_as_the_lesson_does(X, k, weights, trials, rng):
    for pick in seeding.d2_sampling(X, k, np.ones(len(X)) if weights is None else weights, trials, rng):
        yield pick.row, pick.candidates, pick.density


def steps_without(option):
    return partial(_fast.lloyd_steps, **{option: False})


REPLACEMENTS = {
    "hamerly.py": ("lloyd_steps", steps_without("with_bounds")),
    "distances.py and prepared.py": ("lloyd_steps", steps_without("with_products")),
    "cluster_sums.py": ("lloyd_steps", steps_without("with_kept_sums")),
    "all of them": ("LESSON_SIZE", float("inf")),
    "predict.py": ("assign", distances.nearest_by_definition),
    "d2_sampling.py": ("d2_sampling", sample_as_the_lesson_does),
}
FILES = (*REPLACEMENTS, "restarts.py")


def variants(name):
    """Return the functions to measure: what the row runs (""), and the same without each of the files it uses."""
    contenders = ROWS[name].contenders()
    if name == "T":
        return {"": contenders["ours"], "restarts.py": contenders["one by one"]}
    files = {"I": ["d2_sampling.py"], "M": ["predict.py"]}.get(name.partition("-")[0], FILES[:4])
    return {"": contenders["ours"]} | {file: partial(without, file, contenders["ours"]) for file in files}


def without(file, run):
    """Run with the part of the engine that `file` contains replaced by plainer code."""
    with patch.object(_fast, *REPLACEMENTS[file]):
        return run()


def measure(name):
    """Return {file: CPU time without it over CPU time with it} for one row, in this process."""
    runs = variants(name)
    times = {file: [turn(run, 1, "cpu")] for file, run in runs.items()}
    is_slow = max(seconds for (seconds,) in times.values()) > SLOW_S
    rng = np.random.default_rng(0)
    for _ in range((SLOW_ROUNDS if is_slow else ROUNDS) - 1):
        for file in rng.permutation(list(runs)):  # what ran before decides how much memory is at hand
            times[file].append(turn(runs[file], 1, "cpu"))
    medians = {file: statistics.median(seconds) for file, seconds in times.items()}
    return {file: medians[file] / medians[""] for file in runs if file}


def write(n_processes, environment):
    """Measure every row and write the table."""
    command = [sys.executable, "-m", "benchmarks.ledger"]
    table = ["| row | " + " | ".join(FILES) + " |", "| --- |" + " --- |" * len(FILES)]
    largest = dict.fromkeys(FILES, 0.0)
    for name in ROWS:
        call = partial(subprocess.run, [*command, name], env=environment, check=True, capture_output=True)
        runs = [json.loads(call().stdout) for _ in range(n_processes)]
        gains = {file: statistics.median(run[file] for run in runs) for file in runs[0]}
        largest |= {file: max(largest[file], gain) for file, gain in gains.items()}
        table.append(line(name, gains))
        print(table[-1], flush=True)
    table.append(line("largest", largest))
    print(table[-1])
    with open(README, encoding="utf-8") as file:
        text = file.read().split(MARKER)[0]
    with open(README, "w", encoding="utf-8") as file:
        file.write(text + MARKER + "\n\n" + "\n".join(table) + "\n")


def line(name, gains):
    return f"| {name} | " + " | ".join(f"{gains[file]:.2f}" if file in gains else "" for file in FILES) + " |"


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1])))
