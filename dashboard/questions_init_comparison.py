"""The Init Comparison page's questions worth trying, their answers computed. No Streamlit."""

from dashboard import datasets, starts
from dashboard.halfsteps import number, percent, plural
from dashboard.questions import Question
from dashboard.starts import METHODS, Landscape

MANY = 60  # runs of each start that an answer rests on


def questions() -> list[Question]:
    """Return the Init Comparison page's questions."""
    return [one_each_by_lot(), beaten_by_hand(), strays()]


def found(name, k) -> Landscape:
    X = datasets.NAMED[name].make(300, 1.0, 42).X
    return starts.landscape(X, list(starts.restarts(X, k, MANY)))


def share(landscape: Landscape, name) -> float:
    """Return the share of a start's runs that reach the best known inertia."""
    return float(landscape.reached(landscape.ends[list(METHODS).index(name)]).mean())


def one_each_by_lot() -> Question:
    four, fifteen = found("blobs", 4), found("15 blobs", 15)
    lots = [percent(starts.chance_of_one_each(each.sizes)) for each in (four, fifteen)]
    return Question(
        "Random starts do well on four blobs. What becomes of them on fifteen?",
        {"data": "15 blobs", "k": "15", "show": "many runs"},
        f"Of {MANY} random starts, {percent(share(four, 'random'))} reach the best known inertia on the four blobs and "
        f"{percent(share(fifteen, 'random'))} on the fifteen; greedy k-means++ {percent(share(four, 'greedy k-means++'))} "
        f"and {percent(share(fifteen, 'greedy k-means++'))}. By lot, a start has one point in each cluster with a chance "
        f"of {lots[0]} with four and {lots[1]} with fifteen. On four, moving often mends it; on fifteen hardly ever.",
    )


def beaten_by_hand() -> Question:
    X = datasets.NAMED["blobs"].make(300, 1.0, 42).X
    best = found("blobs", 4)
    crowd = sorted(((X - X[0]) ** 2).sum(axis=1).argsort()[:4].tolist())
    lane = starts.run(X, X[crowd])[-1]
    end = "still reaches the best known inertia" if best.reached(lane.inertia) else (
        f"ends at {number(lane.inertia)}, {float(best.times(lane.inertia)):.1f} times the best known inertia")  # fmt: skip
    return Question(
        "Pick your own start as badly as you can: four points side by side. Where does it end?",
        {"own": starts.text_of(crowd)},
        f"Points {starts.text_of(crowd).replace('-', ', ')} are neighbours. From them the run {end}, "
        f"after {plural(lane.iteration, 'move')}.",
    )


def strays() -> Question:
    outliers = found("outliers", 3)
    first, random = (percent(share(outliers, name)) for name in ("farthest-first", "random"))
    return Question(
        "Farthest-first leaves no blob out. Why is it not the best start of all?",
        {"data": "outliers", "k": "3"},
        f"It picks the very points that lie farthest out. Among strays it starts with strays: of {MANY} runs on the set "
        f"“outliers” {first} reach the best known inertia, of random ones {random}. k-means++ is a compromise: far points "
        "are likely, but a far crowd is likelier than a far stray.",
    )
