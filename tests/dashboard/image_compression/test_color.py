"""Errors for arithmetic and for the eye, against published values and scikit-image."""

import math

import numpy as np
import pytest
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

from dashboard.image_compression import color

RNG = np.random.default_rng(0)
SCENE = RNG.integers(0, 256, (90, 70, 3), dtype=np.uint8)
NEAR = np.clip(SCENE + RNG.integers(-20, 21, SCENE.shape), 0, 255).astype(np.uint8)


@pytest.mark.parametrize(
    "rgb, lab",  # L, a, b on the scale 0..1, as CSS Color 4 computes them
    [
        ((255, 255, 255), (1.0, 0.0, 0.0)),
        ((255, 0, 0), (0.62796, 0.22486, 0.12585)),
        ((0, 255, 0), (0.86644, -0.23389, 0.17950)),
        ((0, 0, 255), (0.45201, -0.03246, -0.31153)),
        ((0, 0, 0), (0.0, 0.0, 0.0)),
    ],
)
def test_oklab_of_the_primaries(rgb, lab):
    np.testing.assert_allclose(color.to_oklab(np.array(rgb, np.uint8)) / 255, lab, atol=2e-4)


def test_oklab_and_back_is_exact_for_every_colour_tried():
    steps = np.arange(0, 256, 5, dtype=np.uint8)
    colours = np.stack(np.meshgrid(steps, steps, steps), axis=-1)
    np.testing.assert_array_equal(color.from_oklab(color.to_oklab(colours)), colours)


def test_what_no_screen_can_show_is_clipped():
    assert color.from_oklab(np.array([2.0, 0.0, 0.0]) * 255).tolist() == [255, 255, 255]
    assert color.from_oklab(np.array([-1.0, 0.0, 0.0]) * 255).tolist() == [0, 0, 0]


def test_mse_and_psnr_by_hand():
    black = np.zeros((2, 2, 3), np.uint8)
    one = black.copy()
    one[0, 0, 0] = 255  # one of twelve numbers is wrong by 255
    assert color.mse(black, one) == 255**2 / 12
    assert color.psnr(black, one) == pytest.approx(10 * math.log10(12))
    assert color.psnr(one, one) == math.inf
    assert color.error_map(black, one).tolist() == [[255, 0], [0, 0]]


def test_psnr_is_scikit_images():
    assert color.psnr(SCENE, NEAR) == pytest.approx(peak_signal_noise_ratio(SCENE, NEAR))


@pytest.mark.parametrize("smooth", [False, True])
def test_ssim_is_scikit_images(smooth):
    a = np.sort(SCENE, axis=0) if smooth else SCENE
    b = np.clip(a + (NEAR.astype(int) - SCENE), 0, 255).astype(np.uint8)
    options = dict(gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=255)
    expected = structural_similarity(a @ color.LUMA, b @ color.LUMA, **options)
    assert color.ssim(a, b) == pytest.approx(expected, abs=1e-5)


def test_ssim_of_the_same_is_one_even_where_all_is_white():
    white = np.full((40, 40, 3), 255, np.uint8)
    assert color.ssim(white, white) == pytest.approx(1, abs=1e-6)
    assert math.isnan(color.ssim(white[:10], white[:10]))


def test_every_other_row_of_a_large_picture_gives_about_its_mean_error():
    half = color.oklab_error(SCENE, NEAR, max_pixels=SCENE.size // 3 // 2)
    assert half == pytest.approx(color.oklab_error(SCENE, NEAR), rel=0.05)
    assert half == pytest.approx(color.oklab_error(SCENE[::2], NEAR[::2]))


def test_the_error_in_oklab_is_a_hundred_between_black_and_white():
    black = np.zeros((3, 3, 3), np.uint8)
    assert color.oklab_error(black, 255 - black) == pytest.approx(100, abs=1e-3)
    assert color.oklab_error(SCENE, SCENE) == 0
