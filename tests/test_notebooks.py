"""The notebooks run, the exercises wait for the student's code, and their checks find the usual mistakes."""

import ast
from pathlib import Path

import jupytext
import nbformat
import pytest

from notebooks.__main__ import FOLDER, SOLVED, without_solutions

LESSON = FOLDER / "lesson.py"
MISTAKES = {  # the exercise, a piece of its solution, what a student may write instead, a piece of the hint
    "the point counts itself": ("silhouette", "(is_own.sum() - 1)", "is_own.sum()", "cluster minus 1"),
    "the nearest point": ("silhouette", "[labels == j].mean()", "[labels == j].min()", "not the nearest point"),
    "no cluster of one": ("silhouette", "0 if alone[i]", "1.0 if alone[i]", "bincount"),
    "bytes wrap around": ("image_compression", "image.astype(float) - other", "image - other", "uint8"),
    "another palette": ("image_compression", "np.rint(kmeans(", "-np.rint(kmeans(", "use the centroids"),
    "the result as it is": (
        "image_compression",
        "return palette, nearest_colors(pixels, palette)",
        "return kmeans(pixels, k, seed=0)",
        "centroids of the result",
    ),
    "one of two": ("mini_batch", "return centroids, counts", "return centroids", "copy both"),
    "one of two from a batch": (
        "mini_batch",
        "x, j)\n    return centroids, counts",
        "x, j)\n    return centroids",
        "before the loop",
    ),
    "half of the way": ("mini_batch", "/ counts[j]\n", "/ 2\n", "first add 1"),
    "labels that change": (
        "mini_batch",
        "x, j)\n    return",
        "x, *assign([x], centroids))\n    return",
        "before the loop",
    ),
    "distances without squares": ("soft_assignment", ".sum(axis=2)", ".sum(axis=2) ** 0.5", "squared"),
    "the mean of n": ("soft_assignment", "/ p.sum(axis=0)[:, None]", "/ len(X)", "not by n"),
}


@pytest.fixture(autouse=True)
def drawn_nowhere():
    import matplotlib
    from matplotlib import pyplot

    matplotlib.use("Agg")
    yield
    pyplot.close("all")


def run(source: str) -> None:
    exec(compile(source, "notebook", "exec"), {"__name__": "__main__"})


@pytest.mark.filterwarnings("ignore:FigureCanvasAgg")
@pytest.mark.parametrize("path", [LESSON, *SOLVED], ids=lambda path: path.stem)
def test_the_lesson_and_the_solved_exercises_run(path):
    run(path.read_text("utf-8"))


@pytest.mark.filterwarnings("ignore:FigureCanvasAgg")
@pytest.mark.parametrize("path", SOLVED, ids=lambda path: path.stem)
def test_an_exercise_stops_at_its_first_check_and_gives_a_hint(path):
    with pytest.raises(AssertionError, match="returns nothing yet: replace the dots. Hint: "):
        run((FOLDER / path.name).read_text("utf-8"))


@pytest.mark.filterwarnings("ignore:FigureCanvasAgg", "ignore::RuntimeWarning")
@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_check_finds_a_usual_mistake_and_names_it(mistake):
    exercise, right, wrong, hint = MISTAKES[mistake]
    source = (FOLDER / "solved" / f"{exercise}.py").read_text("utf-8")
    assert right in source
    with pytest.raises(AssertionError, match=f"Hint: .*{hint}"):
        run(source.replace(right, wrong, 1))


@pytest.mark.parametrize("path", SOLVED, ids=lambda path: path.stem)
def test_an_exercise_is_its_solved_version_without_the_solutions(path):
    """`make notebooks` writes it."""
    assert (FOLDER / path.name).read_text("utf-8") == without_solutions(path.read_text("utf-8"))


@pytest.mark.parametrize("path", [LESSON, *SOLVED], ids=lambda path: path.stem)
def test_a_notebook_needs_numpy_matplotlib_and_the_library_only_and_jupyter_can_open_it(path):
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    modules = {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    modules |= {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    assert modules <= {"numpy", "matplotlib.pyplot", "kmeans_core"}
    notebook = jupytext.read(Path(path))
    nbformat.validate(notebook)
    assert {cell.cell_type for cell in notebook.cells} == {"markdown", "code"}
