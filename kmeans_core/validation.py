"""Validation: every public function passes its arguments through here first.

Each check returns the clean value, or raises a ValueError or TypeError that names the parameter, shows the value and
states the remedy. Left out: anything that depends on an algorithm.
"""

import functools
import itertools
import math
import numbers
import reprlib
import sys
import warnings
from collections.abc import Callable, Iterator
from typing import ParamSpec, TypeAlias, TypeVar

import numpy as np
from numpy.typing import ArrayLike

Weights: TypeAlias = ArrayLike | None
Seed: TypeAlias = int | np.random.Generator | None
Init: TypeAlias = str | ArrayLike | Callable[..., ArrayLike]  # the name of a method, centroids, or a function
P = ParamSpec("P")
T = TypeVar("T")

MAX_SUM_OF_SQUARES = 1e307  # more leaves no room for a squared distance
MIN_SPREAD = 1e-154  # the squares of smaller values are not normal numbers
BLAS_THREAD_SIZE = 8_000  # values up to which BLAS adds up the squares without waking another thread


def validated_at_call(generator: Callable[P, Iterator[T]]) -> Callable[P, Iterator[T]]:
    """Return the generator function, made to run up to its first yield at the call: bad input raises there."""

    @functools.wraps(generator)
    def call(*args: P.args, **kwargs: P.kwargs) -> Iterator[T]:
        run = generator(*args, **kwargs)
        return itertools.chain(iter([next(run)]), run)  # the first item is not kept longer than needed

    return call


def of_sklearn(name, default):
    """Return scikit-learn's exception or warning of that name where scikit-learn is loaded, else `default`."""
    return getattr(sys.modules.get("sklearn.exceptions"), name, default)


def warn_of_duplicates(found, k, X=None):
    """Warn, in the name of the function that calls, where only `found` of k clusters could be filled.

    Given the points `X`, only where fewer than k of them are distinct.
    """
    if found >= k or (X is not None and has_distinct(X, k)):
        return
    warnings.warn(
        f"Number of distinct clusters ({found}) found smaller than n_clusters ({k}). "
        "Possibly due to duplicate points in X.",
        of_sklearn("ConvergenceWarning", UserWarning),
        stacklevel=3,
    )


