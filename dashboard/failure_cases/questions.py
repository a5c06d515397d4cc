"""Questions to try on the Failure cases page, with computed answers."""

from dashboard.common.formatting import two_digits
from dashboard.common.questions import Question
from dashboard.failure_cases.cases import CASES
from dashboard.failure_cases.compute import KMEANS, evaluate, hyperparameters
from dashboard.failure_cases.methods import METHODS
from dashboard.failure_cases.text import FAIR, GOOD

N, SEED = 300, 42


def _score(name: str, method: str, value: float | None = None) -> float:
    """Return the adjusted Rand index of `method` on a case, at the default of its parameter if no value is given."""
    case = CASES[name]
    value = case.parameter.default if value is None else float(value)
    params = hyperparameters(case, value, SEED, case.eps, case.min_samples)
    return evaluate(case.make(N, value, SEED), method, params).score


def failure_questions() -> list[Question]:
    reached = next((gap for gap in CASES["moons"].parameter.grid if _score("moons", KMEANS, gap) >= GOOD), None)
    where = f"from a gap of about {reached:.1f}" if reached is not None else "at no gap that the slider offers"
    scores = {method: _score("circles", method, 0.85) for method in METHODS}
    best = max(scores, key=scores.get)
    answer = f"{best} separates them best" if scores[best] >= FAIR else f"None: the best of the {len(scores)} is {best}"
    fixed = _score("circles", "radius map first", 0.85)
    solved = [name for name in CASES if _score(name, "whiten first") >= GOOD]
    return [
        Question(
            "How far apart must the moons be before k-means finds them?",
            {"tab": "Break it", "case": "moons", "knob": "0.8"},
            f"At a gap of 0 its adjusted Rand index is {_score('moons', KMEANS):.2f}; it reaches {GOOD} {where}. The "
            "points are as curved as before: what has changed is that a straight line now passes between them.",
        ),
        Question(
            "The inner ring grows to 0.85 of the outer one. Which method still separates them?",
            {"tab": "Break it", "case": "circles", "knob": "0.85"},
            f"{answer}, with an adjusted Rand index of {two_digits(scores[best])}. DBSCAN's neighbourhoods and the "
            "graph of neighbours reach across the gap. Knowing that these are rings helps more than another method: "
            f"with the distance from the centre as its only feature, k-means reaches {two_digits(fixed)}.",
        ),
        Question(
            "Whitening solves the stretched groups. Does it solve the other cases?",
            {"tab": "Break it", "case": "uneven sizes", "method": "whiten first"},
            f"It solves {len(solved)} of the {len(CASES)} cases: {', '.join(solved) or 'none'}. It removes stretch and "
            "scale, and that is all it can do: it does not help with unequal sizes, curved groups or outliers.",
        ),
    ]
