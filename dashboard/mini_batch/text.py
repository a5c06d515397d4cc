"""What the Mini-batch page says about its runs: captions, sentences, lines of tables, CSV."""

from collections import Counter
from collections.abc import Sequence
from statistics import median_low

import numpy as np

from dashboard.common import export
from dashboard.common.formatting import agreeing, join_words, number, percent, plural
from dashboard.common.half_steps import inertia_change
from dashboard.mini_batch.compute import (
    ALL,
    DRAW,
    MAX_HIGHLIGHTED_POINTS,
    MOVE,
    PICK,
    BatchPicture,
    MiniBatchRun,
)
from dashboard.mini_batch.cost_curves import (
    CLOSE_FACTOR,
    MAX_EVALUATED_POINTS,
    MAX_RACE_BATCHES,
    MAX_RACE_POINTS,
    CostCurve,
    FullRun,
    GrowthPoint,
    race_sizes,
)

# ---- the film


def batch_captions(run: MiniBatchRun) -> list[str]:
    """Return the sentences that the player says, one for each picture."""
    return [
        batch_caption(run, before, picture) for before, picture in zip([run.film[0], *run.film], run.film, strict=False)
    ]


def batch_caption(run: MiniBatchRun, before: BatchPicture, picture: BatchPicture) -> str:
    n, size = len(run.table.X), run.batch_size
    if picture.line == PICK:
        return f"{plural(len(picture.centroids), 'centroid')} picked; none of the {n:,} points has been looked at yet."
    if picture.line == DRAW:
        batch = picture.batches + 1
        which = f"{size:,} of {n:,} points, drawn at random" if batch == 1 else f"another {size:,} points"
        some = f" ({MAX_HIGHLIGHTED_POINTS} of them highlighted)" if size > MAX_HIGHLIGHTED_POINTS else ""
        return f"Draw {batch}: {which}{some}; each is assigned to its nearest centroid."
    if picture.line == ALL:
        end = "The inertia has stopped falling" if run.last.converged else "The film stops"
        return (
            f"{end} at batch {run.batches:,}. All {n:,} points are assigned, once. "
            f"Inertia {number(run.inertia)}, {_compared(run.inertia, run.full.inertia)}."
        )
    first, last = before.batches + 1, picture.batches
    if first == last and picture.reassigned.size:
        return reassignment_caption(before, picture)
    name = f"Move {last}" if first == last else f"Batches {first} to {last}"
    distances = np.linalg.norm(picture.centroids - before.centroids, axis=1)
    j = int(distances.argmax())
    return (
        f"{name}: centroid {j + 1} moves most, by {number(distances[j])}. "
        f"{inertia_change(before.inertia, picture.inertia)}"
    )


def reassignment_caption(before: BatchPicture, picture: BatchPicture) -> str:
    """Return the caption of a move in which centroids jump to a point of the batch."""
    counts = before.counts + np.bincount(picture.labels, minlength=len(before.counts))
    names, low = join_words(picture.reassigned + 1), join_words(f"{counts[j]:,.0f}" for j in picture.reassigned)
    one = len(picture.reassigned) == 1
    return (
        f"Move {picture.batches}: {'centroid' if one else 'centroids'} {names} {'has' if one else 'have'} learned from "
        f"only {low} {'point' if low == '1' else 'points'}, the largest from {counts.max():,.0f}: "
        f"{'it jumps to a random point' if one else 'they jump to random points'} of the batch."
    )


def _plural_passes(count) -> str:
    text = f"{count:.2g}" if count < 10 else number(count)
    return f"{text} {'pass' if text == '1' else 'passes'}"


def _compared(inertia, full_inertia) -> str:
    if not full_inertia or inertia == full_inertia:
        return "equal to that of full k-means"
    share = inertia / full_inertia - 1
    return f"{percent(abs(share))} {'above' if share > 0 else 'below'} that of full k-means"


def background_note(n_drawn, n) -> str:
    if n_drawn == n:
        return ""
    note = f"Of the {n:,} points, {n_drawn:,} are shown in grey; each batch is drawn from all of them."
    if n > MAX_EVALUATED_POINTS:
        note += f" Until all are assigned, their inertia is estimated from {MAX_EVALUATED_POINTS:,} of them."
    return note


