"""The Image compression page's questions: their answers are those of the pictures."""

import numpy as np
import pytest

from dashboard.common.questions import not_quite
from dashboard.image_compression.cache import named_picture
from dashboard.image_compression.compute import PLAIN, PaletteMethod, compress
from dashboard.image_compression.pictures import PICTURES
from dashboard.image_compression.questions import QUESTIONS
from dashboard.image_compression.text import GUESS_BYTES, guess_outcome
from kmeans_core import prepare
from tests.dashboard.common.learners import check_questions


def compressed(name, k, method=PLAIN):
    pixels = PICTURES[name]().pixels
    return compress(pixels, prepare(pixels), k, method)


def distance_to_red(k) -> int:
    """Return how far the balloon's red is from the nearest of k colours, in the sum over the channels."""
    return np.abs(compressed("balloon", k).palette.astype(int) - [215, 25, 28]).sum(axis=1).min()


@pytest.fixture(scope="module")
def questions():
    return [question() for question in QUESTIONS]


def test_every_learner_is_told_what_is_behind_a_reply(questions):
    check_questions(questions)
    assert all(link["image"] in PICTURES for question in questions for link in question.links.values())


def test_the_answers_are_those_of_the_pictures(questions):
    two, seven, balloon, dithered, _ = questions
    sizes = [len(picture) for picture in two.pictures]
    assert two.right.text == "A" and sizes[0] < sizes[1] / 3
    eight = compressed("shapes", 8).palette
    shared = [color for color in compressed("shapes", 7).palette.tolist() if color not in eight.tolist()]
    assert seven.right.text == "Two become their mean" and len(shared) == 1
    first = int(balloon.right.text)
    assert distance_to_red(first) < 50 < distance_to_red(first - 1)
    rough, smooth = (
        compressed("gradient", 16, PaletteMethod("default", "sRGB", dither)) for dither in ("off", "Floyd-Steinberg")
    )
    assert dithered.right.text == "It rises" and smooth.mse > rough.mse


@pytest.mark.parametrize("name", ["china", "gradient", "shapes"])
def test_a_file_size_is_right_within_a_factor_of_two_or_is_met_with_the_idea_behind_it(name):
    picture, result = named_picture(name), compressed(name, 16)
    for guess, size in GUESS_BYTES.items():
        said, true = guess_outcome(guess, result, picture), len(result.png)
        if true / 2 <= size <= 2 * true:
            assert "within a factor of two" in said
        elif size < true:
            assert not_quite("the file shrinks as much as the number of colours") in said
        elif size >= 500_000:  # of 820 kB
            assert not_quite("only the number of pixels counts") in said
        else:
            assert not_quite("every pixel costs log₂ k bits") in said
