"""The compressed picture of the Image compression page as a notebook."""

from dashboard.common import notebook
from dashboard.common.notebook import code, markdown
from dashboard.common.source_code import standalone_source_of
from dashboard.image_compression.compute import LUMINANCE, MAX_BEST_K, OKLAB_SEARCHES, PaletteMethod, oklab_starts
from dashboard.image_compression.dithering import DITHERS
from dashboard.image_compression.pictures import PICTURES

INTRODUCTION = "Colours as clusters: k-means finds the palette, and every pixel gets the nearest colour of it."
OWN_FILE = "picture.png"


def image_notebook(link: str, picture: str, unique: int, k: int, method: PaletteMethod) -> str:
    """Return the notebook that compresses the `picture`, a name or an upload's key, of `unique` colours to `k`."""
    dither = DITHERS[method.dither].__name__
    dithering = [
        markdown(f"## {method.dither} dithering\n\nNeighbouring pixels mix two colours of the palette."),
        code(
            standalone_source_of("dashboard.image_compression.dithering", dither),
            "",
            "",
            f"indices = {dither}(image, palette)",
        ),
    ]
    return notebook.notebook(
        "Image compression",
        link,
        INTRODUCTION,
        code("import matplotlib.pyplot as plt", "import numpy as np"),
        *picture_cells(picture),
        *(
            oklab_palette_cells(k, method.quality)
            if method.space == "OKLab" and k < unique
            else srgb_cells(k, method.quality)
        ),
        *dithering * (method.dither != "off" and k < unique),
        markdown("## Before and after"),
        code(
            "compressed = palette[indices]",
            "mse = np.mean((image.astype(float) - compressed) ** 2)",
            'print(f"{len(palette)} colours, mean squared error {mse:.4g} per channel")',
            "fig, axes = plt.subplots(1, 3, figsize=(15, 4.5), width_ratios=(8, 8, 1))",
            "for ax, shown in zip(axes, (image, compressed, palette[:, None])):",
            '    ax.imshow(shown, aspect="auto" if shown.shape[1] == 1 else "equal")',
            '    ax.axis("off")',
            "plt.show()",
        ),
    )


def picture_cells(name: str) -> list[dict]:
    """Return the cells that load or draw the picture."""
    made_of = PICTURES[name].args[0] if name in PICTURES else None
    if made_of is None:
        note = f"Put `{OWN_FILE}`, from “Picture before as PNG”, beside this notebook."
        lines = ["from PIL import Image", "", f'image = np.asarray(Image.open("{OWN_FILE}").convert("RGB"))']
    elif isinstance(made_of, str):
        note = "The photograph comes with scikit-learn."
        lines = ["from sklearn.datasets import load_sample_image", "", f'image = load_sample_image("{made_of}")']
    else:
        note = "The picture is drawn."
        source = standalone_source_of("dashboard.image_compression.pictures", made_of.__name__)
        lines = [source, "", "", f"image = {made_of.__name__}()"]
    return [markdown(f"## The picture\n\n{note}"), code(*lines)]


def srgb_cells(k: int, quality: str) -> list[dict]:
    quality = "default" if k > MAX_BEST_K else quality
    return [
        markdown("## The palette\n\nEach pixel is a point: red, green, blue."),
        code(
            "from kmeans_core import quantize",
            "",
            f'palette, indices = quantize(image, {k}, quality="{quality}", seed=0)',
        ),
    ]


def oklab_palette_cells(k: int, quality: str) -> list[dict]:
    n_cells, _ = OKLAB_SEARCHES[quality]
    source = standalone_source_of("dashboard.image_compression.color", "to_oklab", "from_oklab")
    return [
        markdown("## OKLab\n\nA colour space in which distance is closer to what the eye sees."),
        code(source),
        markdown(
            "## The palette\n\nk-means on cells of similar colours, weighted by their pixels; the best run counts."
        ),
        code(
            "from kmeans_core import assign, kmeans, prepare",
            "",
            "colors = prepare(image)",
            f"cells = colors.cells({n_cells})",
            "X = to_oklab(np.rint(cells.means).astype(np.uint8)).astype(float)",
            "rng = np.random.default_rng(0)",
            "weights = cells.weights",
            f"runs = [kmeans(X, {k}, seed=rng, sample_weight=weights) for _ in range({oklab_starts(k, quality)})]",
            "best = min(runs, key=lambda run: run.inertia)",
            "palette = np.unique(from_oklab(best.centroids), axis=0)",
            f'palette = palette[np.argsort(palette @ {LUMINANCE}, kind="stable")]  # from dark to light',
            "labels = assign(to_oklab(colors.unique), to_oklab(palette))",
            "indices = colors.at_pixels(labels.astype(np.uint8))",
        ),
    ]