def plot_alt(n, batch_size, k) -> str:
    return (
        f"{n:,} points in grey, batches of {batch_size:,} points that light up, and {k} centroids that learn from "
        "them; the player beside the picture describes each batch."
    )


def run_summary(run: MiniBatchRun) -> str:
    """Return what the run in the picture cost and where it ended, beside the full one."""
    full, n = run.full, len(run.table.X)
    differ = f"{percent(len(run.differing) / n)} of the points" if len(run.differing) else "no point at all"
    end = "until no point changed its cluster" if full.converged else "and was stopped there"
    each = "" if full.moves == 1 else "each "
    return (
        f"**Mini-batch** looked at {run.points:,} points, {_plural_passes(run.points / n)} over the data, and ended "
        f"with an inertia {_compared(run.inertia, full.inertia)}. **Full k-means** looked at "
        f"{full.curve.points[-1]:,}: {plural(full.moves, 'move')}, {each}after a pass over all {n:,}, {end}. "
        f"After their clusters are paired, the two disagree on {differ}."
    )


# ---- the race


def race_question(batch_size, n) -> str:
    """Return what to guess before batches of all sizes and of `batch_size` race on `n` points."""
    sizes = join_words((f"{size:,}" for size in race_sizes(batch_size, n)), "or")
    return (
        f"Batches of {sizes} points ({batch_size:,} in the picture): which are within 1 % of full k-means after the "
        "fewest points? And after the shortest time? Make a guess, then run the race."
    )


def race_summary(curve: CostCurve, full: FullRun) -> str:
    """Return after how much work the chosen batch size is within 1 % of full k-means, and full k-means itself."""
    mini, complete = race_row("", curve, full), race_row("", full.curve, full)
    full_sentence = (
        f"Full k-means is as close to its own end after {_plural_passes(complete['passes'])} "
        f"({plural(complete['iterations'], 'move')}, {number(complete['ms'])} ms)."
    )
    if "points" not in mini:
        runs = plural(len(curve.inertias), "run")
        return f"**Batches of {curve.batch_size:,} never come within 1 %** in {runs} of the race. {full_sentence}"
    if not mini["points"]:
        return "The start itself is within 1 % of where full k-means ends, so there is nothing left to compare."
    less, faster = complete["points"] / mini["points"], complete["ms"] / mini["ms"]
    speed = f"{number(faster)} times as fast" if faster > 1 else f"{number(1 / faster)} times as slow"
    return (
        f"**Batches of {curve.batch_size:,} are within 1 % of full k-means after {_plural_passes(mini['passes'])} over "
        f"the data** ({mini['points']:,} points, {number(mini['ms'])} ms; {mini['within']} runs get there). "
        f"{full_sentence} That is {number(less)} times as many distances. By the clock, mini-batch is {speed}: every "
        "batch, however small, takes a fixed time for its calls."
    )


def race_table(curves: Sequence[CostCurve], full: FullRun) -> list[dict]:
    batches = [race_row(f"batches of {curve.batch_size:,}", curve, full) for curve in curves]
    return [race_row("full k-means", full.curve, full), *batches]


def race_row(name, curve: CostCurve, full: FullRun) -> dict:
    """Return a line of the race's table: medians over the runs that came within 1 % of full k-means."""
    within = curve.first_within(CLOSE_FACTOR * full.inertia)
    ends = sorted(float(end / full.inertia - 1) if full.inertia else 0.0 for end in curve.inertias[:, -1])
    end, lowest, highest = (f"{100 * share:+.2f} %" for share in (median_low(ends), ends[0], ends[-1]))
    row = dict(run=name, within=f"{len(within)} of {len(ends)}")
    if within:
        iterations, seconds = map(median_low, zip(*within, strict=True))
        points = iterations * curve.batch_size
        row |= dict(iterations=iterations, points=points, passes=points / curve.n, ms=1000 * seconds)
    return row | dict(end=f"{end} ({lowest} to {highest})" if len(ends) > 1 else end)


