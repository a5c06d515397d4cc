"""The quick form of the load benchmark. Its times are only printed: a test machine may be busy."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_a_small_class_meets_no_error_no_large_message_no_leak_and_no_work_for_those_who_left():
    command = [sys.executable, "-m", "benchmarks.load", "--quick"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
