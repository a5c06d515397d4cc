"""How different two images are, in numbers and to the eye: MSE, PSNR, SSIM and the distance in OKLab.

Images are (h, w, 3) uint8 in sRGB. OKLab is from Ottosson (2020), "A perceptual color space for image processing",
here times 255, so that its numbers have the size of sRGB's. SSIM is from Wang, Bovik, Sheikh and Simoncelli (2004),
"Image quality assessment: from error visibility to structural similarity", IEEE Trans. Image Process. 13(4).
"""

import math

import numpy as np

OKLAB_SCALE = 255.0
MAX_COMPARED_PIXELS = 1_000_000
BAND_ROWS = 64  # rows of an image processed at a time: temporary arrays stay in the processor's cache
SRGB = np.arange(256) / 255
LINEAR_RGB = np.where(SRGB <= 0.04045, SRGB / 12.92, ((SRGB + 0.055) / 1.055) ** 2.4).astype(np.float32)
RGB_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    np.float32,
)
LMS_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ],
    np.float32,
)
LAB_TO_LMS = np.linalg.inv(LMS_TO_LAB.astype(np.float64))
LMS_TO_RGB = np.linalg.inv(RGB_TO_LMS.astype(np.float64))
LUMA = np.array([0.299, 0.587, 0.114], np.float32)


def to_oklab(colors) -> np.ndarray:
    """Return uint8 sRGB `colors` (..., 3) as float32 OKLab (..., 3), times 255: L from 0 (black) to 255 (white)."""
    lms = np.cbrt(LINEAR_RGB[colors] @ RGB_TO_LMS.T)
    return lms @ (OKLAB_SCALE * LMS_TO_LAB.T)


def from_oklab(lab) -> np.ndarray:
    """Return OKLab (..., 3), times 255, as the nearest uint8 sRGB; colours outside sRGB are clipped."""
    linear = np.clip(((np.asarray(lab) / OKLAB_SCALE) @ LAB_TO_LMS.T) ** 3 @ LMS_TO_RGB.T, 0, 1)
    srgb = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.rint(255 * srgb).astype(np.uint8)


def mse(image, other) -> float:
    """Return the mean squared error per channel, exactly; a channel is from 0 to 255."""
    return sum(int(squared_difference(a, b).sum()) for a, b in bands(image, other)) / image.size


def psnr(image, other) -> float:
    """Return the peak signal-to-noise ratio in dB, inf if the images are equal."""
    return psnr_of(mse(image, other))


def psnr_of(error: float) -> float:
    """Return the peak signal-to-noise ratio in dB of a mean squared `error`."""
    return 10 * math.log10(255**2 / error) if error else math.inf


def error_map(image, other) -> np.ndarray:
    """Return the distance of the colours in sRGB for each pixel, (h, w) float32 from 0 to 442."""
    squares = [squared_difference(a, b).sum(axis=2, dtype=np.float32) for a, b in bands(image, other)]
    return np.sqrt(np.concatenate(squares))


def oklab_error(image, other, max_pixels=MAX_COMPARED_PIXELS) -> float:
    """Return the mean distance of the colours in OKLab, times 100; about 2 is the least that the eye notices.

    Of a larger image only evenly spaced rows are compared: about `max_pixels` pixels, at most twice as many.
    """
    step = max(1, image.size // 3 // max_pixels)
    image, other = image[::step], other[::step]
    total = 0.0
    for a, b in bands(image, other):
        difference = to_oklab(a) - to_oklab(b)
        total += float(np.sqrt(np.einsum("ijc,ijc->ij", difference, difference)).sum())
    return total * 100 / OKLAB_SCALE / (image.size // 3)


def squared_difference(a, b) -> np.ndarray:
    difference = a.astype(np.int32) - b
    return difference * difference


def bands(*images):
    """Yield the same few rows of every image, from the top down."""
    for top in range(0, len(images[0]), BAND_ROWS):
        yield [image[top : top + BAND_ROWS] for image in images]


def ssim(image, other, *, sigma=1.5) -> float:
    """Return the mean structural similarity of the images' luma, at most 1; NaN if a side is shorter than 11 pixels.

    The windows are Gaussian, 11 x 11, and lie completely inside the image.
    """
    radius = 5
    if min(image.shape[:2]) < 2 * radius + 1:
        return math.nan
    weights = np.exp(-0.5 * (np.arange(-radius, radius + 1) / sigma) ** 2)
    weights = (weights / weights.sum()).astype(np.float32)
    total, windows = 0.0, 0
    for top in range(0, len(image) - 2 * radius, BAND_ROWS):
        rows = slice(top, top + BAND_ROWS + 2 * radius)
        similarity = window_similarities(image[rows] @ LUMA, other[rows] @ LUMA, weights)
        total, windows = total + float(similarity.sum(dtype=np.float64)), windows + similarity.size
    return total / windows


def window_similarities(x, y, weights) -> np.ndarray:
    """Return the structural similarity of the gray images `x` and `y` in every window."""
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    x, y = x - 128, y - 128  # smaller numbers: the variances below lose less precision
    mean_x, mean_y, xx_yy, xy = (window_means(z, weights) for z in (x, y, x * x + y * y, x * y))
    variances = xx_yy - mean_x * mean_x - mean_y * mean_y
    covariance = xy - mean_x * mean_y
    mean_x, mean_y = mean_x + 128, mean_y + 128
    similarity = (2 * mean_x * mean_y + c1) * (2 * covariance + c2)
    return similarity / ((mean_x * mean_x + mean_y * mean_y + c1) * (variances + c2))


def window_means(z, weights) -> np.ndarray:
    """Return the weighted means of `z` in every window that lies completely inside it."""
    for _ in range(2):
        inside = len(z) - len(weights) + 1
        z = sum(weight * z[i : i + inside] for i, weight in enumerate(weights)).T
    return z
