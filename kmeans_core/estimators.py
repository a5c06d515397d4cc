"""KMeans and MiniBatchKMeans by scikit-learn's conventions, without scikit-learn: thin shells over the functions.

They go into a Pipeline, GridSearchCV, clone and pickle by having what those look for. Parameters are stored
untouched and checked in `fit`; what is learned ends in an underscore; float32 in gives float32 out.
Left out: sparse input, Elkan's algorithm, printing (`verbose` and `copy_x` are there to be accepted: nothing
is printed, and X is never written to).
"""

import functools
import inspect
import math
import warnings
from collections import deque
from typing import Any, Self, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from kmeans_core import validation
from kmeans_core.lloyd import assign, inertia, kmeans, squared_distances
from kmeans_core.minibatch import best_start, minibatch_step, minibatches
from kmeans_core.validation import Init, Weights

RandomState: TypeAlias = int | np.random.RandomState | np.random.Generator | None


class NotFittedError(ValueError, AttributeError):
    """What an estimator raises that is asked before `fit`, where scikit-learn's own class is not loaded."""


class Clusterer:
    """What the two estimators share: parameters, validation, and all that follows from `cluster_centers_`."""

    _estimator_type = "clusterer"
    default_n_init = 10
    cluster_centers_: np.ndarray
    labels_: np.ndarray
    inertia_: float
    n_iter_: int
    n_features_in_: int
    feature_names_in_: np.ndarray

    @classmethod
    def parameters(cls) -> list[str]:
        return [name for name in inspect.signature(cls.__init__).parameters if name != "self"]

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Return the parameters by name, as they were given."""
        return {name: getattr(self, name) for name in self.parameters()}

    def set_params(self, **params: Any) -> Self:
        """Set parameters by name and return self."""
        for name, value in params.items():
            if name not in self.parameters():
                raise ValueError(
                    f"Invalid parameter {name!r} for estimator {self}. Valid parameters are: {self.parameters()!r}."
                )
            setattr(self, name, value)
        return self

    def __repr__(self) -> str:
        defaults = {name: parameter.default for name, parameter in inspect.signature(type(self)).parameters.items()}
        given = (f"{name}={value!r}" for name, value in self.get_params().items() if value is not defaults[name])
        return f"{type(self).__name__}({', '.join(given)})"

    def __sklearn_tags__(self):
        from sklearn.utils import InputTags, Tags, TargetTags, TransformerTags

        return Tags(
            estimator_type="clusterer",
            target_tags=TargetTags(required=False),
            transformer_tags=TransformerTags(preserves_dtype=["float64", "float32"]),
            input_tags=InputTags(),
        )

    def fit_predict(self, X: ArrayLike, y: Any = None, sample_weight: Weights = None) -> np.ndarray:
        """Fit, and return the labels of X, shape (n,)."""
        return self.fit(X, sample_weight=sample_weight).labels_

    def fit_transform(self, X: ArrayLike, y: Any = None, sample_weight: Weights = None) -> np.ndarray:
        """Fit, and return the distances of X to the centroids, shape (n, k)."""
        return self.fit(X, sample_weight=sample_weight).transform(X)

    def predict(self, X: ArrayLike) -> np.ndarray:
        """Return the index of the nearest centroid for each row of X, shape (n,)."""
        return assign(self._seen(X), self.cluster_centers_)

    def transform(self, X: ArrayLike) -> np.ndarray:
        """Return the distance of each row of X to each centroid, shape (n, k)."""
        X = self._seen(X)
        return np.sqrt(squared_distances(X, self.cluster_centers_)).T

    def score(self, X: ArrayLike, y: Any = None, sample_weight: Weights = None) -> float:
        """Return minus the inertia of X: the greater the better."""
        return -inertia(self._seen(X), self.cluster_centers_, sample_weight=sample_weight)

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:
        """Return the names of the columns that `transform` gives, shape (k,)."""
        self._fitted()
        name = type(self).__name__.lower()
        return np.array([f"{name}{j}" for j in range(len(self.cluster_centers_))], dtype=object)

    def _first_seen(self, X):
        """Return X as float32 or float64 and note its width and its column names."""
        names = column_names(X)
        X = as_floats(X)
        if names is not None:
            self.feature_names_in_ = names
        elif hasattr(self, "feature_names_in_"):
            del self.feature_names_in_
        self.n_features_in_ = X.shape[1]
        return X

    def _seen(self, X):
        """Return X as float32 or float64; it must look like what `fit` saw."""
        self._fitted()
        compare_names(type(self).__name__, getattr(self, "feature_names_in_", None), column_names(X))
        X = as_floats(X)
        if X.shape[1] != self.n_features_in_:
            raise ValueError(
                f"X has {X.shape[1]} features, but {type(self).__name__} is expecting "
                f"{self.n_features_in_} features as input."
            )
        return X

    def _fitted(self):
        if not hasattr(self, "cluster_centers_"):
            raise validation.of_sklearn("NotFittedError", NotFittedError)(
                f"This {type(self).__name__} instance is not fitted yet. Call 'fit' with appropriate arguments "
                "before using this estimator."
            )

    def _start(self, X):
        """Check the parameters that every fit has; return (init as the core's functions take it, random state)."""
        k = validation.as_count(self.n_clusters, "n_clusters", 1)
        if len(X) < k:
            raise ValueError(f"n_samples={len(X)} should be >= n_clusters={k}.")
        drawn = isinstance(self.init, str) or callable(self.init)
        if isinstance(self.n_init, str) and self.n_init == "auto":
            once = not drawn or isinstance(self.init, str) and self.init == "k-means++"
            self._n_init = 1 if once else self.default_n_init
        else:
            self._n_init = validation.as_count(self.n_init, "n_init", 1)
        if not drawn and self._n_init != 1:
            warnings.warn(
                "Explicit initial center position passed: performing only one init in "
                f"{type(self).__name__} instead of n_init={self._n_init}.",
                RuntimeWarning,
                stacklevel=3,
            )
            self._n_init = 1
        random_state = as_random_state(self.random_state)
        if isinstance(self.init, str):
            return self.init, random_state
        if not callable(self.init):
            return as_start(self.init, k, X.shape[1]), random_state
        return functools.partial(called, self.init, random_state), random_state


class KMeans(Clusterer):
    """Lloyd's algorithm from the best of `n_init` starts: `kmeans` as an estimator.

    `n_init="auto"` is 1 for k-means++ or an array, else 10. A callable `init` is called
    init(X, n_clusters, random_state=...). After `fit`: cluster_centers_ (k, d), labels_ (n,), inertia_,
    n_iter_, n_features_in_; these labels and this inertia belong to exactly these centroids.

    >>> KMeans(2, init=[[0], [5]]).fit([[1], [2], [8], [9]]).predict([[3], [7]])
    array([0, 1])
    """

    def __init__(
        self,
        n_clusters: int = 8,
        *,
        init: Init = "k-means++",
        n_init: int | str = "auto",
        max_iter: int = 300,
        tol: float = 1e-4,
        verbose: int = 0,
        random_state: RandomState = None,
        copy_x: bool = True,
        algorithm: str = "lloyd",
    ) -> None:
        self.n_clusters = n_clusters
        self.init = init
        self.n_init = n_init
        self.max_iter = max_iter
        self.tol = tol
        self.verbose = verbose
        self.random_state = random_state
        self.copy_x = copy_x
        self.algorithm = algorithm

    def fit(self, X: ArrayLike, y: Any = None, sample_weight: Weights = None) -> Self:
        """Find the centroids of X (n, d) and return self."""
        X = self._first_seen(X)
        if self.algorithm != "lloyd":
            raise ValueError(f"algorithm={self.algorithm!r} is not here; the only one is 'lloyd'.")
        init, random_state = self._start(X)
        result = kmeans(
            X,
            self.n_clusters,
            init=init,
            n_init=self._n_init,
            max_iter=self.max_iter,
            tol=self.tol,
            seed=as_seed(random_state),
            sample_weight=sample_weight,
        )
        self.cluster_centers_ = result.centroids.astype(X.dtype)
        self.labels_, self.inertia_, self.n_iter_ = result.labels, result.inertia, result.n_iter
        if X.dtype != np.float64:  # rounding the centroids may have moved a border
            self.labels_ = assign(X, self.cluster_centers_)
            self.inertia_ = inertia(X, self.cluster_centers_, self.labels_, sample_weight)
        return self


class MiniBatchKMeans(Clusterer):
    """Mini-batch k-means as an estimator, with `partial_fit` for data that come in pieces.

    `n_init="auto"` is 1 for k-means++ or an array, else 3. After `fit`: as KMeans has, and n_steps_, the number
    of batches; n_iter_ is the number of passes over the data that they add up to. Without `compute_labels`
    there are no labels_, and inertia_ is estimated from the batches.
    """

    default_n_init = 3
    n_steps_: int

    def __init__(
        self,
        n_clusters: int = 8,
        *,
        init: Init = "k-means++",
        max_iter: int = 100,
        batch_size: int = 1024,
        verbose: int = 0,
        compute_labels: bool = True,
        random_state: RandomState = None,
        tol: float = 0.0,
        max_no_improvement: int | None = 10,
        init_size: int | None = None,
        n_init: int | str = "auto",
        reassignment_ratio: float = 0.01,
    ) -> None:
        self.n_clusters = n_clusters
        self.init = init
        self.max_iter = max_iter
        self.batch_size = batch_size
        self.verbose = verbose
        self.compute_labels = compute_labels
        self.random_state = random_state
        self.tol = tol
        self.max_no_improvement = max_no_improvement
        self.init_size = init_size
        self.n_init = n_init
        self.reassignment_ratio = reassignment_ratio

    def fit(self, X: ArrayLike, y: Any = None, sample_weight: Weights = None) -> Self:
        """Find the centroids of X (n, d), batch by batch, and return self."""
        X = self._first_seen(X)
        weights = validation.as_weights(sample_weight, len(X))
        start = self._first_centroids(X, weights)
        run = minibatches(
            X,
            start,
            batch_size=self.batch_size,
            max_iter=self.max_iter,
            tol=self.tol,
            max_no_improvement=self.max_no_improvement,
            reassignment_ratio=self.reassignment_ratio,
            seed=self._rng,
            sample_weight=weights,
        )
        last = deque(run, maxlen=1)[0]
        self.n_steps_ = last.iteration
        self.n_iter_ = math.ceil(last.iteration * min(self.batch_size, len(X)) / len(X))
        mass = len(X) if weights is None else weights.sum()
        self._learned(X, last.centroids, last.counts, weights, last.smoothed * mass)
        return self

    def partial_fit(self, X: ArrayLike, y: Any = None, sample_weight: Weights = None) -> Self:
        """Learn from one batch X (b, d) and return self."""
        begun = hasattr(self, "cluster_centers_")
        X = self._seen(X) if begun else self._first_seen(X)
        weights = validation.as_weights(sample_weight, len(X))
        weights = np.ones(len(X)) if weights is None else weights
        if not begun:
            self.cluster_centers_ = self._first_centroids(X, weights)
            self._counts = np.zeros(self.n_clusters)
        self.n_steps_ = getattr(self, "n_steps_", 0) + 1
        ratio = validation.as_number(self.reassignment_ratio, "reassignment_ratio")
        points, centroids = X.astype(np.float64, copy=False), self.cluster_centers_.astype(np.float64)
        _, inertia, centroids, counts, _ = minibatch_step(
            points, weights, centroids, self._counts, self.n_steps_, ratio, self._rng
        )
        self._learned(X, centroids, counts, weights, inertia)
        return self

    def _first_centroids(self, X, weights):
        init, random_state = self._start(X)
        self._rng = as_seed(random_state)
        batch_size = min(validation.as_count(self.batch_size, "batch_size", 1), len(X))
        points = X.astype(np.float64, copy=False)
        return best_start(points, self.n_clusters, init, self._n_init, self.init_size, batch_size, self._rng, weights)

    def _learned(self, X, centroids, counts, weights, estimate):
        """Keep what was learned, in the precision of X; `estimate` is the inertia where no labels are wanted."""
        self.cluster_centers_ = centroids.astype(X.dtype)
        self._counts = counts
        self.inertia_ = estimate
        if self.compute_labels:
            self.labels_ = assign(X, self.cluster_centers_)
            self.inertia_ = inertia(X, self.cluster_centers_, self.labels_, weights)


def called(init, random_state, X, k, seed):
    """Call an `init` that was written for scikit-learn; the core's own `seed` is not for it."""
    return as_start(init(X, k, random_state=random_state), k, X.shape[1])


def as_start(init, k, d):
    """Return `init` as a (k, d) float64 array."""
    start = validation.as_points(init, "init")
    for index, (found, wanted) in enumerate(zip(start.shape, (k, d), strict=True)):
        if found != wanted:
            what = ("the number of clusters", "the number of features of the data")[index]
            raise ValueError(f"The shape of the initial centers {start.shape} does not match {what} {wanted}.")
    return start


def as_floats(X):
    """Return `X` as it is where it holds float32, in float64 otherwise; checked."""
    narrow = getattr(X, "dtype", None) == np.float32
    points = validation.as_points(X)
    return points.astype(np.float32) if narrow else points


def as_random_state(random_state):
    """Return the RandomState that `random_state` (an int, a RandomState, a Generator or None) stands for."""
    if isinstance(random_state, np.random.RandomState):
        return random_state
    if isinstance(random_state, np.random.Generator):
        random_state = int(random_state.integers(2**32))
    validation.as_rng(random_state)
    return np.random.RandomState(random_state)


def as_seed(random_state):
    """Return a new Generator drawn from a RandomState."""
    return np.random.default_rng(random_state.randint(2**31 - 1))


def column_names(X):
    """Return the column names of a data frame, shape (d,), or None where there are none or none is a text."""
    columns = getattr(X, "columns", None)
    if columns is None or not len(columns):
        return None
    names = np.asarray(columns, dtype=object)
    texts = [isinstance(name, str) for name in names]
    if all(texts):
        return names
    if any(texts):
        raise TypeError(
            "Feature names are only supported if all input features have string names, but X mixes types; "
            "make all of them strings with X.columns = X.columns.astype(str)."
        )
    return None


def compare_names(estimator, fitted, given):
    """Warn or raise where the column names `given` are not the ones `fitted`; either may be None."""
    if fitted is None and given is None:
        return
    if fitted is None:
        warnings.warn(f"X has feature names, but {estimator} was fitted without feature names", stacklevel=4)
    elif given is None:
        warnings.warn(
            f"X does not have valid feature names, but {estimator} was fitted with feature names", stacklevel=4
        )
    elif list(fitted) != list(given):
        message = "The feature names should match those that were passed during fit.\n"
        for what, names in (
            ("Feature names unseen at fit time", sorted(set(given) - set(fitted))),
            ("Feature names seen at fit time, yet now missing", sorted(set(fitted) - set(given))),
        ):
            message += "\n- ".join([f"{what}:", *names[:5]]) + "\n" if names else ""
        if set(given) == set(fitted):
            message += "Feature names must be in the same order as they were in fit.\n"
        raise ValueError(message)
