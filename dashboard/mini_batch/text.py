"""Full and mini-batch k-means compared: sentences, lines of tables, CSV. No Streamlit, no Plotly."""

from collections import Counter
from collections.abc import Sequence

from dashboard.common import export
from dashboard.common.formatting import number, percent, plural
from dashboard.mini_batch import compute as batches
from dashboard.mini_batch.compute import Learned
from dashboard.mini_batch.cost_curves import CLOSE, MOST_RACED, REPEATS, Full, Grown, Lane, median


def outcome(run: Learned) -> str:
    """Return what the run on the stage cost and came to, beside the full one."""
    full, n = run.full, len(run.table.X)
    differ = f"{percent(len(run.differing) / n)} of the points" if len(run.differing) else "no point at all"
    how = "until nothing moved" if full.converged else "and was stopped there"
    return (
        f"**Mini-batch** looked at {run.points:,} points, {passes(run.points / n)} over the data, and ended "
        f"{against(run.inertia, full.inertia)}. **Full k-means** looked at {full.track.points[-1]:,}: "
        f"{plural(full.moves, 'move')}, each after a pass over all {n:,}, {how}. "
        f"Once the clusters are paired, the two disagree on {differ}."
    )


def passes(count) -> str:
    said = f"{count:.2g}" if count < 10 else number(count)
    return f"{said} {'pass' if said == '1' else 'passes'}"


def against(inertia, full) -> str:
    if not full or inertia == full:
        return "at the same inertia as full k-means"
    share = inertia / full - 1
    return f"at an inertia {percent(abs(share))} {'above' if share > 0 else 'below'} full k-means'"


def soonest(lane: Lane, full: Full) -> str:
    """Return after how much work the chosen batch size is within 1 % of full k-means, and full k-means itself."""
    mine, its = line(lane, full), full_line(full)
    itself = (
        f"Full k-means is as close to its own end after {passes(its['passes'])} ({plural(its['iterations'], 'move')}, "
        f"{number(its['ms'])} ms)."
    )
    if "points" not in mine:
        runs = plural(len(lane.tracks), "run")
        return f"**Batches of {lane.size:,} never come within 1 %** in {runs} of the race. {itself}"
    if not mine["points"]:
        return "The start itself is within 1 % of where full k-means ends: there is nothing to race for."
    less, faster = its["points"] / mine["points"], its["ms"] / mine["ms"]
    clock = f"{number(faster)} times as fast" if faster > 1 else f"{number(1 / faster)} times as slow"
    return (
        f"**Batches of {lane.size:,} are within 1 % of full k-means after {passes(mine['passes'])} over the data** "
        f"({mine['points']:,} points, {number(mine['ms'])} ms; {mine['within']} runs get there). {itself} "
        f"That is {number(less)} times as many distances. By the clock mini-batch is {clock}: every batch, however "
        "small, takes a fixed time for its calls."
    )


def line(lane: Lane, full: Full) -> dict:
    """Return what the table says of one batch size: medians over the runs that came within 1 %."""
    close, n = lane.close(CLOSE * full.inertia), full.track.n
    ends = sorted(float(end / full.inertia - 1) if full.inertia else 0.0 for end in lane.inertias[:, -1])
    told = {"run": f"batches of {lane.size:,}", "within": f"{len(close)} of {len(lane.tracks)}"}
    if close:
        iterations = median([at for at, _ in close])
        told |= {
            "iterations": iterations,
            "points": iterations * lane.size,
            "passes": iterations * lane.size / n,
            "ms": 1000 * median([seconds for _, seconds in close]),
        }
    return told | {"end": f"{signed(median(ends))} ({signed(ends[0])} to {signed(ends[-1])})"}


def full_line(full: Full) -> dict:
    track = full.track
    at = track.reached(CLOSE * full.inertia)
    return {
        "run": "full k-means",
        "within": "1 of 1",
        "iterations": int(track.iterations[at]),
        "points": int(track.points[at]),
        "passes": float(track.passes[at]),
        "ms": 1000 * float(track.seconds[at]),
        "end": signed(0.0),
    }


def signed(share) -> str:
    return f"{100 * share:+.2f} %"


