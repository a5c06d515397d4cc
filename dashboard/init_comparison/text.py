"""All sentences of the Init comparison page, made from the current numbers."""

import math

import numpy as np

from dashboard.common.csv_table import short
from dashboard.common.formatting import agreeing, join_words, number, percent, plural, unbroken
from dashboard.common.questions import RIGHT, not_quite
from dashboard.init_comparison import restart_statistics as many_runs
from dashboard.init_comparison.best_known import METHODS, N_RUNS, TOLERANCE, BestKnown
from dashboard.init_comparison.restart_statistics import HistogramBar, RestartStatistics
from dashboard.init_comparison.seeding_film import SeedingStep
from dashboard.init_comparison.side_by_side import MAX_NUMBERED, Comparison, RunTrack, centroids_by_cluster, write_rows

MAX_ENTRY_CHARACTERS = 30  # of the field's entries that a note quotes for one reason
STARTS = """
- **random**: k of the points, drawn at random.
- **classic k-means++**: the first point at random. Every further point is drawn with a probability in proportion to
  D², its squared distance to the nearest point picked so far: the farther away, the more likely.
- **greedy k-means++**: the same, but several points are drawn for each pick, and the one that lowers the inertia most
  is kept.
- **farthest-first**: the first point at random, then always the point farthest from those picked so far.

The four methods differ in these first centroids only. Then each run assigns and moves as on the Algorithm page. Its
**inertia** is the sum of the squared distances from the points to their nearest centroids: the lower, the better.
"""
STARTS_ALT = "Panels with the same points, not yet in clusters, each with the first centroids of another start."
SIDE_BY_SIDE_ALT = (
    "Panels with the same points, each clustered from another start, and the inertia of every run by half-step. "
    "The player beside the picture describes each half-step."
)
PICK_BY_PICK_ALT = (
    "Points whose markers are as large as their chance to be picked next, and a bar with the clusters' shares of that "
    "chance. The player beside the picture describes each pick."
)
PICK_BY_PICK_KEY = (
    "Area of a marker: its chance to be picked next, in proportion to D², the squared distance to the nearest pick. "
    "Colours: the clusters of the best known run. k-means++ does not know them; they show which clusters have a pick. "
    "The wheel: all chances end to end, cluster by cluster; the triangle shows where the draw fell."
)
BARS_HELP = "All bars of all histograms, from the lowest inertia to the highest. Type a method's name to find its bars."
BEST_OF_ALT = "The chance that the best of n_init runs reaches the best known inertia, for each method."
HISTOGRAMS_KEY = "Choose a bar, here or in the list, to see one of its runs. Open markers: the runs side by side now."
RESTART_TABLE_HELP = {
    "reached": "Runs that end within 1 % of the best known inertia.",
    "one each": "Starts with one centroid in each cluster of the best known run.",
    "moves": "On average, until no label changes.",
    "inertia at the start": "On average, before the first move.",
    "at the end": "On average.",
    "worst": "Of all runs, at the end.",
}


def fewer_restarts(n, d, k, restarts, affordable) -> str:
    seconds = number(many_runs.restart_seconds(n, d, k, restarts), 2)
    return (
        f"{restarts} runs of every method on {n:,} points in {k} clusters would take about {seconds} seconds of a "
        f"processor that visitors share, so the page makes {affordable}. With fewer points or clusters it makes more."
    )


def best_known_sentence(best: BestKnown) -> str:
    return f"The best known inertia is {number(best.inertia)}, the lowest of {N_RUNS} runs from greedy k-means++."


def own_field_help(k) -> str:
    return (
        f"The numbers of {k} points, for instance {write_rows(range(k))}. Or choose points in the panel “your own”: "
        "choose a point again to remove it; once all are picked, another point replaces the nearest pick."
    )


def unused_note(unused: dict[str, list[str]]) -> str:
    """Return which entries of the field are not used, and why."""
    parts = [f"{short(', '.join(entries), MAX_ENTRY_CHARACTERS)} ({why})" for why, entries in unused.items()]
    return f"Not used: {'; '.join(parts)}."


def own_status(k, n_picked) -> str:
    numbers = "its number" if k == 1 else "their numbers"
    missing = f"pick {plural(k, 'point')} in its panel, or type {numbers} in the sidebar"
    if n_picked:
        missing = f"pick {k - n_picked} more"
    return f"**Your own start**: {missing if n_picked < k else 'complete'}."


