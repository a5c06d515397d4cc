"""Write the pages of the API: `make docs`, or `python -m docs FOLDER`."""

import sys
from pathlib import Path

import numpy.typing
import pdoc


class ArrayLike:
    """In the place of NumPy's own, so that the pages show its name and not the long union that it stands for."""

    __module__ = "numpy.typing"


if __name__ == "__main__":
    numpy.typing.ArrayLike = ArrayLike  # before pdoc imports the library
    pdoc.render.configure(docformat="markdown")
    pdoc.pdoc("kmeans_core", "!kmeans_core[.]", output_directory=Path(sys.argv[1]))
