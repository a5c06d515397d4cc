"""Settings for the core's tests: reproducible hypothesis, and no sparse input or Elkan in the shipped tests."""

from hypothesis import settings

settings.register_profile("core", deadline=None, derandomize=True, print_blob=False)
settings.load_profile("core")


def pytest_collection_modifyitems(config, items):
    """Deselect the cases of scikit-learn's tests whose parameters are sparse or name Elkan's algorithm."""
    out = [item for item in items if item.path.name == "test_shipped.py" and any(map(foreign, parameters(item)))]
    config.hook.pytest_deselected(items=out)
    items[:] = [item for item in items if item not in set(out)]


def parameters(item):
    return getattr(item, "callspec", None) and item.callspec.params.values() or ()


def foreign(value):
    name = getattr(value, "__name__", "")
    return hasattr(value, "tocsr") or isinstance(value, str) and value == "elkan" or name.startswith(("csr_", "csc_"))
