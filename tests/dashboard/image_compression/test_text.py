"""What the Image compression page says is true of the numbers it is given."""

from types import SimpleNamespace

import numpy as np
import pytest

from dashboard.image_compression import text
from dashboard.image_compression.compute import SearchState, compress
from kmeans_core import prepare

JPEG = [(10, 1000, 20.0), (50, 10_000, 30.0), (90, 100_000, 40.0)]


@pytest.mark.parametrize(
    "count, psnr, sentence",
    [
        (10_000, 25.0, "**JPEG wins by 5.0 dB**"),
        (10_000, 36.0, "**the palette wins by 6.0 dB**"),
        (10_000, 30.05, "neither wins"),
        (31_623, 35.0, "neither wins"),  # half way between 10 and 100 kB on the log scale: 35 dB
        (900, 15.0, "No JPEG file is as small"),
        (200_000, 35.0, "JPEG wins."),
        (200_000, 45.0, "the palette is closer, for more bytes"),
        (5_000, float("inf"), "The palette is exact"),
    ],
)
def test_who_wins_at_equal_bytes(count, psnr, sentence):
    assert sentence in text.against_jpeg(count, psnr, JPEG)


@pytest.mark.parametrize(
    "part, reference, phrase",
    [(54_000, 820_000, "1/15 of"), (100, 100, "1/1.0 of"), (82, 3, "27 times"), (102, 180_000, "1/1,765 of")],
)
def test_how_small_a_file_is_beside_another(part, reference, phrase):
    assert text.ratio(part, reference) == phrase


def test_a_pixels_bits_by_hand():
    pixels = np.zeros((4, 8, 3), np.uint8)
    pixels[:, :4] = 200  # two colours, each half of the 32 pixels
    compressed = compress(pixels, prepare(pixels), 2)
    raw, textbook, entropy, file = (row[1:] for row in text.bit_counts(compressed, SimpleNamespace(size=(8, 4))))
    assert raw == (24, 96)  # 32 pixels x 3 bytes
    assert textbook == (1, 10)  # 32 bits and a palette of 6 bytes
    assert entropy == (1, 10)
    assert file == (8 * len(compressed.png) / 32, len(compressed.png))
    assert "above" in text.why_bits_differ(compressed, SimpleNamespace(size=(8, 4)))


def test_every_caption_says_how_far_the_error_fell_since_the_last_one_shown():
    palette = np.zeros((2, 3), np.uint8)
    states = [SearchState("start", None, palette, 200.0), SearchState("move", None, palette, 100.0)]
    colours, start, move = text.film_captions(states, 1234, 56)
    assert colours[1].startswith("The pixels have 1,234 different colours, drawn as 56 marks")
    assert start[1] == "Start: the first 2 colours. Mean squared error: 200."
    assert move[1].endswith("The error falls by 50 % to 100.")


def test_an_error_of_nothing_is_not_said_to_fall():
    palette = np.zeros((2, 3), np.uint8)
    states = [SearchState("start", None, palette, 0.0), SearchState("finish", None, palette, 0.0)]
    assert text.film_captions(states, 2, 2)[-1][1].endswith("The error stays 0.")


def test_the_race_names_the_closest_quantizer():
    results = [
        SimpleNamespace(name=name, seconds=0.1, compressed=SimpleNamespace(psnr=psnr))
        for name, psnr in (("ours", 30.0), ("a", 29.0), ("b", 25.0))
    ]
    assert "1.00 dB ahead of a and 5.0 dB ahead of b" in text.race_result(results)
    results[1].compressed.psnr = 31.0
    assert "**a** is closest" in text.race_result(results)