def race_note(n, runs) -> str:
    estimated = (
        f"On the way it is estimated from {MAX_EVALUATED_POINTS:,} of them, to about 1 %; at the end it is exact. "
        if n > MAX_EVALUATED_POINTS
        else ""
    )
    return (
        f"Every run begins at the start in the picture. A curve is the median of {plural(runs, 'run')} that draw "
        "different batches; its band reaches from the lowest to the highest. A run ends after as many points as full "
        f"k-means looked at, after {MAX_RACE_POINTS:,} points or after {MAX_RACE_BATCHES} batches. The inertia is that "
        f"of all points. {estimated}It is known after some of the batches only, and its time is not counted; “within "
        "1 %” means the first of these. Points are counted as in a textbook; the full k-means here skips distances "
        "that it can prove unnecessary, which shows in its seconds. Seconds are processor time."
    )


# ---- where the two differ


def differences(run: MiniBatchRun, n_drawn) -> str:
    n, count = len(run.table.X), len(run.differing)
    drawn = f" {n_drawn:,} of them are drawn." if n_drawn < count else ""
    have = "It has" if count == 1 else "They have"
    return (
        f"**{count:,} of {n:,} points** ({percent(count / n)}) {agreeing(count, 'are')} in another cluster after "
        f"mini-batch than after full k-means. {have} mini-batch's colour and shape; all others are grey.{drawn}\n\n"
        "Discs are full k-means' final centroids, with their regions; squares are mini-batch's, in the colours of the "
        "clusters they are paired with. Clusters are paired so that as many points as possible agree (the Hungarian "
        "method)."
    )


def difference_table(run: MiniBatchRun) -> list[dict]:
    """Return (full k-means' cluster, mini-batch's cluster, points) of all that differ, counted from 1, most first."""
    rows = run.differing
    pairs = Counter(zip(run.full.labels[rows].tolist(), run.pairs[run.labels[rows]].tolist(), strict=True))
    return [{"full k-means": i + 1, "mini-batch": j + 1, "points": count} for (i, j), count in pairs.most_common()]


# ---- why it slows down


def slowdown(run: MiniBatchRun) -> str:
    """Return why late batches hardly move a centroid, with the counts of this run."""
    counts = run.last.counts
    j = int(counts.argmax())
    jumps = sum(picture.reassigned.size > 0 for picture in run.film)
    here = f"The film shows {plural(jumps, 'such jump')}." if jumps else "In this run there is none."
    return (
        "A centroid $c_j$ counts the points it has learned from, $m_j$, and goes $1/m_j$ of the way to each new point "
        f"$x$. So it is always the mean of all points it was ever given. Centroid {j + 1} has learned from "
        f"{counts[j]:,.0f} points by the end: one more moves it 1/{counts[j]:,.0f} of the way. That is "
        "why late batches hardly move anything, why the noise of small samples fades, and why a bad start is forgotten "
        "only slowly.\n\n"
        "A centroid whose count is below 1 % of the largest is **reassigned**: it jumps to a random point of the batch "
        f"and takes the smallest count of the others. {here}"
    )


def move_table(run: MiniBatchRun) -> list[dict]:
    """Return a line for every move that has a picture."""
    return [
        dict(
            batches=picture.batches,
            points=picture.batches * run.batch_size,
            inertia=picture.inertia,
            farthest=float(np.linalg.norm(picture.centroids - before.centroids, axis=1).max()),
            least=int(picture.counts.min()),
            most=int(picture.counts.max()),
            reassigned=", ".join(map(str, picture.reassigned + 1)),
        )
        for before, picture in zip(run.film, run.film[1:], strict=False)
        if picture.line == MOVE
    ]


# ---- what it costs

COST_NOTE = (
    "Counted as in a textbook, at 8 bytes a number. At its end mini-batch needs one more pass to label every point. "
    "The points may stay on disk and be read batch by batch. The code behind this page takes the points in blocks, so "
    "neither algorithm ever holds n × k distances."
)
GROWTH_NOTE = "The times are measured. The megabytes are computed, not measured: 8 bytes for every number."


