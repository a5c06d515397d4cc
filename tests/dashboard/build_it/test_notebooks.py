"""The notebooks of the course can be opened in Jupyter, and their code runs."""

import ast
import json

import nbformat
import pytest

from dashboard.build_it.notebooks import FOLDER, NOTEBOOKS, course_notebook


@pytest.mark.parametrize("file", NOTEBOOKS)
def test_a_notebook_has_the_code_of_its_source_and_says_what_it_needs(file):
    text = course_notebook(file)
    nbformat.validate(nbformat.reads(text, as_version=4))
    cells = json.loads(text)["cells"]
    code = "\n".join(cell["source"] for cell in cells if cell["cell_type"] == "code")
    assert ast.dump(ast.parse(code)) == ast.dump(ast.parse((FOLDER / f"{file}.py").read_text("utf-8")))
    assert "pip install" in cells[0]["source"] and not any(cell["source"].startswith("# %%") for cell in cells)


def test_every_notebook_of_the_course_is_offered():
    assert {path.stem for path in FOLDER.glob("*.py")} - {"__main__"} == set(NOTEBOOKS)