def has_distinct(X, k):
    """Return whether at least k rows of `X` differ, looking at no more of them than that takes."""
    rows, size = X[:0], max(k, BLAS_THREAD_SIZE // X.shape[1])
    for start in range(0, len(X), size):
        rows = np.unique(np.concatenate([rows, X[start : start + size]]), axis=0)
        if len(rows) >= k:
            return True
    return False


def as_points(X, name="X"):
    """Return `X` as a finite float64 array of shape (n, d) with n, d >= 1; never a modified `X`."""
    return bounded(as_table(X, name), name)


def bounded(points, name="X"):
    """Return `points`, a float64 array, if all are finite and their squares can be added up and told from 0."""
    # Neither sum warns if it overflows. A short vdot is faster; BLAS would share a long one among threads.
    is_short = points.size <= BLAS_THREAD_SIZE
    squares = np.vdot(points, points) if is_short else np.einsum("if,if->", points, points)
    if MIN_SPREAD**2 * points.size < squares < MAX_SUM_OF_SQUARES:
        return points
    if not np.isfinite(points).all():
        raise ValueError(f"{name} contains NaN or infinity; drop or fill those rows first.")
    largest = np.abs(points).max()
    if not squares < MAX_SUM_OF_SQUARES:
        raise ValueError(
            f"{name} holds values up to {largest:.0e}, whose squares are too large to add up; "
            f"divide {name} by a power of ten first."
        )
    if 0 < largest < MIN_SPREAD:
        raise ValueError(
            f"{name} holds no value above {largest:.0e}, whose square is lost; multiply {name} by a power of ten."
        )
    return points


def as_table(X, name="X"):
    """Return what `as_points` does, its values not looked at."""
    if hasattr(X, "toarray"):
        raise TypeError(f"{name} is a sparse matrix; pass {name}.toarray(), a dense array.")
    points = as_floats(X, name, "an (n, d) table of numbers")
    if points.ndim != 2:
        raise ValueError(
            f"Expected 2D array, got {points.ndim}D array instead: {name} must be a table of shape (n, d). "
            f"Reshape your data with {name}.reshape(-1, 1) if it is one feature, {name}.reshape(1, -1) if one point."
        )
    if 0 in points.shape:
        what = "feature(s)" if points.shape[0] else "sample(s)"
        raise ValueError(f"{name} has 0 {what} (shape={points.shape}) while a minimum of 1 is required.")
    return points


def as_floats(values, name, wanted):
    """Return `values` as a float64 array; text, complex numbers and what is no number raise."""
    if values is None:
        raise TypeError(f"{name}=None is not an array; pass {wanted}.")
    try:
        raw = np.asarray(values)
        if raw.dtype == np.float64:
            return raw
        if raw.dtype.kind == "c":
            raise ValueError(f"Complex data not supported: {name} holds complex numbers; pass {wanted}.")
        if raw.dtype.kind in "USVMm":
            raise ValueError(f"{name} holds values of type {raw.dtype}, which are no numbers; pass {wanted}.")
        with np.errstate(over="ignore"):
            return raw.astype(np.float64, copy=False)
    except (TypeError, ValueError, OverflowError) as error:
        if str(error).endswith(f"pass {wanted}."):
            raise
        kind = TypeError if isinstance(error, TypeError) else ValueError
        value = " ".join(reprlib.repr(values).split())
        raise kind(f"{name}={value} could not be read as numbers ({error}); pass {wanted}.") from None


def as_k(k, n, weights=None):
    """Return `k` as an int, at least 1 and at most `n`, the number of points, and that of positive `weights` (n,)."""
    if isinstance(k, bool) or not isinstance(k, numbers.Integral):
        raise TypeError(f"k={k!r} is not a whole number; pass an int from 1 to the number of points.")
    if not 1 <= k <= n:
        raise ValueError(f"k={k} clusters do not fit n={n} points; choose k from 1 to {n}.")
    if weights is not None and k > (n_positive := np.count_nonzero(weights)):
        raise ValueError(f"k={k} is more than the {n_positive} points of positive weight; choose k up to {n_positive}.")
    return int(k)


def as_centroids(centroids, d, name="centroids"):
    """Return a private float64 copy of `centroids`, shape (k, d)."""
    centroids = as_points(centroids, name).copy()
    if centroids.shape[1] != d:
        raise ValueError(f"{name} has {centroids.shape[1]} features, but X has {d}; they must agree.")
    return centroids


def as_weights(sample_weight, n):
    """Return the weights as float64 of shape (n,); None if `sample_weight` is None or every weight is 1."""
    if sample_weight is None:
        return None
    weights = as_floats(sample_weight, "sample_weight", "one number per point")
    if weights.shape != (n,):
        raise ValueError(f"sample_weight has shape {weights.shape}; it must have shape ({n},), one weight per point.")
    if not np.isfinite(weights).all() or (weights < 0).any():
        raise ValueError("sample_weight has negative or non-finite values; weights must be 0 or more.")
    if not weights.any():
        raise ValueError("sample_weight: every weight is zero; at least one must be positive.")
    if not weights.max() < MAX_SUM_OF_SQUARES / n:
        raise ValueError(f"sample_weight holds values up to {weights.max():.0e}; divide all of them by a power of ten.")
    return None if (weights == 1).all() else weights


def as_labels(labels, n, k):
    """Return `labels` as an integer array (n,) with values in 0..k-1."""
    labels = np.asarray(labels)
    if labels.shape != (n,) or labels.dtype.kind not in "iu":
        raise ValueError(
            f"labels has shape {labels.shape} and type {labels.dtype}; pass {n} whole numbers, one per point."
        )
    outside = labels[(labels < 0) | (labels >= k)]
    if outside.size:
        raise ValueError(f"labels holds {outside[0]}, but there are {k} centroids; labels must lie in 0..{k - 1}.")
    return labels


def as_count(value, name, least):
    """Return `value` as an int of at least `least`."""
    if isinstance(value, bool) or not isinstance(value, numbers.Integral):
        raise TypeError(f"{name}={value!r} is not a whole number.")
    if value < least:
        raise ValueError(f"{name}={value} is too small; it must be at least {least}.")
    return int(value)


def as_number(value, name, low=0.0, high=sys.float_info.max):
    """Return `value` as a float from `low` to `high`; infinity is allowed if `high` is infinite."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        raise TypeError(f"{name}={value!r} is not a number.")
    if not low <= value <= high:
        if high < sys.float_info.max:
            raise ValueError(f"{name}={value} must lie between {low:g} and {high:g}.")
        raise ValueError(f"{name}={value} must be 0 or a positive{'' if math.isinf(high) else ', finite'} number.")
    return float(value)


def as_max_squared_shift(tol, X):
    """Return `tol` times the mean variance of the features of `X`, in squared data units."""
    tol = as_number(tol, "tol")
    if X.shape[1] < 8:  # NumPy is slow at many short rows, so feature by feature
        return tol * float(np.mean([X[:, f].var() for f in range(X.shape[1])]))
    deviations = X - X.mean(axis=0)
    return tol * float(np.einsum("if,if->", deviations, deviations)) / X.size


def as_rng(seed, or_none=False):
    """Return a Generator: the one given, or a new one from an int or None; `or_none` leaves None as it is."""
    if seed is None and or_none:
        return None
    if isinstance(seed, np.random.Generator):
        return seed
    if seed is not None and (isinstance(seed, bool) or not isinstance(seed, numbers.Integral) or seed < 0):
        raise TypeError(f"seed={seed!r} must be a whole number of 0 or more, a numpy.random.Generator or None.")
    return np.random.default_rng(seed)


def as_clusters(labels, n, name="labels", least=1):
    """Return (names (k,), codes (n,)): the sorted distinct labels, and which of them each point has.

    Labels are whole numbers or text, one per point; they need not start at 0. There must be `least` clusters.
    """
    raw = np.asarray(labels)
    if raw.shape != (n,):
        raise ValueError(f"{name} has shape {raw.shape}; it must have shape ({n},), one label per point.")
    if n == 0:
        raise ValueError(f"{name} is empty; it needs one label per point.")
    if raw.dtype.kind == "O":
        raw = np.asarray(raw.tolist())
    if raw.dtype.kind not in "biuUS":
        raise TypeError(f"{name} must be whole numbers or text, not {raw.dtype}; convert them with astype(int).")
    names, codes = np.unique(raw, return_inverse=True)
    if len(names) < least:
        raise ValueError(f"{name} has {len(names)} cluster(s); a score needs at least {least}.")
    return names, codes


def as_mixing(weights, k):
    """Return the weights of `k` components as float64 of shape (k,) that add up to 1; equal ones for None."""
    if weights is None:
        return np.full(k, 1 / k)
    weights = as_floats(weights, "weights", "one number for each component")
    if weights.shape != (k,):
        raise ValueError(f"weights has shape {weights.shape}; it must have shape ({k},), one weight per component.")
    if not (weights >= 0).all() or not abs(weights.sum() - 1) < 1e-6:
        raise ValueError("weights must be 0 or more and add up to 1.")
    return weights / weights.sum()


def as_covariances(covariances, shape):
    """Return `covariances` as finite, symmetric float64 of shape (k, d, d) for means of `shape` (k, d)."""
    covariances = as_floats(covariances, "covariances", "a (d, d) matrix for each component")
    k, d = shape
    if covariances.shape != (k, d, d):
        raise ValueError(f"covariances has shape {covariances.shape}; it must have shape ({k}, {d}, {d}).")
    if not np.isfinite(covariances).all():
        raise ValueError("covariances contains NaN or infinity.")
    if not np.allclose(covariances, covariances.transpose(0, 2, 1)):
        raise ValueError("covariances must be symmetric matrices.")
    return covariances


def as_ks(ks, most=None):
    """Return `ks` as a list of rising ints of at least 1 and, where that is given, at most `most`."""
    try:
        ks = [as_k(k, most) if most else as_count(k, "k in ks", 1) for k in ks]
    except TypeError as error:
        raise TypeError(f"ks={ks!r} must be whole numbers such as range(1, 11): {error}") from None
    if not ks or any(later <= k for k, later in zip(ks, ks[1:], strict=False)):
        raise ValueError(f"ks={ks!r} must hold at least one number, each larger than the one before.")
    return ks


def as_inertias(inertias, m):
    """Return `inertias` as finite float64 of shape (m,), one for each of `ks`."""
    inertias = as_floats(inertias, "inertias", "one number for each of ks")
    if inertias.shape != (m,):
        raise ValueError(f"inertias has shape {inertias.shape}, but ks has {m} entries; they must agree.")
    if not np.isfinite(inertias).all():
        raise ValueError("inertias contains NaN or infinity; leave out those ks.")
    return inertias


def as_image(image):
    """Return `image` as a C-ordered (h, w, 3) uint8 array with at least one pixel."""
    pixels = as_bytes(image, "image", "(h, w, 3): rows, columns, and red, green and blue")
    if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.size == 0:
        raise ValueError(
            f"image has shape {pixels.shape}; it must be (h, w, 3), with at least one pixel of red, green and blue."
        )
    return np.ascontiguousarray(pixels)


def as_palette(palette):
    """Return `palette` as a (k, 3) uint8 array with 1 to 256 entries."""
    entries = as_bytes(palette, "palette", "(k, 3)")
    if entries.ndim != 2 or entries.shape[1] != 3 or not 1 <= len(entries) <= 256:
        raise ValueError(f"palette has shape {entries.shape}; it must be (k, 3), 1 to 256 rows of red, green and blue.")
    return entries


def as_bytes(values, name, shape):
    """Return `values` as a uint8 array; other types raise, for they could hold what a byte cannot."""
    raw = np.asarray(values)
    if raw.dtype != np.uint8:
        raise ValueError(
            f"{name} holds values of type {raw.dtype}; pass a uint8 array of shape {shape}, from 0 to 255."
        )
    return raw


def as_palette_size(k, n):
    """Return `k` as an int from 1 to 256, at most the number `n` of pixels."""
    most = min(256, n)
    if as_count(k, "k", 1) > most:
        raise ValueError(
            f"k={k} colours are too many for a palette of an image of {n} pixels; choose k from 1 to {most}."
        )
    return int(k)


def as_choice(value, name, choices):
    """Return `value`, one of `choices`."""
    if not isinstance(value, str) or value not in choices:
        raise ValueError(f"{name}={value!r} is not known; choose one of {', '.join(choices)}.")
    return value
