"""How far apart two pictures are, for arithmetic and for the eye: MSE, PSNR, SSIM, OKLab. No Streamlit.

Pictures are (h, w, 3) uint8 in sRGB. OKLab is Ottosson (2020), "A perceptual color space for image processing",
here times 255, so that its numbers have the size of the sRGB ones. SSIM is Wang, Bovik, Sheikh and Simoncelli (2004),
"Image quality assessment: from error visibility to structural similarity", IEEE Trans. Image Process. 13(4).
"""

import math

import numpy as np

SCALE = 255.0
ENOUGH = 1_000_000  # pixels for a mean
ROWS = 64  # rows of a picture worked on at a time: temporaries stay in the cache
SRGB = np.arange(256) / 255
LINEAR = np.where(SRGB <= 0.04045, SRGB / 12.92, ((SRGB + 0.055) / 1.055) ** 2.4).astype(np.float32)
TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    np.float32,
)
TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ],
    np.float32,
)
FROM_LAB = np.linalg.inv(TO_LAB.astype(np.float64))
FROM_LMS = np.linalg.inv(TO_LMS.astype(np.float64))
LUMA = np.array([0.299, 0.587, 0.114], np.float32)


def to_oklab(colours) -> np.ndarray:
    """Return uint8 sRGB `colours` (..., 3) as float32 OKLab (..., 3), times 255: L from 0 (black) to 255 (white)."""
    lms = np.cbrt(LINEAR[colours] @ TO_LMS.T)
    return lms @ (SCALE * TO_LAB.T)


def from_oklab(lab) -> np.ndarray:
    """Return OKLab (..., 3), times 255, as the nearest uint8 sRGB; what no screen can show is clipped."""
    linear = np.clip(((np.asarray(lab) / SCALE) @ FROM_LAB.T) ** 3 @ FROM_LMS.T, 0, 1)
    srgb = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.rint(255 * srgb).astype(np.uint8)


def mse(pixels, shown) -> float:
    """Return the mean squared error per channel, on the scale 0..255 squared; exact."""
    return sum(int(squares(a, b).sum()) for a, b in bands(pixels, shown)) / pixels.size


def psnr(pixels, shown) -> float:
    """Return the peak signal-to-noise ratio in dB, inf when the two are the same."""
    error = mse(pixels, shown)
    return 10 * math.log10(255**2 / error) if error else math.inf


def error_map(pixels, shown) -> np.ndarray:
    """Return how far each pixel's colour moved, (h, w) float32: the distance in sRGB, 0..442."""
    return np.concatenate([np.sqrt(squares(a, b).sum(axis=2, dtype=np.float32)) for a, b in bands(pixels, shown)])


def oklab_error(pixels, shown) -> float:
    """Return the mean distance between the two in OKLab, times 100; about 2 is what the eye just notices.

    Of large pictures only so many rows are looked at, evenly spread, as hold a million pixels or two.
    """
    every = max(1, pixels.size // 3 // ENOUGH)
    pixels, shown = pixels[::every], shown[::every]
    total = 0.0
    for a, b in bands(pixels, shown):
        difference = to_oklab(a) - to_oklab(b)
        total += float(np.sqrt(np.einsum("ijc,ijc->ij", difference, difference)).sum())
    return total * 100 / SCALE / (pixels.size // 3)


def squares(a, b):
    difference = a.astype(np.int32) - b
    return difference * difference


def bands(*pictures):
    """Yield the same few rows of every picture, from the top down."""
    for top in range(0, len(pictures[0]), ROWS):
        yield [picture[top : top + ROWS] for picture in pictures]


def ssim(pixels, shown, *, sigma=1.5) -> float:
    """Return the mean structural similarity of the two pictures' luma, at most 1; NaN for a side under 11 pixels.

    Windows are Gaussian, 11 x 11, and lie wholly inside the picture.
    """
    reach = 5
    if min(pixels.shape[:2]) < 2 * reach + 1:
        return math.nan
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    weights = (weights / weights.sum()).astype(np.float32)
    total, places = 0.0, 0
    for top in range(0, len(pixels) - 2 * reach, ROWS):
        rows = slice(top, top + ROWS + 2 * reach)
        similarity = similarities(pixels[rows] @ LUMA, shown[rows] @ LUMA, weights)
        total, places = total + float(similarity.sum(dtype=np.float64)), places + similarity.size
    return total / places


def similarities(x, y, weights) -> np.ndarray:
    """Return the SSIM of every window of the gray pictures `x` and `y`."""
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    x, y = x - 128, y - 128  # the variances below subtract less from less
    mean_x, mean_y, xx_yy, xy = (blurred(z, weights) for z in (x, y, x * x + y * y, x * y))
    variances = xx_yy - mean_x * mean_x - mean_y * mean_y
    covariance = xy - mean_x * mean_y
    mean_x, mean_y = mean_x + 128, mean_y + 128
    return (
        (2 * mean_x * mean_y + c1)
        * (2 * covariance + c2)
        / ((mean_x * mean_x + mean_y * mean_y + c1) * (variances + c2))
    )


def blurred(z, weights) -> np.ndarray:
    """Return the weighted means of `z` in every window that lies wholly inside it."""
    for _ in range(2):
        inside = len(z) - len(weights) + 1
        z = sum(w * z[at : at + inside] for at, w in enumerate(weights)).T
    return z
