"""The app, served for a benchmark or a test alone."""

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
STREAMLIT_RUN = (sys.executable, "-m", "streamlit", "run", "app.py")
QUIET = {
    "OPENBLAS_NUM_THREADS": "1",
    "STREAMLIT_SERVER_ADDRESS": "127.0.0.1",
    "STREAMLIT_SERVER_HEADLESS": "true",
    "STREAMLIT_SERVER_FILE_WATCHER_TYPE": "none",
}
PROCESS_CLOCK = 2  # clock_getcpuclockid(3) of a process is the complement of its pid above these bits


@dataclass
class Server:
    """A running app. Its CPU time and memory are read from the kernel, on Linux only."""

    address: str
    pid: int

    def cpu(self) -> float:
        """Return the CPU seconds of all its threads and of its child processes so far, including those that have ended.

        Children that have ended are counted in steps of 10 ms, once the server has waited for them.
        """
        ended = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[13:15]
        seconds = cpu_seconds(self.pid) + sum(map(int, ended)) / os.sysconf("SC_CLK_TCK")
        for children in Path(f"/proc/{self.pid}/task").glob("*/children"):
            with contextlib.suppress(OSError):  # where the thread or its child has just ended
                seconds += sum(map(cpu_seconds, map(int, children.read_text().split())))
        return seconds

    def memory(self) -> float:
        """Return its resident memory, in MiB."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


def cpu_seconds(pid: int) -> float:
    return time.clock_gettime(~pid << 3 | PROCESS_CLOCK)


@contextlib.contextmanager
def served(settings=None, command=STREAMLIT_RUN, port=0):
    """Serve the app on this port, or on a free one, while the block runs, with these environment variables; yield the
    Server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{port or free.getsockname()[1]}"
    environment = os.environ | QUIET | {"STREAMLIT_SERVER_PORT": address.partition(":")[2]} | (settings or {})
    if base := environment.get("STREAMLIT_SERVER_BASE_URL_PATH"):
        address += f"/{base}"
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with contextlib.suppress(OSError):
                if urllib.request.urlopen(f"http://{address}/_stcore/health", timeout=1).status == 200:
                    break
            time.sleep(0.2)
        else:
            raise RuntimeError("The server did not come up within a minute.")
        yield Server(address, process.pid)
    finally:
        process.terminate()
        process.wait(20)
