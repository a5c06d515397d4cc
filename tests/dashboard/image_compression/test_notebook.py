"""The notebook of the Image compression page makes the page's picture, pixel by pixel."""

import io

import numpy as np
import pytest
from PIL import Image

from dashboard.image_compression.compute import PLAIN, PaletteMethod, compress
from dashboard.image_compression.notebook import image_notebook
from dashboard.image_compression.pictures import PICTURES
from kmeans_core import prepare
from tests.dashboard.common.notebooks import run_notebook


@pytest.mark.filterwarnings("ignore:FigureCanvasAgg")
@pytest.mark.parametrize(
    ("picture", "k", "method"),
    [
        ("china", 16, PLAIN),
        ("shapes", 6, PaletteMethod("draft", "sRGB", "Floyd-Steinberg")),
        ("gradient", 5, PaletteMethod("draft", "OKLab", "Bayer")),
        ("shapes", 16, PaletteMethod("best", "OKLab", "off")),
    ],
)
def test_the_notebook_has_the_pixels_of_the_page(picture, k, method):
    pixels = PICTURES[picture]().pixels
    colors = prepare(pixels)
    expected = np.asarray(Image.open(io.BytesIO(compress(pixels, colors, k, method).png)).convert("RGB"))
    names = run_notebook(image_notebook("http://x", picture, len(colors.unique), k, method))
    np.testing.assert_array_equal(names["compressed"], expected)
