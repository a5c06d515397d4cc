"""scikit-learn's own tests for KMeans and MiniBatchKMeans, run with our classes in the place of theirs.

The file that scikit-learn ships is loaded with one import line changed. What is left out is listed in
EXCLUDED, each with its reason, and in `conftest.py`: the cases with sparse input or Elkan's algorithm.
"""

from importlib.resources import files

import numpy as np
import pytest
from sklearn.cluster import tests

PRIVATE = "calls private functions of scikit-learn, not the estimators"
THEIR_FUNCTION = "tests a function of scikit-learn's own that takes no estimator"
ELKAN = "is about algorithm='elkan', which is not here"
SPARSE = "is about sparse input, which is not here"
PRINTS = "reads what verbose=1 prints; nothing is printed here"

EXCLUDED = {
    "test_relocate_empty_clusters": PRIVATE,
    "test_minibatch_update_consistency": PRIVATE,
    "test_minibatch_reassign": PRIVATE,
    "test_euclidean_distance": PRIVATE,
    "test_inertia": PRIVATE,
    "test_is_same_clustering": PRIVATE,
    "test_minibatch_kmeans_init_size": "reads the private attribute _init_size",
    "test_sample_weight_init": "calls the private method _init_centroids",
    "test_sample_weight_zero": "calls the private method _init_centroids",
    "test_result_equal_in_diff_n_threads": "counts OpenMP threads; there are none here",
    "test_kmeans_verbose": PRINTS,
    "test_minibatch_declared_convergence": PRINTS,
    "test_kmeans_elkan_results": ELKAN,
    "test_kmeans_elkan_iter_attribute": ELKAN,
    "test_warning_elkan_1_cluster": ELKAN,
    "test_dense_sparse": SPARSE,
    "test_predict_dense_sparse": SPARSE,
    "test_k_means_function": THEIR_FUNCTION,
    "test_kmeans_plusplus_wrong_params": THEIR_FUNCTION,
    "test_kmeans_plusplus_output": THEIR_FUNCTION,
    "test_kmeans_plusplus_norms": THEIR_FUNCTION,
    "test_kmeans_plusplus_dataorder": THEIR_FUNCTION,
}

THEIRS = "from sklearn.cluster import KMeans, MiniBatchKMeans, k_means, kmeans_plusplus\n"
OURS = "from sklearn.cluster import k_means, kmeans_plusplus\nfrom kmeans_core import KMeans, MiniBatchKMeans\n"

source = files(tests).joinpath("test_k_means.py").read_text()
assert THEIRS in source, "scikit-learn's file has changed: name its import line here"
shipped = {"__name__": __name__}
exec(compile(source.replace(THEIRS, OURS), "test_k_means.py", "exec"), shipped)

SHIPPED = {name: test for name, test in shipped.items() if name.startswith("test_")}
globals().update({name: test for name, test in SHIPPED.items() if name not in EXCLUDED})

# Their file was not written for warnings as errors; the warnings it is about, it asserts.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(params=[0, 42])
def global_random_seed(request):
    return request.param


@pytest.fixture(params=[np.float32, np.float64])
def global_dtype(request):
    return request.param


def test_every_exclusion_still_names_a_test():
    assert set(EXCLUDED) <= set(SHIPPED)
