"""Running a page's notebook as Jupyter does: one cell after another in one namespace."""

import json

import nbformat


def run_notebook(text: str, folder=None) -> dict:
    """Return the names that the cells of a notebook file define. Pictures are drawn nowhere."""
    import matplotlib
    from matplotlib import pyplot

    matplotlib.use("Agg")
    file = json.loads(text)
    nbformat.validate(nbformat.from_dict(file))
    names = {"__name__": "__main__"}
    for cell in file["cells"]:
        if cell["cell_type"] == "code":
            exec(compile(cell["source"], "notebook", "exec"), names)
    pyplot.close("all")
    return names