def slower(run: Learned) -> str:
    """Return why late batches hardly move a centroid, with the counts of this run."""
    counts = run.last.counts
    j = int(counts.argmax())
    jumps = sum(bool(len(picture.jumped)) for picture in run.film)
    happened = f"The film shows {plural(jumps, 'such jump')}." if jumps else "In this run none is."
    return (
        f"A centroid $c_j$ counts the points it has learned from, $m_j$, and goes $1/m_j$ of the way to each new point "
        f"$x$. So it is always the mean of all it was ever given. Centroid {j + 1} has learned from {counts[j]:,.0f} "
        f"points by the end: one more moves it {batches.rate(counts[j])} of the way. That is why late batches hardly "
        "move anything, why the noise of small samples dies away, and why a bad beginning is slow to be forgotten.\n\n"
        "A centroid whose count is below 1 % of the largest is **starved**: it jumps to a point of the batch and "
        f"takes the least count of the others. {happened}"
    )


def pairs(run: Learned) -> list[tuple[int, int, int]]:
    """Return (full run's cluster, mini-batch's cluster, points) of all that differ, counted from 1, most first."""
    rows = run.differing
    found = Counter(zip(run.full.labels[rows].tolist(), run.pairs[run.labels[rows]].tolist(), strict=True))
    return [(i + 1, j + 1, count) for (i, j), count in found.most_common()]


def costs(run: Learned) -> list[tuple[str, int, int]]:
    """Return (what, full k-means', mini-batch's) in the textbook's count for this run, bytes at 8 a number."""
    (n, d), k, b = run.table.X.shape, len(run.pairs), run.size
    rounds = run.full.moves + 1, run.batches
    return [
        ("squared differences per iteration", n * k * d, b * k * d),
        ("iterations", *rounds),
        ("squared differences in all", n * k * d * rounds[0], b * k * d * rounds[1]),
        ("bytes of points needed at a time", 8 * n * d, 8 * b * d),
        ("bytes of distances", 8 * n * k, 8 * b * k),
        ("bytes of centroids and counts", 8 * k * d, 8 * k * (d + 1)),
    ]


def grown_lines(grown: Sequence[Grown], batch, d, k) -> list[dict]:
    """Return a line of the table for each number of points; a run that is never within 1 % leaves gaps."""
    lines = []
    for now in grown:
        mini, seconds = now.close or (None, None)
        lines.append(
            {
                "n": now.n,
                "moves": now.moves,
                "full ms": 1000 * now.seconds,
                "full MB": 8 * now.n * (d + k) / 1e6,
                "batches": mini,
                "mini ms": seconds and 1000 * seconds,
                "mini MB": 8 * min(batch, now.n) * (d + k) / 1e6,
            }
        )
    return lines


def growth(grown: Sequence[Grown], batch) -> str:
    """Return how the measured costs grew from the fewest points to the most."""
    few, many = grown[0], grown[-1]
    each = [now.seconds / (now.moves + 1) for now in (few, many)]
    text = (
        f"From {few.n:,} to {many.n:,} points, {many.n // few.n} times as many, an iteration of full k-means takes "
        f"{number(each[1] / each[0])} times as long, and a batch of "
        f"{batch:,} points {number(many.batch_seconds / few.batch_seconds)} times."
    )
    if many.close:
        ratio = many.seconds / many.close[1]
        faster = f"{number(ratio)} times as fast" if ratio > 1 else "here full k-means is faster"
        text += (
            f" At {many.n:,} points full k-means needs {number(1000 * many.seconds)} ms to its end; mini-batch is "
            f"within 1 % of it after {number(1000 * many.close[1])} ms: {faster}."
        )
    else:
        text += f" At {many.n:,} points mini-batch is not within 1 % in {MOST_RACED} batches."
    return f"{text} Measured on the machine that runs this page, from one start; medians of {REPEATS} runs."


def race_csv(lanes: Sequence[Lane], full: Full) -> str:
    """Return a line for every run and every state on its track."""
    tracks = [("full k-means", 1, full.track)]
    tracks += [(f"batches of {lane.size}", i, track) for lane in lanes for i, track in enumerate(lane.tracks, start=1)]
    rows = (
        (name, i, *state)
        for name, i, track in tracks
        for state in zip(
            track.iterations.tolist(),
            track.points.tolist(),
            track.seconds.tolist(),
            track.inertias.tolist(),
            strict=True,
        )
    )
    return export.table_csv(("run", "number", "iterations", "points looked at", "seconds", "inertia"), rows)


def labels_csv(run: Learned) -> str:
    """Return every point with its two clusters, paired and counted from 1."""
    full, mini = (run.full.labels + 1).tolist(), (run.pairs[run.labels] + 1).tolist()
    points = run.table.X.tolist()
    rows = ((i, *point, a, b) for i, (point, a, b) in enumerate(zip(points, full, mini, strict=True), start=1))
    return export.table_csv(("point", *run.table.features, "full k-means", "mini-batch"), rows)
