"""Results are computed once for each choice of settings, and long work can be left and resumed.

Streamlit's own caches take half a millisecond to hash the settings, a dozen times per rerun. Here settings are frozen
dataclasses and hash themselves.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from functools import wraps
from inspect import signature

from dashboard.server.lru_cache import LruCache, MemoryLimit, PartialResult
from dashboard.server.work_limit import REPORT_SECONDS, job, run_job

ALL_RESULTS = MemoryLimit(80 << 20)


def cached_results(max_entries: int, limit=ALL_RESULTS) -> Callable:
    """Decorate a function to keep its results for the `max_entries` settings that were used last.

    Its positional arguments are the settings, except for those whose name begins with an underscore, which follow from
    the others. Who asks for a result that is being computed waits for it. Results are shared and never changed.
    A call with `status=`, an st.empty(), waits until it may do heavy work, if it has to compute the result.
    `measure` of the decorated function, called with the same arguments, counts a result again that grows with its use.
    """

    def decorate(function):
        ignored = {i for i, name in enumerate(signature(function).parameters) if name.startswith("_")}
        results = LruCache(max_entries, limit)

        def entry_of(args):
            return results.entry(tuple(arg for i, arg in enumerate(args) if i not in ignored))

        @wraps(function)
        def from_cache(*args, status=None):
            entry = entry_of(args)
            with job(status) if status is not None and entry.is_empty else nullcontext():
                return entry.get(lambda: function(*args))

        from_cache.measure = lambda *args: entry_of(args).measure()
        return from_cache

    return decorate


def partial_results(max_entries: int, limit=ALL_RESULTS) -> Callable[..., PartialResult]:
    """Return a function that returns the PartialResult of its arguments, the settings.

    For long work: it is done by the caller, who can show progress and be interrupted.
    """
    results = LruCache(max_entries, limit)

    def partial_result(*settings) -> PartialResult:
        entry = results.entry(settings)
        return entry.get(lambda: PartialResult(entry))

    return partial_result


large_results = partial_results(24)  # one cache for all large results; the first setting says what kind it is


def compute_once(
    results: dict,
    name: str,
    work: Callable[[], Iterable],
    finish: Callable[[list], object] = list,
    *,
    heavy: bool,
    status,
    progress: Callable[[list], str],
):
    """Return results[name]: what `finish` makes of the items of `work()`, computed once; the rest as in `collect`.

    If a visitor leaves, heavy work stops where it is, and the next visitor with the same settings resumes it.
    """
    if name not in results:
        if heavy:
            run_job(resume(results, name, work, finish), status, progress)
        else:
            results[name] = finish([item for item in work() if item is not None])
    return results[name]


def resume(results: dict, name: str, work, finish) -> Iterator[list]:
    """Yield the items so far of work that others may have begun; at its end results[name] is there.

    Several visitors may wait for the same work, but only one at a time continues it.
    """
    unfinished = (name, "unfinished")
    if name in results:
        return
    if unfinished not in results:
        results[unfinished] = iter(work()), []
    items, done = results[unfinished]
    try:
        for item in items:
            if item is not None:
                done.append(item)
            yield done
        if name not in results:  # or another visitor has finished it
            results[name] = finish(done)
    except GeneratorExit:
        if unfinished in results:
            results[unfinished] = items, done  # measured again
        raise
    except Exception:
        discard(results, unfinished)  # work that failed is not resumed
        raise
    discard(results, unfinished)


def discard(results: dict, name) -> None:
    if name in results:
        del results[name]


def collect(items: Iterable, *, heavy: bool, status, progress, every=REPORT_SECONDS) -> list:
    """Return the items as a list. Heavy work waits until it may run and shows `progress(items so far)` in `status`, an
    st.empty(), after `every` so many seconds.

    An item that takes long may be preceded by None now and then: not an item, but a place where the work can stop.
    """
    done = []

    def so_far():
        for item in items:
            if item is not None:
                done.append(item)
            yield done

    if heavy:
        run_job(so_far(), status, progress, every)
    else:
        for _ in so_far():
            pass
    return done
