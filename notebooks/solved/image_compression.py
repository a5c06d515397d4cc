# %% [markdown]
# # Exercise: image compression
#
# A picture has thousands of colours. k-means finds k colours that represent them: the pixels are the points, their red,
# green and blue the features, and the centroids the **palette**. Each pixel then stores only the number of its colour.
#
# Replace each `...` with your code. The checks compare it with the library and say what differs.

# %%
import matplotlib.pyplot as plt
import numpy as np

from kmeans_core import assign, inertia, kmeans, quantize


def check(yours, library, hint):
    """Compare what your code returns with what the library returns."""
    yours, library = np.asarray(yours), np.asarray(library)
    assert yours.dtype != object, f"Your function returns nothing yet: replace the dots. Hint: {hint}"
    assert yours.shape == library.shape, f"Your shape is {yours.shape}, the library's {library.shape}. Hint: {hint}"
    differ = ~np.isclose(yours, library)
    assert not differ.any(), (
        f"{differ.sum()} of {differ.size} values differ. The first is {yours[differ][0]:.4f}, "
        f"but the library has {library[differ][0]:.4f}. Hint: {hint}"
    )
    print("Right.")


def sunset(height=80, width=120):
    """Return a picture (height, width, 3) uint8: a sky, a sun, and a sea that glitters."""
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    sky = np.stack([90 + 160 * y, 60 + 110 * y, 130 - 60 * y], axis=2)
    sky[(x - 0.6) ** 2 + (1.5 * (y - 0.5)) ** 2 < 0.02] = (255, 230, 140)
    sea = np.stack([40 + 60 * y, 50 + 40 * y, 90 + 30 * y], axis=2)
    picture = np.where((y > 0.65)[:, :, None], sea, sky)
    picture += np.random.default_rng(0).normal(0, 6, size=(height, width, 1))
    return picture.clip(0, 255).astype(np.uint8)


image = sunset()
plt.imshow(image)
plt.show()

# %% [markdown]
# ## A worked example
#
# `image` has shape (rows, columns, 3). For k-means, every pixel is a point with three features.

# %%
pixels = image.reshape(-1, 3).astype(float)
print(image.shape, "->", pixels.shape, f"with {len(np.unique(pixels, axis=0))} different colours")

# %% [markdown]
# ## 1. The nearest colour


# %%
def nearest_colors(pixels, palette):
    """Return the index of the nearest colour of the palette (k, 3) for each of the pixels (n, 3), shape (n,)."""
    # BEGIN SOLUTION
    d2 = ((pixels[:, None, :] - palette) ** 2).sum(axis=2)
    return d2.argmin(axis=1)
    # END SOLUTION


# %%
primary = np.array([[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255]], dtype=float)
hint = "pixels[:, None, :] - palette has shape (n, k, 3). Square, sum over the colours, and take argmin over k."
check(nearest_colors(pixels, primary), assign(pixels, primary), hint)

# %% [markdown]
# ## 2. Paint it again


# %%
def painted(palette, indices, shape):
    """Return the picture of the given shape, uint8, in which each pixel has its colour of the palette."""
    # BEGIN SOLUTION
    return np.rint(palette)[indices].reshape(shape).astype(np.uint8)
    # END SOLUTION


# %%
hint = "palette[indices] has one row for each pixel. Round it, reshape it, and convert it with astype(np.uint8)."
palette, indices = quantize(image, 4)
check(painted(palette, indices.ravel(), image.shape), palette[indices], hint)

# %% [markdown]
# ## 3. The error
#
# The mean squared error: the mean over all pixels and all three colours of the squared difference.


# %%
def mean_squared_error(image, other):
    """Return the mean squared error of two uint8 pictures."""
    # BEGIN SOLUTION
    return ((image.astype(float) - other) ** 2).mean()
    # END SOLUTION


# %%
hint = "uint8 cannot hold a negative number: 3 - 5 becomes 254. Convert to float before you subtract."
library_error = inertia(pixels, palette, indices.ravel()) / pixels.size
check(mean_squared_error(image, palette[indices]), library_error, hint)

# %% [markdown]
# ## 4. k-means on the colours


# %%
def compressed(image, k):
    """Return (palette, indices) of k colours: run `kmeans` on the pixels, then take the nearest colours."""
    # BEGIN SOLUTION
    pixels = image.reshape(-1, 3).astype(float)
    palette = np.rint(kmeans(pixels, k, seed=0).centroids)
    return palette, nearest_colors(pixels, palette)
    # END SOLUTION


# %%
answer = compressed(image, 8)
hint = "the centroids of the result of `kmeans` are the palette; your first function gives the indices."
assert answer is not None, f"Your function returns nothing yet: replace the dots. Hint: {hint}"
assert isinstance(answer, tuple), f"Return two things: `return palette, indices`. Hint: {hint}"
palette, indices = answer
check(indices, assign(pixels, palette), "the indices must belong to the palette that you return.")
mine = mean_squared_error(image, painted(palette, indices, image.shape))
best_palette, best_indices = quantize(image, 8, quality="best")
best = mean_squared_error(image, best_palette[best_indices])
assert mine < 1.5 * best, f"Your error is {mine:.1f}, the library's {best:.1f}. Hint: use the centroids of `kmeans`."
print(f"Right: your error is {mine:.1f}, after a long search the library has {best:.1f}.")

# %% [markdown]
# ## 5. How many colours?
#
# **Before you run it:** each further bit for a pixel doubles the number of colours. Does it halve the error? Write down
# the error that you expect for 32 colours, given the one for 8 above.

# %%
guess = None  # your error for 32 colours

figure, axes = plt.subplots(1, 5, figsize=(15, 3))
for axis, k in zip(axes, (2, 4, 8, 16, 32), strict=True):
    palette, indices = compressed(image, k)
    picture = painted(palette, indices, image.shape)
    error = mean_squared_error(image, picture)
    n_bytes = len(indices) * np.log2(k) / 8 + 3 * k
    print(f"{k:2} colours: error {error:6.1f}, {n_bytes:6.0f} bytes instead of {image.size}")
    axis.imshow(picture)
    axis.set_title(f"{k} colours")
    axis.axis("off")
plt.show()
print(f"Your guess for 32 colours: {guess}.")

# %% [markdown]
# ## Think
#
# - Where in the picture do you see the bands first, and why there?
# - A small red boat of ten pixels: will it keep its colour with k = 8? What would you change so that it does?
