# %% [markdown]
# # Exercise: mini-batches
#
# k-means looks at *all* points before a centroid moves. Mini-batch k-means moves the centroids after a few points, and
# learns a little less from each new one: the learning rate of a centroid is 1 / (number of points it has learned from).
#
# Replace each `...` with your code. The checks compare it with the library and say what differs.

# %%
import matplotlib.pyplot as plt
import numpy as np

from kmeans_core import assign, inertia, kmeans_plusplus, lloyd, minibatches


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


rng = np.random.default_rng(5)
X = np.concatenate([rng.normal(middle, 1.8, size=(2000, 2)) for middle in rng.uniform(-8, 8, size=(6, 2))])
start = kmeans_plusplus(X, 6, seed=0)
plt.scatter(X[::10, 0], X[::10, 1], s=4)
plt.scatter(start[:, 0], start[:, 1], c="red", marker="X", s=100)
plt.axis("equal")
plt.show()

# %% [markdown]
# ## A worked example
#
# The mean of some numbers, learned one number at a time. Each number pulls the mean by 1 / count of the difference.

# %%
mean, count = 0.0, 0
for number in (4.0, 8.0, 3.0):
    count += 1
    mean += (number - mean) / count
    print(f"after {count} numbers the mean is {mean:g}")

# %% [markdown]
# ## 1. One point


# %%
def learn_point(centroids, counts, x, j):
    """Return (centroids, counts) after centroid j has learned from the point x. Change copies, not the arguments."""
    ...  # your code


# %%
answer = learn_point(start, np.full(6, 3.0), X[7], 2)
hint = "copy both arrays; first add 1 to counts[j], then move centroids[j] by (x - centroids[j]) / counts[j]."
assert answer is not None, f"Your function returns nothing yet: replace the dots. Hint: {hint}"
assert isinstance(answer, tuple), f"Return two things: `return centroids, counts`. Hint: {hint}"
check(answer[0][2], (3 * start[2] + X[7]) / 4, hint)
assert (answer[0] is not start) and answer[1].tolist() == [3, 3, 4, 3, 3, 3], f"Look at the counts. Hint: {hint}"

# %% [markdown]
# ## 2. One batch
#
# All points of the batch choose their nearest centroid *before* any centroid moves. Then the centroids learn from the
# points, one after the other.


# %%
def learn_batch(centroids, counts, batch):
    """Return (centroids, counts) after one batch (b, d)."""
    ...  # your code


# %% [markdown]
# The library draws three batches. Your function gets the same points.

# %%
settings = dict(batch_size=100, reassignment_ratio=0, max_no_improvement=None, seed=0)
hint = "call `assign` once, before the loop; then each point moves its own centroid. Go on from the counts given."
batches = minibatches(X, start, **settings)
centroids, counts = next(batches).centroids, np.zeros(6)
for _ in range(3):
    step = next(batches)
    answer = learn_batch(centroids, counts, X[step.indices])
    assert answer is not None, f"Your function returns nothing yet: replace the dots. Hint: {hint}"
    assert isinstance(answer, tuple), f"Return two things: `return centroids, counts`. Hint: {hint}"
    centroids, counts = answer
    check(counts, step.counts, hint)
    check(centroids, step.centroids, hint)

# %% [markdown]
# ## 3. Many batches


# %%
def my_minibatch_kmeans(X, centroids, batch_size, n_batches, seed):
    """Yield the centroids after each batch of points drawn at random, with replacement."""
    ...  # your code


# %%
run = my_minibatch_kmeans(X, start, 100, 40, seed=0)
assert run is not None, "Your function yields nothing yet: replace the dots. Hint: a loop with `yield centroids`."
mine = [inertia(X, centroids) for centroids in run]
library = [inertia(X, step.centroids) for _, step in zip(range(41), minibatches(X, start, **settings), strict=False)]
check(mine, library[1:], "`np.random.default_rng(seed)` once, then `X[rng.choice(len(X), batch_size)]` for each batch.")

# %% [markdown]
# ## 4. What does it save?
#
# **Before you run it:** there are 12,000 points, and each iteration of Lloyd's algorithm looks at all of them. Forty
# batches look at 4,000 points, a third of *one* iteration. By how many per cent will their inertia then exceed the one
# at which Lloyd's algorithm ends?

# %%
guess = None  # your per cent

full = [step.inertia for step in lloyd(X, start)]
plt.plot(100 * np.arange(1, 41), mine, label="mini-batches of 100")
plt.plot(len(X) * np.arange(1, len(full) + 1), full, marker="o", label="Lloyd")
plt.xscale("log")
plt.xlabel("points looked at")
plt.ylabel("inertia of all points")
plt.legend()
plt.show()
print(f"{100 * (mine[-1] / full[-1] - 1):.1f} % above. Your guess: {guess}.")

# %% [markdown]
# ## Think
#
# - The inertia of your run rises now and then. Lloyd's never does. Why is there no contradiction?
# - What would happen with a learning rate of 1/2 for every point, however many came before?