# ---- the guesses

START_QUESTION = "Which start will end with the highest inertia?"
ALIKE = "All within 1 %"
IDEAS = {  # behind a wrong guess of the start that ends highest
    "random": "a random start is always the worst",
    "classic k-means++": "a draw by distance is no better than a random one",
    "greedy k-means++": "a lower inertia at the start does not help",
    "farthest-first": "centroids that begin at the edge stay there",
    ALIKE: "all starts end the same",
}
SHARES = {f"{low} to {low + 20} %": (low / 100, (low + 20) / 100) for low in range(0, 100, 20)}


def start_verdict(guess: str, comparison: Comparison) -> str:
    """Return which method's run ends highest; if it is not the `guess`, the idea behind that."""
    best, ends = comparison.best, {track.name: track.inertia for track in comparison.runs if track.name in METHODS}
    high = max(ends.values())
    highest = [name for name, end in ends.items() if high <= (1 + TOLERANCE) * end + best.rounding_error]
    if len(highest) == len(ends):
        highest = [ALIKE]
        outcome = f"Here all four end within 1 % of each other: the highest inertia is {number(high)}."
    else:
        verb, ratio = "ends" if len(highest) == 1 else "end", ratio_words(best.ratio(high))
        outcome = f"Here {join_words(highest)} {verb} with the highest inertia, {number(high)}: {ratio}."
    return unbroken(f"{RIGHT if guess in highest else not_quite(IDEAS[guess])} {outcome}")


def share_question(restarts) -> str:
    return f"How many of {restarts} random starts end within 1 % of the best known inertia?"


def run_to_see(restarts) -> str:
    return f"To see whether that is right, choose “Run every method {restarts} times”, which comes next."


def share_verdict(guess: str, statistics: RestartStatistics) -> str:
    """Return the share of random starts that reach the best known inertia; if not the `guess`, the idea behind that."""
    runs, (low, high) = statistics.reached["random"], SHARES[guess]
    do = agreeing(runs.sum(), "do")
    outcome = f"You said {guess}; {runs.sum()} of {len(runs)} random starts {do}, {percent(runs.mean())}."
    if low <= runs.mean() <= high:
        return unbroken(f"{RIGHT} {outcome}")
    idea = "the moves correct most starts" if runs.mean() < low else "the moves can correct hardly any start"
    return unbroken(f"{not_quite(idea)} {outcome}")


# ---- side by side


def run_captions(comparison: Comparison) -> list[str]:
    """Return a sentence for each half-step of all runs."""
    film, runs, best = comparison.longest, comparison.runs, comparison.best
    k = len(film[0].centroids)
    picked = f"{plural(k, 'point')} as its first {'centroid' if k == 1 else 'centroids'}"
    captions = [f"Each method has picked {picked}."]
    for i in range(1, len(film) - 1):
        moving = [track for track in runs if track.is_moving(i)]
        lowest = moving[0] if len(moving) == 1 else min(runs, key=lambda track: track.half_step(i).inertia)
        ratio = ratio_words(best.ratio(lowest.half_step(i).inertia))
        if len(moving) == 1:
            sentence = f"only {lowest.name} still moves; its inertia is {ratio}. The others have converged."
        else:
            still = f"all {len(runs)}" if len(moving) == len(runs) else f"{len(moving)} of {len(runs)}"
            sentence = f"{still} runs still move. The lowest inertia, that of {lowest.name}, is {ratio}."
        captions.append(f"{film[i].name}: {sentence}")
    missed = [track.name for track in runs if not best.is_reached(track.inertia)]
    at_best = f"at the best known inertia, {number(best.inertia)}"
    end = f". Not {at_best}: {join_words(missed)}." if missed else f", all {at_best}."
    return [*captions, f"All have converged{end}"]


def ratio_words(ratio) -> str:
    """Return a multiple of the best known inertia in words."""
    if not math.isfinite(ratio):
        return "above the best known one, 0"
    if ratio <= 1:
        return "the best known one"
    return f"{multiple(ratio)} times the best known one"


def multiple(ratio) -> str:
    return f"{ratio:.1f}" if ratio >= 2 else f"{ratio:.2f}"


