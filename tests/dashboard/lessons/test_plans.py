"""The lessons last as long as they say, and their answers say what is computed."""

import re

import numpy as np
import pytest

from dashboard.classroom.questions import QUESTIONS
from dashboard.common.datasets import NAMED
from dashboard.common.half_steps import half_steps
from dashboard.common.runs import run_until_still
from dashboard.lessons.compute import BAD_SEED, GOOD_SEED, lesson_facts
from dashboard.lessons.plans import lessons
from kmeans_core import adjusted_rand_score, assign, kmeans

FACTS = lesson_facts()
LESSONS = lessons(FACTS)


def test_there_are_lessons_of_10_45_and_90_minutes_and_a_longer_one_has_the_titles_of_the_shorter():
    assert list(LESSONS) == ["10", "45", "90"]
    titles = [[activity.title for activity in lesson.activities] for lesson in LESSONS.values()]
    assert titles[1][: len(titles[0])] == titles[0] and titles[2][: len(titles[1])] == titles[1]


def test_from_the_bad_start_two_centroids_share_one_group_and_the_good_one_is_the_best_there_is():
    points = NAMED["blobs"].make(300, 1.0, 42)
    good, bad = (list(run_until_still(points.X, 4, "random", seed))[-1] for seed in (GOOD_SEED, BAD_SEED))
    shares = np.array([[np.mean(bad.labels[points.truth == g] == j) for g in range(4)] for j in range(4)])
    assert ((shares > 0.25).sum(axis=0) == 2).sum() == 1
    assert np.isclose(good.inertia, kmeans(points.X, 4, n_init=20, seed=1).inertia)
    assert np.isclose(FACTS.times_higher, bad.inertia / good.inertia)


def test_mass_decides_alone_among_the_penguins_unless_they_are_standardised():
    X = NAMED["penguins"].make(0, 0.0, 0).X
    all_four, mass = (kmeans(data, 3, init="random", tol=0, seed=GOOD_SEED).labels for data in (X, X[:, 3:]))
    assert adjusted_rand_score(all_four, mass) > 0.95
    assert FACTS.penguins_scaled > FACTS.penguins_raw + 0.1


@pytest.mark.parametrize("title", [one.title for one in LESSONS["90"].activities if "step" in one.settings])
def test_where_a_lesson_stops_a_run_every_point_has_the_colour_of_the_region_that_it_lies_in(title):
    (settings,) = [one.settings for one in LESSONS["90"].activities if one.title == title]
    X = NAMED["blobs"].make(300, 1.0, 42).X
    film = half_steps(X, list(run_until_still(X, 4, "random", int(settings.get("seed", GOOD_SEED)))), np.arange(300))
    half = film[int(settings["step"])]
    assert half.labels is None or (half.labels == assign(X, half.centroids)).all()


def test_the_class_is_asked_about_the_centroid_that_moves_farthest():
    X = NAMED["blobs"].make(300, 1.0, 42).X
    start, moved = list(run_until_still(X, 4, "random", GOOD_SEED))[:2]
    shifts = np.linalg.norm(moved.centroids - start.centroids, axis=1)
    assert f"Where will centroid {shifts.argmax() + 1} go?" in LESSONS["10"].activities[0].ask
    assert shifts.max() > 5 > 1 > shifts[1]  # centroid 2, by the standard deviation of a group: 1


def test_the_other_answers_hold():
    assert FACTS.n_best_greedy >= FACTS.n_best_classic > FACTS.n_best_random
    assert FACTS.elbow_of_blobs != FACTS.silhouette_of_blobs == 4  # "criteria need not agree"
    assert abs(FACTS.rings) < 0.05  # "no better than chance"


def test_the_questions_for_the_class_room_are_there_by_these_names():
    named = re.findall(r"“([^”]+)” in the Class room", " ".join(one.ask for one in LESSONS["45"].activities))
    assert named and {*named} <= {question.name for question in QUESTIONS.values()}


@pytest.mark.parametrize("title", ["Another start", "A better start", "How many clusters?", "Grams and millimetres"])
def test_every_number_in_an_answer_is_a_computed_one(title):
    (answer,) = [one.answers for one in LESSONS["90"].activities if one.title == title]
    known = {f"{value:.{digits}f}" for value in vars(FACTS).values() for digits in (0, 1, 2)} | {"50"}
    assert set(re.findall(r"\d+\.?\d*\d", answer)) <= known
