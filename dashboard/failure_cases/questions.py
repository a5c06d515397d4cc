"""The Failure cases page's questions, their answers computed."""

from dashboard.common.formatting import join_words, two_digits
from dashboard.common.questions import Number, Question, Reply, without_guess
from dashboard.failure_cases.cases import CASES
from dashboard.failure_cases.compute import KMEANS, evaluate, hyperparameters
from dashboard.failure_cases.methods import METHODS
from dashboard.failure_cases.text import GOOD

N, SEED = 300, 42


def failure_questions() -> list[Question]:
    return [parted_moons(), close_rings(), whitened_cases(), scales_in_common()]


def score(name: str, method: str, value: float | None = None) -> float:
    """Return the adjusted Rand index of `method` on a case, at the default of its parameter if no value is given."""
    case = CASES[name]
    value = case.parameter.default if value is None else float(value)
    params = hyperparameters(case, value, SEED, case.eps, case.min_samples)
    return evaluate(case.make(N, value, SEED), method, params).score


def case_link(name: str, **settings: str) -> dict[str, str]:
    return {"tab": "Break it", "case": name, **settings} | without_guess(name, SEED)


def parted_moons() -> Question:
    grid = CASES["moons"].parameter.grid
    reached = next((gap for gap in grid if score("moons", KMEANS, gap) >= GOOD), grid[-1])
    return Question(
        "The two moons move apart and keep their shape. From when on does k-means find them?",
        (
            Reply("Never: they stay curved", "k-means fails on every curved group"),
            Reply("When a straight line fits between them"),
            Reply("When every point is nearest to one of its own moon", "k-means follows the nearest neighbours"),
        ),
        "At a gap of 0, where every point is near others of its own moon, the adjusted Rand index is "
        f"{score('moons', KMEANS):.2f}; it reaches {GOOD} from a gap of about {reached:.1f}. The points are as curved "
        "as before: what has changed is that the straight border between two centroids fits between them.",
        {"See it": case_link("moons", knob=f"{reached:g}")},
    )


def close_rings() -> Question:
    scores = {method: score("circles", method, 0.85) for method in METHODS}
    best = max(scores, key=scores.get)
    fixed = score("circles", "radius map first", 0.85)
    return Question(
        "The inner ring grows to 0.85 of the outer one. What still separates them?",
        (
            Reply("DBSCAN: it follows what is dense", "following dense places separates groups that nearly touch"),
            Reply("A mixture: its ellipses lie inside each other", "an ellipse describes a ring"),
            Reply("k-means, on the distance from the centre"),
        ),
        "With the distance from the centre as its only feature, k-means reaches an adjusted Rand index of "
        f"{two_digits(fixed)}; the best of the {len(scores)} methods on x and y, {best}, reaches "
        f"{two_digits(scores[best])}. DBSCAN's neighbourhoods reach across the gap, and an ellipse is filled. Knowing "
        "what the groups are like helps more than another method.",
        {"See it": case_link("circles", knob="0.85", method="radius map first")},
    )


def whitened_cases() -> Question:
    solved = [name for name in CASES if score(name, "whiten first") >= GOOD]
    return Question(
        f"Whitening makes long groups round, and k-means then finds them. How many of the {len(CASES)} cases does it "
        "solve?",
        (Reply(str(len(solved))), Reply(str(len(CASES)), "a fix for one case helps in all")),
        f"It solves {len(solved)}: {join_words(solved) if solved else 'none'}. It removes stretch and scale, and that "
        "is all it can do: unequal sizes, curved groups and outliers stay what they are.",
        {"See where it does not help": case_link("uneven sizes", method="whiten first")},
        Number(0, len(CASES)),
    )


def scales_in_common() -> Question:
    before, after = ([score(name, method) for name in ("stretched", "scales")] for method in (KMEANS, "whiten first"))
    return Question(
        "“stretched” and “scales”: what do these two failures have in common?",
        (
            Reply("The groups overlap", "k-means fails only where groups overlap"),
            Reply("One direction counts too much"),
            Reply("The start was unlucky", "every failure comes from an unlucky start"),
        ),
        "In both, the points spread far in a direction in which the groups do not differ, and squared distances "
        f"count it most: the adjusted Rand index is {two_digits(before[0])} and {two_digits(before[1])}, for the best "
        f"of five starts. Other units for the directions, by whitening, bring it to {two_digits(after[0])} and "
        f"{two_digits(after[1])}: the groups were apart all the time.",
        {"See “stretched”": case_link("stretched"), "See “scales”": case_link("scales")},
    )