def ratio_symbol(ratio) -> str:
    """Return a multiple of the best known inertia in a few characters: "5.2× best", "1.12× best", nothing for 1."""
    if ratio <= 1 + 1e-9:
        return ""
    return f"{multiple(ratio) if math.isfinite(ratio) else '∞'}× best"


def panel_status(track: RunTrack, i, best: BestKnown) -> str:
    """Return in a few characters how a run compares with the best known inertia at half-step `i`, or what it needs."""
    if not track.steps:
        missing, n_picked = len(best.centroids), len(track.film[0].centroids)
        return f"choose {missing - n_picked} more" if n_picked else f"choose {plural(missing, 'point')}"
    if i == 0:
        return ""
    if track.is_moving(i):
        return ratio_symbol(best.ratio(track.half_step(i).inertia))
    return run_result(track, best)


def run_result(track: RunTrack, best: BestKnown) -> str:
    """Return in a few characters whether a run has reached the best known inertia."""
    symbol = ratio_symbol(best.ratio(track.inertia))
    return f"✓ {symbol or 'best'}" if best.is_reached(track.inertia) else f"✗ {symbol}"


def result_table(comparison: Comparison) -> dict[str, list[str]]:
    runs = comparison.runs
    return {
        "start": [track.name for track in runs],
        "moves": [str(track.steps[-1].iteration) for track in runs],
        "inertia": [number(track.inertia) for track in runs],
        "best known": [run_result(track, comparison.best) for track in runs],
    }


def result_explanation(comparison: Comparison) -> str:
    """Return why the runs ended where they did, from where they began."""
    best = comparison.best
    paragraphs = [
        f"**Best known inertia**: {number(best.inertia)}, the lowest of {best.n_runs} runs: {N_RUNS} from greedy "
        "k-means++ and those shown here. In the panels and the table, “2.5× best” is 2.5 times this inertia. All "
        "panels number and colour their clusters as this run does; the Algorithm page numbers them as they are picked."
    ]
    missed = [track for track in comparison.runs if not best.is_reached(track.inertia)]
    paragraphs += [miss_explanation(track, best) for track in missed]
    if missed:
        paragraphs.append(
            "Each move puts a centroid at the mean of its own points, wherever the other centroids are, and a run "
            "stops when every centroid is at its mean. Here that did not correct the start."
        )
    return unbroken("\n\n".join(paragraphs))


def miss_explanation(track: RunTrack, best: BestKnown) -> str:
    """Return what is wrong with a run, in the numbers of its panel, or how many centroids if these have no numbers."""
    reference, first, last = best.centroids, track.steps[0].centroids, track.steps[-1].centroids
    by_cluster = centroids_by_cluster(first, reference)
    shared, n_empty = [group for group in by_cluster if len(group) > 1], sum(not group for group in by_cluster)
    if not shared:
        return (
            f"**{track.name}** began with a centroid in every cluster of the best known run, but its final inertia is "
            f"{ratio_words(best.ratio(track.inertia))}: one centroid in each cluster is not always enough."
        )
    several = [j for j, group in enumerate(centroids_by_cluster(reference, last)) if len(group) > 1]
    verb = "covers" if len(several) == 1 else "each cover"
    if len(first) > MAX_NUMBERED:
        start = f"several centroids began together in {plural(len(shared), 'cluster')} of the best known run"
        covering = f"{plural(len(several), 'centroid')} {verb}"
    else:
        pairs = [join_words(j + 1 for j in group) for group in shared]
        start = f"centroids {pairs[0]} began in the same cluster of the best known run"
        start += "".join(f", as did {pair}" for pair in pairs[1:])
        covering = f"centroid{'s' if len(several) > 1 else ''} {join_words([j + 1 for j in several] or '-')} {verb}"
    end = f" At the end {covering} several of these clusters." if several else ""
    return f"**{track.name}**: {start}, while {'another' if n_empty == 1 else f'{n_empty} others'} had none.{end}"


# ---- pick by pick


def wheel_caption(i, step: SeedingStep, labels) -> str:
    """Return a sentence on the chances before the pick number `i`."""
    if i == 1:
        return f"Wheel 1: no point is picked yet, so all {len(labels):,} points are equally likely."
    empty = np.setdiff1d(labels, labels[list(step.before)])
    if not len(empty):
        return f"Wheel {i}: every cluster has a pick. The points farthest from a pick are still the most likely."
    clusters = f"{plural(len(empty), 'cluster')} {agreeing(len(empty), 'have')} no pick yet"
    shares = percent(float(step.shares[empty].sum())), percent(float(np.isin(labels, empty).mean()))
    return f"Wheel {i}: {clusters}: {shares[0]} of the wheel, {shares[1]} of the points."


