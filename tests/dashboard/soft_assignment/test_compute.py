"""Of a large table the page uses a sample, which says what all points would say."""

import pytest

from dashboard.common.datasets import NAMED
from dashboard.common.runs import run_until_still
from dashboard.common.sampling import even_sample
from dashboard.common.settings import Start
from dashboard.soft_assignment import compute
from kmeans_core import adjusted_rand_score


@pytest.mark.parametrize("name", ["blobs", "stretched", "varied spread", "uneven sizes", "iris"])
def test_a_sample_tells_whether_the_mixture_finds_what_kmeans_misses_as_all_points_do(name):
    everything, start = NAMED[name].make(2000, 1.0, 42), Start(4 if name == "blobs" else 3, "k-means++", 84)
    gains = []
    for table in (even_sample(everything, compute.MAX_POINTS), everything):
        *_, hard = run_until_still(table.X, start.k, start.init, start.seed)
        labels = compute.labels_of_models(table.X, start, "0.8", "full", hard)
        hard_score, _, mixture_score = (adjusted_rand_score(table.truth, each) for each in labels.values())
        gains.append(mixture_score - hard_score)
    assert gains[0] == pytest.approx(gains[1], abs=0.1)
