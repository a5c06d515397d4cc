"""The estimators, as scikit-learn's users and tools see them."""

import pickle

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone, is_clusterer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import check_estimator

from kmeans_core import KMeans, MiniBatchKMeans, kmeans

BOTH = pytest.mark.parametrize("Estimator", [KMeans, MiniBatchKMeans])
X = np.random.default_rng(0).normal(size=(120, 3)) + np.repeat([[0, 0, 0], [9, 0, 0], [0, 9, 0]], 40, axis=0)

# scikit-learn excuses its own KMeans from this one: where draws are random, it holds on average only.
EXCUSED = {"check_sample_weight_equivalence_on_dense_data": "repeated rows draw other starts than weights do"}


@BOTH
@pytest.mark.filterwarnings("ignore::UserWarning")  # it warns that we do not inherit from BaseEstimator
def test_scikit_learn_finds_nothing_amiss(Estimator):
    results = check_estimator(Estimator(), expected_failed_checks=EXCUSED, on_skip=None)
    left = {result["check_name"]: result["status"] for result in results if result["status"] != "passed"}
    assert left == {"check_array_api_input": "skipped"} | dict.fromkeys(EXCUSED, "xfail")
    assert len(results) > 50


@BOTH
def test_it_survives_pickle_and_clone(Estimator):
    model = Estimator(3, random_state=0).fit(X)
    np.testing.assert_array_equal(pickle.loads(pickle.dumps(model)).predict(X), model.labels_)
    np.testing.assert_array_equal(clone(model).fit(X).labels_, model.labels_)
    assert is_clusterer(model)


@BOTH
def test_it_works_in_a_pipeline_and_a_grid_search(Estimator):
    pipeline = make_pipeline(StandardScaler(), Estimator(random_state=0))
    name = Estimator.__name__.lower()
    search = GridSearchCV(pipeline, {f"{name}__n_clusters": [1, 2, 3]}, cv=2).fit(X)
    assert search.best_params_ == {f"{name}__n_clusters": 3}


@BOTH
def test_columns_of_a_data_frame_are_remembered(Estimator):
    frame = pd.DataFrame(X, columns=list("abc"))
    model = Estimator(3, random_state=0).fit(frame)
    assert model.feature_names_in_.tolist() == ["a", "b", "c"]
    with pytest.raises(ValueError, match="same order"):
        model.predict(frame[["b", "a", "c"]])
    with pytest.warns(UserWarning, match="does not have valid feature names"):
        model.predict(X)


def test_the_estimator_is_the_function():
    start = X[:3]
    model, result = KMeans(3, init=start, n_init=1).fit(X), kmeans(X, 3, init=start)
    np.testing.assert_array_equal(model.cluster_centers_, result.centroids)
    assert model.inertia_ == result.inertia and model.n_iter_ == result.n_iter


@BOTH
def test_labels_of_float32_data_are_those_predict_gives(Estimator):
    narrow = np.random.default_rng(1).normal(size=(3000, 2)).astype(np.float32)
    model = Estimator(20, random_state=0).fit(narrow)
    assert model.cluster_centers_.dtype == model.transform(narrow).dtype == np.float32
    np.testing.assert_array_equal(model.predict(narrow), model.labels_)


@BOTH
@pytest.mark.parametrize(
    "name, value",
    [
        ("n_clusters", 0),
        ("n_clusters", 2.0),
        ("n_init", 0),
        ("max_iter", 0),
        ("tol", -1),
        ("random_state", "x"),
        ("init", "best"),
    ],
)
def test_a_parameter_that_does_not_fit_is_named(Estimator, name, value):
    with pytest.raises((ValueError, TypeError), match=name if name != "random_state" else "seed|random_state"):
        Estimator(**({"n_clusters": 3} | {name: value})).fit(X)
