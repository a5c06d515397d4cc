"""The quick form of the load benchmark. Its times are only printed: a test machine may be busy."""

import asyncio
import contextlib
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.serving import served
from benchmarks.visitor import PAGES, Measured, Visitor
from tests.browser.serving import run_async

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("scenario", ["class", "pages", "heavy", "sessions"])
def test_a_small_class_meets_no_error_no_large_message_no_leak_and_no_work_for_those_who_left(scenario):
    command = [sys.executable, "-m", "benchmarks.load", scenario, "--quick", "--cold"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr


FILES = ["algorithm", "image_compression"]  # the pages that are sent files too: a test each, as these take long


@pytest.mark.parametrize("pages", [*([page] for page in FILES), [page for page in PAGES if page not in FILES]])
def test_no_strangers_address_or_file_costs_much(pages):
    command = [sys.executable, "-m", "benchmarks.strangers", "--quick", *pages]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("page", ["algorithm", "failure_cases"])
def test_visitors_who_come_at_once_to_a_server_just_started_all_see_the_page(page):
    measured = Measured()

    async def crowd(server):
        async with contextlib.AsyncExitStack() as stack:
            await asyncio.gather(*(stack.enter_async_context(Visitor(server, page, measured)) for _ in range(8)))

    with served() as server:
        run_async(crowd(server))
    assert not measured.broken()
