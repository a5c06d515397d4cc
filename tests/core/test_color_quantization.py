"""Palettes: exact labels, whatever the image; never a worse step; and the corners of the colour cube."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmeans_core import Colors, prepare, quantize
from kmeans_core.color_quantization import morton
from kmeans_core.color_quantization.split_merge import SplitMerge
from kmeans_core.color_quantization.varpart import start
from kmeans_core.color_quantization.weighted import between_cluster_ss, cluster_moments

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])


def oracle(image, palette):
    """The nearest entry of every pixel by definition, the lowest index on a tie."""
    difference = image[:, :, None].astype(int) - palette.astype(int)
    return (difference**2).sum(axis=-1).argmin(axis=-1)


def error(image, palette, indices):
    return float(np.square(palette[indices].astype(float) - image).mean())


def photo(h, w, seed=0):
    """A smooth picture with some fine_histogram: thousands of colours, no two regions alike."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:h, 0:w] / max(h, w)
    waves = [np.sin(7 * x + 3 * y), np.cos(5 * y - 2 * x), np.sin(9 * x * y + 1)]
    smooth = 128 + 100 * np.stack(waves, axis=-1)
    return np.clip(smooth + rng.normal(0, 6, (h, w, 3)), 0, 255).astype(np.uint8)


@st.composite
def images(draw):
    """Few colours or many, gray or coloured, on a grid that ties, in a corner of the cube, one row or one column."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    h, w = draw(st.sampled_from([(1, 1), (1, 60), (60, 1), (7, 9), (40, 50)]))
    step = draw(st.sampled_from([1, 2, 64, 255]))
    low = draw(st.sampled_from([0, 128, 240]))
    image = low + rng.integers(0, (255 - low) // step + 1, size=(h, w, 3)) * step
    if draw(st.booleans()):
        image[:] = image[..., :1]
    return image.astype(np.uint8)


@given(images(), st.integers(1, 256), st.sampled_from(["draft", "default", "best"]))
def test_every_pixel_has_its_nearest_entry_and_the_lowest_of_equals(image, k, quality):
    palette, indices = quantize(image, min(k, image.size // 3), quality=quality)
    assert palette.dtype == indices.dtype == np.uint8 and indices.shape == image.shape[:2]
    np.testing.assert_array_equal(indices, oracle(image, palette))


@given(images(), st.integers(1, 256))
def test_a_palette_has_k_colours_in_use_or_every_colour_there_is(image, k):
    k = min(k, image.size // 3)
    palette, indices = quantize(image, k)
    distinct = len(np.unique(image.reshape(-1, 3), axis=0))
    assert len(palette) == len(np.unique(indices)) == min(k, distinct)
    assert (np.diff(palette @ LUMINANCE) >= 0).all()
    if k >= distinct:
        np.testing.assert_array_equal(palette[indices], image)


@given(images(), st.lists(st.tuples(*[st.integers(0, 255)] * 3), min_size=1, max_size=256))
def test_any_palette_can_be_asked_for_its_nearest_entries(image, entries):
    palette = np.array(entries, np.uint8)
    np.testing.assert_array_equal(prepare(image).indices(palette), oracle(image, palette))


@pytest.mark.parametrize("quality", ["draft", "default", "best"])
@pytest.mark.parametrize("k", [1, 2, 13, 256])
def test_labels_are_exact_on_a_picture_of_many_colours(k, quality):
    image = photo(90, 120)
    palette, indices = quantize(image, k, quality=quality)
    np.testing.assert_array_equal(indices, oracle(image, palette))


@given(images(), st.integers(1, 256), st.sampled_from([None, 0, 1]))
def test_no_step_of_the_search_is_worse_than_the_one_before(image, k, seed):
    errors = [step.mse for step in prepare(image).steps(min(k, image.size // 3), seed=seed)]
    assert (np.diff(errors) <= 1e-9 * (1 + errors[0])).all()


def test_steps_end_with_the_palette_of_quantize_and_an_error_that_is_measured():
    counted = prepare(image := photo(90, 120))
    *_, last = counted.steps(24)
    palette, indices = counted.quantize(24)
    assert set(map(tuple, np.rint(last.palette).astype(int))) == set(map(tuple, palette.astype(int)))
    assert error(image, palette, indices) <= last.mse + 1 / 12  # a rounding error of at most 1/2, squared, on average


def test_each_step_labels_the_cells_by_its_palette():
    counted = prepare(photo(90, 120))
    for step in counted.steps(9):
        difference = counted.cells().means[:, None] - step.palette
        np.testing.assert_array_equal(step.labels, (difference**2).sum(axis=-1).argmin(axis=1))


@pytest.mark.parametrize("most", [1, 2, 100, 10**6])
def test_cells_stand_for_every_pixel(most):
    image = photo(40, 50)
    cells = prepare(image).cells(most)
    assert len(cells) <= most
    np.testing.assert_allclose(cells.weights @ cells.means, image.reshape(-1, 3).sum(axis=0))


def test_a_box_is_split_before_any_that_is_less_crowded():
    image = np.zeros((10, 10, 3), np.uint8)
    image[:, 5:, 0] = 1  # half the pixels are 1 apart, in one small box
    image[0, 0] = 0, 0, 200  # and a single one is far away from all
    image[0, 1] = 0, 0, 255
    # 2 pixels in a box 128 a side, 98 in one 2 a side: 2 * 128^2 > 98 * 2^2. So the first cut parts blue from the
    # rest, the second the two blues; only the third parts the crowd.
    cells = prepare(image).cells
    assert [sorted(cells(most).weights) for most in (2, 3, 4)] == [[2, 98], [1, 1, 98], [1, 1, 48, 50]]


def test_more_cells_cut_fewer_ones_up_and_cells_in_boxes_lie_in_one_each():
    counted = prepare(photo(90, 120))
    few, many = counted.cells(50), counted.cells(700)
    assert len(few) == 50 and len(many) == 700 and set(few.starts) < set(many.starts)
    within = counted.fine_histogram(10**5).cells_in(counted.boxes, 700)
    assert set(within.starts) == set(many.starts) | set(counted.boxes.starts)


@pytest.mark.parametrize("seed", [None, 5])
def test_after_any_swap_labels_sums_and_centroids_agree_and_the_error_is_lower(seed):
    cells = prepare(photo(90, 120)).cells(1000)
    clusters_ = SplitMerge(cells, start(cells, 20), None if seed is None else np.random.default_rng(seed))
    before = between_cluster_ss(clusters_.moments)
    for _ in clusters_.swaps(60):
        np.testing.assert_allclose(clusters_.moments, cluster_moments(cells.moments, clusters_.labels, 20))
        np.testing.assert_allclose(clusters_.centroids, clusters_.moments[:, :3] / clusters_.moments[:, 3:])
        assert between_cluster_ss(clusters_.moments) > before
        before = between_cluster_ss(clusters_.moments)


def test_the_start_of_as_many_colours_as_there_are_is_all_of_them():
    image = photo(6, 7)
    cells = prepare(image).cells(10**6)
    found = start(cells, len(cells)) + 128
    np.testing.assert_allclose(np.unique(np.rint(found), axis=0), np.unique(image.reshape(-1, 3), axis=0))


def test_two_flat_colours_and_a_speck_give_the_speck_an_entry_only_when_there_are_three():
    image = np.zeros((20, 20, 3), np.uint8)
    image[:, 10:] = 200, 0, 0
    image[0, 0] = 0, 8, 0
    two, three = quantize(image, 2)[0], quantize(image, 3)[0]
    # 199 black pixels and a speck of green 8: the mean green is 8/200, which rounds to 0.
    np.testing.assert_array_equal(two, [[0, 0, 0], [200, 0, 0]])
    np.testing.assert_array_equal(three, [[0, 0, 0], [0, 8, 0], [200, 0, 0]])


def test_one_colour_is_the_rounded_mean():
    image = photo(30, 40)
    mean = image.reshape(-1, 3).mean(axis=0)
    np.testing.assert_array_equal(quantize(image, 1)[0], [np.rint(mean)])


def test_a_larger_budget_gives_no_larger_error():
    image = photo(90, 120, seed=3)
    draft, default, best = (error(image, *quantize(image, 32, quality=q)) for q in ("draft", "default", "best"))
    assert best <= default <= draft


def test_the_same_seed_gives_the_same_palette_and_no_seed_is_always_the_same():
    image = photo(60, 70)
    for seed in (None, 0, 7):
        for first, second in zip(quantize(image, 20, seed=seed), quantize(image, 20, seed=seed), strict=True):
            np.testing.assert_array_equal(first, second)


def test_one_preparation_serves_many_k_in_any_order():
    image = photo(60, 70)
    counted = prepare(image)
    for k in (64, 2, 256, 16):
        for shared, own in zip(counted.quantize(k), quantize(image, k), strict=True):
            np.testing.assert_array_equal(shared, own)


def test_the_search_can_be_stopped_after_every_swap():
    counted = prepare(photo(60, 70))
    with pytest.raises(ValueError, match="quality"):
        counted.quantizing(32, quality="good")  # at the call, not at the first part
    *parts, done = counted.quantizing(32, quality="best")
    assert len(parts) > 32
    assert set(parts) == {None}
    for one, other in zip(done, counted.quantize(32, quality="best"), strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_picture_whose_codes_are_not_kept_gets_the_same_labels():
    image = photo(60, 70)
    palette, indices = quantize(image, 16)
    np.testing.assert_array_equal(Colors(image, max_kept_codes=0).indices(palette), indices)


@pytest.mark.parametrize("arrange", [np.asfortranarray, lambda x: x[::-1, ::2], lambda x: x[..., ::-1]])
def test_any_order_of_memory_will_do_and_no_image_is_modified(arrange):
    image = arrange(photo(40, 60))
    image.flags.writeable = False
    before = image.copy()
    palette, indices = quantize(image, 12)
    np.testing.assert_array_equal(indices, oracle(before, palette))
    np.testing.assert_array_equal(image, before)


def test_codes_keep_every_colour_and_neighbours_together():
    some = np.random.default_rng(0).integers(0, 256, (5000, 3)).astype(np.uint8)
    packed = morton.pack(some, np.empty(len(some), np.uint32))
    np.testing.assert_array_equal(morton.unpack(packed), some)
    # The first 3 bits are the highest bit of red, of green and of blue.
    np.testing.assert_array_equal(packed >> 21, (some >> 7) @ np.array([4, 2, 1]))


BAD = [
    (lambda image: quantize(image, 0), "k=0"),
    (lambda image: quantize(image.repeat(2, axis=0).repeat(2, axis=1), 257), "k=257.*1 to 256"),
    (lambda image: quantize(image[:2, :3], 7), "k=7.*1 to 6"),
    (lambda image: quantize(image, 2.0), "k=2.0"),
    (lambda image: quantize(image[..., 0], 4), "image has shape"),
    (lambda image: quantize(image[..., [0, 1, 2, 2]], 4), "image has shape"),
    (lambda image: quantize(image[:0], 4), "image has shape"),
    (lambda image: quantize(image / 255, 4), "float64.*uint8"),
    (lambda image: quantize(image, 4, quality="good"), "quality='good'.*draft, default, best"),
    (lambda image: quantize(image, 4, seed=-1), "seed=-1"),
    (lambda image: prepare(image).steps(0), "k=0"),
    (lambda image: prepare(image).indices(np.zeros((0, 3), np.uint8)), "palette has shape"),
    (lambda image: prepare(image).cells(0), "most=0"),
]


@pytest.mark.parametrize("call, words", BAD)
def test_what_does_not_fit_is_refused_in_words_at_the_call(call, words):
    with pytest.raises((ValueError, TypeError), match=words):
        call(photo(8, 9))
