"""The question before any shares are shown: its replies are what four ideas make of one point."""

import re

import numpy as np
import pytest

from dashboard.common.datasets import NAMED
from dashboard.common.formatting import number, percent
from dashboard.soft_assignment.guess import LETTERS, largest_share_question, share_facts
from kmeans_core import kmeans, soft_assign


@pytest.mark.parametrize("name, k", [("blobs", 4), ("moons", 4), ("stretched", 3), ("wine", 3), ("blobs", 10)])
def test_each_reply_is_what_its_idea_makes_of_the_point_and_the_cores_share_is_right(name, k):
    X = NAMED[name].make(300, 2.0, 42).X
    hard = kmeans(X, k, seed=0)
    row, question = largest_share_question(X, hard, name)
    halfway = 0.8 * np.sqrt(hard.inertia / len(X))
    distances = np.linalg.norm(hard.centroids - X[row], axis=1)
    share = soft_assign(X[[row]], hard.centroids, beta=np.log(2) / halfway**2)[0].max()
    ideas = {
        "**Right.**": share,
        "takes the whole point": 1.0,
        "same share": 1 / k,
        "1/distance": (1 / distances).max() / (1 / distances).sum(),
    }
    written = dict(re.findall(r"([A-D]): ([\d.]+ %)", question.text))
    assert list(written) == LETTERS and len(set(written.values())) == 4
    for letter, shown in written.items():
        said = question.feedback(letter)
        (idea,) = [idea for idea in ideas if idea in said.split(" At softness")[0]]
        assert shown == percent(ideas[idea]) and f"**{percent(share)}**" in said
        if idea != "**Right.**":
            difference = round(100 * ideas[idea]) - round(100 * share)
            assert f"{abs(difference)} percentage points too {'high' if difference > 0 else 'low'}" in said
    facts = share_facts(row, X, hard)
    assert percent(share) not in facts and f"At distance {number(halfway)} a pull is half as strong" in facts
    assert "softness" not in facts + question.text  # the reader meets it later


def test_a_letter_keeps_its_idea_when_the_noise_changes_and_the_right_one_is_another_elsewhere():
    def right(name, noise):
        X = NAMED["blobs"].make(300, noise, 42).X
        return largest_share_question(X, kmeans(X, 4, seed=0), name)[1].right.text

    assert right("blobs 42", 2.0) == right("blobs 42", 3.0)
    assert {right(f"blobs {seed}", 2.0) for seed in range(20)} == set(LETTERS)


def test_one_cluster_and_clusters_far_apart_leave_nothing_to_ask():
    X = np.array([[0.0, 0.0], [0.0, 1.0], [900.0, 0.0], [900.0, 1.0]])
    assert all(largest_share_question(X, kmeans(X, k, seed=0), "far") is None for k in (1, 2, 4))
