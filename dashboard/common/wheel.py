"""The library as a wheel, packed from its source: `make wheel` builds the same, but not everyone has the project.

A wheel is a ZIP file of the package and a few lines about it: packaging.python.org, "Binary distribution format".
"""

import base64
import hashlib
import io
import tomllib
import zipfile
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
TAG = "py3-none-any"  # pure Python
LONG_AGO = (2020, 1, 1, 0, 0, 0)  # every file's date, so that the same source gives the same wheel


@cache
def about() -> dict:
    """Return the project's name, version and what else pyproject.toml says about it."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def wheel_name() -> str:
    return f"{about()['name'].replace('-', '_')}-{about()['version']}-{TAG}.whl"


@cache
def packed_wheel() -> bytes:
    """Return the wheel file."""
    folder = wheel_name().removesuffix(f"-{TAG}.whl") + ".dist-info"
    files = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in sorted((ROOT / "kmeans_core").rglob("*"))
        if path.is_file() and path.suffix != ".pyc"
    }
    files[f"{folder}/METADATA"] = "\n".join(
        [
            "Metadata-Version: 2.1",
            f"Name: {about()['name']}",
            f"Version: {about()['version']}",
            f"Summary: {about()['description']}",
            f"Requires-Python: {about()['requires-python']}",
            *(f"Requires-Dist: {package}" for package in about()["dependencies"]),
            "",
        ]
    ).encode()
    files[f"{folder}/WHEEL"] = f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {TAG}\n".encode()
    record = [f"{name},sha256={hash_of(content)},{len(content)}" for name, content in files.items()]
    files[f"{folder}/RECORD"] = "\n".join([*record, f"{folder}/RECORD,,", ""]).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def hash_of(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode("ascii")
