"""Questions worth trying on the Failure cases page, their answers computed. No Streamlit."""

from dashboard.common.formatting import two_digits
from dashboard.common.questions import Question
from dashboard.failure_cases.cases import NAMED
from dashboard.failure_cases.evaluation import FAIR, GOOD, KMEANS, asked_of, result
from dashboard.failure_cases.methods import METHODS

N, SEED = 300, 42
LARGE = {"tab": "Break it"}  # where the two pictures are


def questions() -> list[Question]:
    return [how_far_apart(), who_survives(), no_cure_for_all()]


def score(name: str, method: str, knob: float | None = None) -> float:
    """Return the adjusted Rand index of `method` on a case, at its default knob unless one is given."""
    case = NAMED[name]
    knob = case.knob.default if knob is None else float(knob)
    return result(case.make(N, knob, SEED), method, asked_of(case, knob, SEED, case.eps, case.min_samples)).score


def how_far_apart() -> Question:
    places = NAMED["moons"].knob.places
    scores = [score("moons", KMEANS, knob) for knob in places]
    reached = next((knob for knob, value in zip(places, scores, strict=True) if value >= GOOD), None)
    far = f"from a gap of about {reached:.1f}" if reached is not None else "at no gap within the knob's reach"
    return Question(
        "How far apart must the moons be before k-means finds them?",
        LARGE | {"case": "moons", "knob": "0.8"},
        f"At the lesson's gap of 0 its adjusted Rand index is {score('moons', KMEANS):.2f}; it reaches {GOOD} {far}. "
        "The points are as curved as before: what has changed is that a straight line now passes between them.",
    )


def who_survives() -> Question:
    near = {method: score("circles", method, 0.85) for method in METHODS}
    best = max(near, key=near.get)
    parts = f"{best} parts them best" if near[best] >= FAIR else f"None: the best of the {len(near)} is {best}"
    mended = score("circles", "radius map first", 0.85)
    return Question(
        "The inner ring grows to 0.85 of the outer one. Which method still parts them?",
        LARGE | {"case": "circles", "knob": "0.85"},
        f"{parts}, with an adjusted Rand index of {two_digits(near[best])}. DBSCAN's neighbourhoods and the graph of "
        "neighbours reach across the gap. Knowing that these are rings helps more than another method: with the "
        f"distance from the middle as its only feature, k-means reaches {two_digits(mended)}.",
    )


def no_cure_for_all() -> Question:
    whitened = {name: score(name, "whiten first") for name in NAMED}
    found = [name for name, value in whitened.items() if value >= GOOD]
    return Question(
        "Whitening mends the stretched heaps. Does it mend the others?",
        LARGE | {"case": "uneven sizes", "method": "whiten first"},
        f"Of the {len(whitened)} cases it mends {len(found)}: {', '.join(found) or 'none'}. It takes away stretch and "
        "scale, which is all it can do: no unequal sizes, no bent groups, no strays.",
    )
