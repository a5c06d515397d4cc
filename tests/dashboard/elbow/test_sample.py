"""A sample of 500 points gives the conclusions of all points."""

import numpy as np
import pytest

from dashboard.common.datasets import ALL, NAMED
from dashboard.elbow.compute import Sample, ScoredSweep, scored_rows
from dashboard.elbow.criteria import consensus, criteria
from tests.dashboard.elbow.searches import sample_of, search, searched

NAMES = [dataset.name for dataset in ALL if not dataset.real]
NEARLY = 0.05  # of the best score: neighbours that a page calls "close behind"


def criteria_on(sample):
    return criteria(ScoredSweep.of(scored_rows(sample, search())), None)


@pytest.mark.parametrize("name", NAMES)
def test_the_choice_of_every_criterion_is_on_all_points_the_best_or_nearly(name):
    X = NAMED[name].make(3000, 1.0, 42).X
    sample, all_points = sample_of(X), Sample(NAMED[name].make(3000, 1.0, 42), np.arange(3000), 20, 3000)
    assert len(sample.rows) == 500
    for ours, full in zip(criteria_on(sample), criteria_on(all_points), strict=True):
        if len(full.ks):
            chosen, best = ours.ks[ours.ranking[0]], full.ranking[0]
            assert abs(full.scores[full.ks.index(chosen)] - full.scores[best]) <= NEARLY * abs(full.scores[best])


@pytest.mark.parametrize("name, k", [("blobs", 4), ("varied spread", 3), ("moons", None), ("uniform", None)])
def test_the_consensus_on_many_points_is_that_on_few(name, k):
    few, many = (searched(NAMED[name].make(n, 1.0, 42).X) for n in (300, 5000))
    assert consensus(criteria(*few), few[1]) == consensus(criteria(*many), many[1]) == k
