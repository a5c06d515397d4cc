"""Write the exercises without their solutions, and every notebook for Jupyter: `make notebooks`.

The source of an exercise is its solved version in notebooks/solved. Jupyter's files go to dist/notebooks.
"""

import re
from pathlib import Path

import jupytext

FOLDER = Path(__file__).parent
SOLVED = sorted(FOLDER.glob("solved/*.py"))
FOR_JUPYTER = FOLDER.parent / "dist" / "notebooks"


def without_solutions(source: str) -> str:
    """Return the source of an exercise with dots in the place of each solution."""
    solution = r"^( *)# BEGIN SOLUTION\n.*?^ *# END SOLUTION\n"
    return re.sub(solution, r"\1...  # your code\n", source, flags=re.MULTILINE | re.DOTALL)


def main() -> None:
    for path in SOLVED:
        (FOLDER / path.name).write_text(without_solutions(path.read_text("utf-8")), "utf-8")
    (FOR_JUPYTER / "solved").mkdir(parents=True, exist_ok=True)
    for path in (FOLDER / "lesson.py", *(FOLDER / solved.name for solved in SOLVED), *SOLVED):
        notebook = jupytext.read(path)
        notebook.metadata["kernelspec"] = dict(name="python3", display_name="Python 3", language="python")
        jupytext.write(notebook, FOR_JUPYTER / path.relative_to(FOLDER).with_suffix(".ipynb"))
    print(f"Wrote {FOR_JUPYTER}")


if __name__ == "__main__":
    main()
