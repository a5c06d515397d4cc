"""The engine: what exists for speed alone. Nobody needs to read it to understand k-means.

This file is its only entry point. The functions below take input that is already checked, and return what the lesson
returns for it:

- `lloyd_steps(X, centroids, weights, max_iter, max_squared_shift)` yields the states of `lloyd`: for exactly these
  centroids the same labels, bit for bit, and the same inertia up to the rounding of sums.
- `assign(X, centroids)` returns the same labels (n,).
- `d2_sampling(X, k, weights, trials, rng)` yields picks of k-means++, drawn with the same probabilities, though not
  the same rows for the same seed.
- `outcomes(X, starts)` returns how runs from many starts begin and end, `final_inertias(X, starts)` how they end.

`weights` (n,) is None if every weight is 1. README.md says what each file gains.
"""

from kmeans_core._fast.d2_sampling import d2_sampling
from kmeans_core._fast.lloyd import lloyd_steps
from kmeans_core._fast.predict import assign
from kmeans_core._fast.restarts import Outcomes, final_inertias, outcomes

__all__ = ["LESSON_SIZE", "Outcomes", "assign", "d2_sampling", "final_inertias", "lloyd_steps", "outcomes"]

LESSON_SIZE = 60_000  # values of n k d up to which the lesson runs, and above which the engine takes over
