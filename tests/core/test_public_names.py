"""Every public name says what it takes and returns, and the examples in the docstrings print what they show."""

import doctest
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import assert_type

import numpy as np
import pytest

import kmeans_core
from kmeans_core import Fit, KMeans, KMeansResult, Pick, Step, Sweep, prepare

X = [[1.0], [2.0], [8.0], [9.0]]
FUNCTIONS = [name for name in kmeans_core.__all__ if inspect.isfunction(getattr(kmeans_core, name))]
CLASSES = [name for name in kmeans_core.__all__ if inspect.isclass(getattr(kmeans_core, name))]
MODULES = [module.name for module in pkgutil.walk_packages(kmeans_core.__path__, "kmeans_core.")]


def unannotated(function):
    """Return the parameters, and "return", that a function or method does not annotate."""
    signature = inspect.signature(function)
    names = [name for name, parameter in signature.parameters.items() if parameter.annotation is parameter.empty]
    return [name for name in names if name not in ("self", "cls")] + ["return"] * (
        signature.return_annotation is signature.empty
    )


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_public_function_annotates_every_parameter_and_its_result(name):
    assert not unannotated(getattr(kmeans_core, name))


@pytest.mark.parametrize("name", CLASSES)
def test_a_public_class_annotates_its_methods_and_properties(name):
    for parent in getattr(kmeans_core, name).__mro__:
        if not parent.__module__.startswith("kmeans_core"):
            continue
        for attribute, value in vars(parent).items():
            value = getattr(value, "fget", None) or getattr(value, "func", None) or getattr(value, "__func__", value)
            if inspect.isfunction(value) and (attribute == "__init__" or not attribute.startswith("_")):
                assert not unannotated(value), attribute


def test_a_type_checker_sees_the_types_that_a_user_relies_on():
    """mypy reads this test in `make lint`; that it runs shows that the calls are valid, too."""
    assert_type(kmeans_core.kmeans(X, 2, seed=0), KMeansResult)
    assert_type(kmeans_core.kmeans(np.array(X), 2, init=lambda X, k, seed: X[:k]).inertia, float)
    assert_type(kmeans_core.lloyd(X, X[:2], sample_weight=[1, 1, 1, 2]), Iterator[Step])
    assert_type(kmeans_core.kmeans_plusplus_picks(X, 2, seed=np.random.default_rng(0)), Iterator[Pick])
    assert_type(kmeans_core.minibatch_kmeans(X, 2, seed=0, max_no_improvement=None), KMeansResult)
    assert_type(kmeans_core.soft_assign(X, X[:2], beta=2), np.ndarray)
    assert_type(kmeans_core.sweep(X, range(1, 3)), Iterator[Fit])
    assert_type(kmeans_core.sweep_k(X, [1, 2]), Sweep)
    assert_type(kmeans_core.find_elbow([1, 2, 3], [9, 1, 0]), int | None)
    assert_type(KMeans(2, random_state=0).fit(X).labels_, np.ndarray)
    for step in prepare(np.zeros((2, 2, 3), dtype=np.uint8)).steps(1):
        assert_type(step.mse, float)
    with pytest.raises(TypeError, match="k='2'"):
        kmeans_core.kmeans(X, "2")  # type: ignore[arg-type]


@pytest.mark.parametrize("module", MODULES)
def test_the_examples_of_a_docstring_print_what_they_show(module):
    assert doctest.testmod(importlib.import_module(module)).failed == 0


def test_the_best_known_functions_have_an_example():
    for name in ("kmeans", "KMeans", "kmeans_plusplus", "silhouette_samples", "sweep_k", "quantize"):
        assert ">>>" in str(getattr(kmeans_core, name).__doc__), name
