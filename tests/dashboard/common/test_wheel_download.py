"""The wheel that the app offers can be installed."""

import subprocess
import sys

from dashboard.common.wheel import packed_wheel, wheel_name


def test_pip_installs_the_wheel_and_python_imports_the_library_from_it(tmp_path):
    file = tmp_path / wheel_name()
    file.write_bytes(packed_wheel())
    options = ["--no-index", "--no-deps", "--quiet", "--disable-pip-version-check", "--target", str(tmp_path / "site")]
    subprocess.run([sys.executable, "-m", "pip", "install", *options, str(file)], check=True)
    script = "import kmeans_core; print(kmeans_core.__file__, kmeans_core.kmeans([[0], [1], [9]], 2, seed=0).inertia)"
    command = [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, 'site'); {script}"]
    result = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    assert "site" in result and result.endswith(" 0.5\n")
