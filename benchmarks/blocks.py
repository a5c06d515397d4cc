"""`python -m benchmarks.blocks [--rows N]`: k-means on a file larger than the memory it may use.

Writes N float32 points to a temporary file, maps it, and clusters it block by block in a process of its own, whose
private memory (anonymous pages; those of the file belong to the system and may be dropped) is sampled while it runs.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np

from benchmarks.race import resident
from kmeans_core import kmeans_blocks

K, D, BLOCK_ROWS = 8, 2, 250_000
SAMPLE_INTERVAL_S = 0.005  # between two measurements of the memory


def main():
    parser = argparse.ArgumentParser(prog="python -m benchmarks.blocks", description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--file", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.file:
        print(json.dumps(run(options.file, options.rows)))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "points.f32"
        write(path, options.rows)
        command = [sys.executable, "-m", "benchmarks.blocks", "--rows", str(options.rows), "--file", str(path)]
        measured = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    print("| rows | file MB | blocks | passes | CPU s | private MB at most, above the start |\n|" + " --- |" * 6)
    print("| {rows:,} | {file:.0f} | {blocks} | {passes} | {seconds:.1f} | {private:.1f} |".format(**measured))


def write(path, rows):
    """Write `rows` points in K clusters to `path`, a block at a time."""
    rng = np.random.default_rng(42)
    centers = rng.uniform(-10, 10, size=(K, D))
    with open(path, "wb") as file:
        for start in range(0, rows, BLOCK_ROWS):
            m = min(BLOCK_ROWS, rows - start)
            points = centers[rng.integers(0, K, size=m)] + rng.normal(0, 1.5, size=(m, D))
            points.astype(np.float32).tofile(file)


def run(path, rows):
    """Cluster the file and return its time and memory."""
    points = np.memmap(path, dtype=np.float32, mode="r", shape=(rows, D))
    blocks = [points[start : start + BLOCK_ROWS] for start in range(0, rows, BLOCK_ROWS)]
    before, peak, done = resident("RssAnon"), [0], threading.Event()

    def watch():
        while not done.wait(SAMPLE_INTERVAL_S):
            peak[0] = max(peak[0], resident("RssAnon"))

    watcher = threading.Thread(target=watch)
    watcher.start()
    start = time.process_time()
    result = kmeans_blocks(blocks, K, seed=0)
    seconds = time.process_time() - start
    done.set()
    watcher.join()
    return {
        "rows": rows,
        "file": Path(path).stat().st_size / 2**20,
        "blocks": len(blocks),
        "passes": result.n_iter,
        "seconds": seconds,
        "private": (peak[0] - before) / 1024,
    }


if __name__ == "__main__":
    main()