def cost_formula(n, k, d, batch_size) -> str:
    return (
        "One iteration compares each point it looks at with every centroid in every feature: "
        f"$n \\times k \\times d$ = {n:,} × {k} × {d} = **{n * k * d:,}** squared differences for full k-means, "
        f"$b \\times k \\times d$ = {batch_size:,} × {k} × {d} = **{batch_size * k * d:,}** for a mini-batch, "
        f"{percent(batch_size / n)} of that."
    )


def cost_table(run: MiniBatchRun) -> list[dict]:
    """Return what this run costs as a textbook counts it, with 8 bytes a number."""
    (n, d), k, b = run.table.X.shape, len(run.pairs), run.batch_size
    passes, batches = run.full.moves + 1, run.batches
    rows = [
        ("squared differences per iteration", n * k * d, b * k * d),
        ("iterations", passes, batches),
        ("squared differences in all", n * k * d * passes, b * k * d * batches),
        ("bytes of points needed at a time", 8 * n * d, 8 * b * d),
        ("bytes of distances", 8 * n * k, 8 * b * k),
        ("bytes of centroids and counts", 8 * k * d, 8 * k * (d + 1)),
    ]
    return [{"quantity": name, "full k-means": full, "mini-batch": mini} for name, full, mini in rows]


def growth_table(points: Sequence[GrowthPoint], batch_size, d, k) -> list[dict]:
    """Return a line for each number of points; a run that is never within 1 % leaves gaps."""
    rows = []
    for point in points:
        batches, seconds = point.within or (None, None)
        full = {"n": point.n, "moves": point.moves, "full ms": 1000 * point.seconds}
        mini = {"batches": batches, "mini ms": seconds and 1000 * seconds}
        megabytes = [8 * count * (d + k) / 1e6 for count in (point.n, min(batch_size, point.n))]
        rows.append({**full, "full MB": megabytes[0], **mini, "mini MB": megabytes[1]})
    return rows


def growth_summary(points: Sequence[GrowthPoint], batch_size) -> str:
    """Return how the measured costs grew from the fewest points to the most."""
    few, many = points[0], points[-1]
    iteration = [point.seconds / (point.moves + 1) for point in (few, many)]
    text = (
        f"From {few.n:,} to {many.n:,} points, {many.n // few.n} times as many, an iteration of full k-means takes "
        f"{number(iteration[1] / iteration[0])} times as long, and a batch of {batch_size:,} points "
        f"{number(many.batch_seconds / few.batch_seconds)} times."
    )
    if many.within:
        ratio = many.seconds / many.within[1]
        faster = f"{number(ratio)} times as fast" if ratio > 1 else "here full k-means is faster"
        text += (
            f" At {many.n:,} points full k-means needs {number(1000 * many.seconds)} ms to its end; mini-batch is "
            f"within 1 % of it after {number(1000 * many.within[1])} ms: {faster}."
        )
    else:
        text += f" At {many.n:,} points mini-batch does not come within 1 %."
    return f"{text} Measured once on the machine that runs this page, from one start."


# ---- downloads


def race_csv(curves: Sequence[CostCurve], full: FullRun) -> str:
    """Return a line for every run and every state whose inertia was computed."""
    named = [("full k-means", full.curve), *((f"batches of {curve.batch_size}", curve) for curve in curves)]
    rows = (
        (name, run, *state)
        for name, curve in named
        for run, (seconds, inertias) in enumerate(zip(curve.seconds, curve.inertias, strict=True), start=1)
        for state in zip(
            *(column.tolist() for column in (curve.iterations, curve.points, seconds, inertias)), strict=True
        )
    )
    return export.table_csv(("run", "number", "iterations", "points looked at", "seconds", "inertia"), rows)


def both_labels_csv(run: MiniBatchRun) -> str:
    """Return every point with its two clusters, paired and counted from 1."""
    columns = run.table.X.tolist(), (run.full.labels + 1).tolist(), (run.pairs[run.labels] + 1).tolist()
    rows = ((i, *point, full, mini) for i, (point, full, mini) in enumerate(zip(*columns, strict=True), start=1))
    return export.table_csv(("point", *run.table.features, "full k-means", "mini-batch"), rows)
