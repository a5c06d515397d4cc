"""The notebooks of the course for Jupyter, from the sources in notebooks/, which mark each cell. No Streamlit."""

import re
from functools import cache
from pathlib import Path

from dashboard.common.notebook import code, markdown, notebook

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = {  # file: (name, what it is)
    "lesson": ("The lesson", "k-means, cell by cell. It asks for your prediction before it shows a result."),
    "silhouette": ("Silhouette", "How well does a point fit its cluster? You write the code, the library checks it."),
    "image_compression": ("Image compression", "A picture in k colours. You write the code, the library checks it."),
    "mini_batch": ("Mini-batch", "k-means from a few points at a time. You write the code, the library checks it."),
    "soft_assignment": (
        "Soft assignment",
        "Probabilities instead of labels. You write the code, the library checks it.",
    ),
}


@cache
def course_notebook(file: str) -> str:
    """Return a notebook of the course as a file for Jupyter."""
    name, about = NOTEBOOKS[file]
    return notebook(name, "", about, *cells_of((FOLDER / f"{file}.py").read_text("utf-8")))


def cells_of(source: str) -> list[dict]:
    """Return the cells of a source in which each begins with `# %%` or `# %% [markdown]`."""
    cells = []
    for cell in re.split(r"^# %%", source, flags=re.MULTILINE)[1:]:
        kind, _, text = cell.partition("\n")
        if kind.strip() == "[markdown]":
            cells.append(markdown(*(re.sub(r"^# ?", "", line) for line in text.strip().splitlines())))
        else:
            cells.append(code(*text.rstrip().splitlines()))
    return cells
