"""What the Image compression page says is true of the numbers it is given."""

from types import SimpleNamespace

import numpy as np
import pytest

from dashboard.image_compression import compute as compression
from dashboard.image_compression import text as words
from dashboard.image_compression.compute import Found, Way
from dashboard.image_compression.pictures import NAMED
from dashboard.image_compression.questions import questions
from kmeans_core import prepare

PLAIN = Way("default", "sRGB", "off")
JPEG = [(10, 1000, 20.0), (50, 10_000, 30.0), (90, 100_000, 40.0)]


def done(count, psnr):
    return SimpleNamespace(png=b"x" * count, psnr=psnr)


@pytest.mark.parametrize(
    "count, psnr, said",
    [
        (10_000, 25.0, "**JPEG wins by 5.0 dB**"),
        (10_000, 36.0, "**the palette wins by 6.0 dB**"),
        (10_000, 30.05, "neither wins"),
        (31_623, 35.0, "neither wins"),  # half way between 10 and 100 kB on the log scale: 35 dB
        (900, 15.0, "No JPEG is as small"),
        (200_000, 35.0, "JPEG wins."),
        (200_000, 45.0, "the palette is nearer, for more bytes"),
        (5_000, float("inf"), "The palette is exact"),
    ],
)
def test_who_wins_at_equal_bytes(count, psnr, said):
    assert said in words.against_jpeg(done(count, psnr), JPEG)


@pytest.mark.parametrize(
    "part, whole, said",
    [(54_000, 820_000, "1/15 of"), (100, 100, "1/1.0 of"), (82, 3, "27 times"), (102, 180_000, "1/1,765 of")],
)
def test_how_small_a_file_is_beside_another(part, whole, said):
    assert words.times(part, whole) == said


def test_a_pixels_bits_by_hand():
    pixels = np.zeros((4, 8, 3), np.uint8)
    pixels[:, :4] = 200  # two colours, each half of the 32 pixels
    compressed = compression.compress(pixels, prepare(pixels), 2, PLAIN)
    raw, textbook, entropy, file = words.bits(compressed, SimpleNamespace(size=(8, 4)))
    assert (raw.bits, raw.bytes) == (24, 96)  # 32 pixels x 3 bytes
    assert (textbook.bits, textbook.bytes) == (1, 10)  # 32 bits and a palette of 6 bytes
    assert (entropy.bits, entropy.bytes) == (1, 10)
    assert file.bytes == len(compressed.png) and file.bits == 8 * len(compressed.png) / 32
    assert "above" in words.why_bits_differ(compressed, SimpleNamespace(size=(8, 4)))


def test_the_film_shows_the_first_and_the_last_state_and_skips_those_that_change_nothing():
    errors = [100, 90, 89.99, 80, 79.99]
    states = [Found("move", None, None, error) for error in errors]
    assert words.worth_showing(states, 10) == [0, 1, 3, 4]
    many = [Found("move", None, None, 0.9**i) for i in range(60)]
    kept = words.worth_showing(many, 10)
    assert kept[0] == 0 and kept[-1] == 59 and len(kept) <= 10


def test_every_beat_tells_how_far_the_error_fell_since_the_last_one_shown():
    palette = np.zeros((2, 3), np.uint8)
    states = [Found("start", None, palette, 200.0), Found("move", None, palette, 100.0)]
    colours, start, move = words.told(states, 1234, 56)
    assert "1,234 colours as 56 marks" in colours.caption
    assert start.caption == "Start: 2 first colours. Mean squared error: 200."
    assert move.caption.endswith("The error falls by 50 % to 100.")


def test_the_race_names_whoever_is_nearest():
    field = [
        SimpleNamespace(name=name, seconds=0.1, done=SimpleNamespace(psnr=psnr))
        for name, psnr in (("ours", 30.0), ("a", 29.0), ("b", 25.0))
    ]
    assert "1.00 dB ahead of a and 5.0 dB ahead of b" in words.race(field)
    field[1].done.psnr = 31.0
    assert "**a** is nearest" in words.race(field)


def test_the_answers_are_computed_and_their_links_lead_to_named_pictures():
    asked = list(questions())
    assert all(question.settings["image"] in NAMED for question in asked)
    assert "exact" in asked[1].answer and asked[2].answer.startswith("No:")