def pick_caption(i, step: SeedingStep, labels) -> str:
    """Return a sentence on the pick number `i`."""
    row, n, n_candidates = step.pick.row, len(labels), len(step.pick.candidates)
    point = f"point {row + 1}"
    if i == 1:
        return f"Pick 1: {point}, at random. Its chance: one in {n:,}."
    in_cluster = np.flatnonzero(labels[list(step.before)] == labels[row])
    point += f", in the cluster of pick {in_cluster[0] + 1}" if len(in_cluster) else ", in a cluster without a pick"
    if n_candidates > 1:
        return f"Pick {i}: of {n_candidates} points drawn, {point}, lowers the inertia most."
    chance = float(step.pick.probability[row])
    return f"Pick {i}: {point}. Its chance: {percent(chance)}, {number(chance * n)} times that in an even draw."


# ---- many runs


def bar_label(bar: HistogramBar) -> str:
    runs = f"{len(bar.seeds)} of {bar.restarts} runs {agreeing(len(bar.seeds), 'end')}"
    return f"{bar.method}: {runs} with an inertia from {number(bar.low)} to {number(bar.high)}"


def restart_table(statistics: RestartStatistics) -> list[dict[str, str]]:
    """Return a line for each method: what its runs did."""
    k = len(statistics.best.centroids)
    return [
        {
            "method": name,
            "reached": percent(statistics.reached[name].mean()),
            "one each": percent((statistics.clusters_hit[i] == k).mean()),
            "moves": f"{statistics.moves[i].mean():.1f}",
            "inertia at the start": number(statistics.initial_inertias[i].mean()),
            "at the end": number(statistics.final_inertias[i].mean()),
            "worst": number(statistics.final_inertias[i].max()),
        }
        for i, name in enumerate(METHODS)
    ]


def guarantee(statistics: RestartStatistics) -> str:
    """Return what the theorem says about classic k-means++, and what these runs show.

    Arthur and Vassilvitskii (2007), "k-means++: the advantages of careful seeding", SODA.
    """
    classic = list(METHODS).index("classic k-means++")
    observed = float(np.mean(statistics.best.ratio(statistics.initial_inertias[classic])))
    bound = 8 * (math.log(len(statistics.best.centroids)) + 2)
    return (
        "Classic k-means++ **guarantees** that its first centroids, before any move, have on average an inertia of at "
        rf"most $8\,(\ln k + 2) = {bound:.1f}$ times the optimum. **Observed**: {observed:.2f} times the best known "
        "inertia. Random starts guarantee nothing."
    )


def reached_sentence(statistics: RestartStatistics) -> str:
    counts = join_words(f"{name} {runs.sum()}" for name, runs in statistics.reached.items())
    best = number(statistics.best.inertia)
    return f"Of {statistics.restarts} runs each, these reach the best known inertia of {best} within 1 %: {counts}."


def histograms_alt(statistics: RestartStatistics) -> str:
    return f"Histograms of the final inertia of each method's runs. {reached_sentence(statistics)}"


def restart_summary(statistics: RestartStatistics) -> str:
    """Return what the histograms show, in words."""
    restarts, best, k = statistics.restarts, statistics.best, len(statistics.best.centroids)
    needed = {name: many_runs.runs_needed(chances, 0.99) for name, chances in statistics.chances.items()}
    needed = join_words(f"{name} {count or f'more than {restarts}'}" for name, count in needed.items())
    sizes = np.bincount(best.labels, minlength=k)
    one_each = percent(many_runs.chance_of_one_each(sizes))
    sentences = [
        reached_sentence(statistics),
        f"The chance that {k} points drawn at random fall one into each of the {k} clusters of the best known run is "
        f"{one_each}; random starts succeed more often only where the moves can correct them.",
        f"Runs needed to reach it with a chance of 99 %, estimated from these runs: {needed}.",
        "“Best known” is the lowest of all these runs; it is not proved to be the optimum.",
    ]
    if k == 1 or not sizes.all():  # of few different points, some clusters are empty
        del sentences[1]
    return unbroken(" ".join(sentences))
