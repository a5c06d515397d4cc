# %% [markdown]
# # Exercise: soft assignment
#
# k-means gives every point to one cluster, even a point halfway between two. Soft k-means shares it out: cluster j is
# responsible for point i in proportion to exp(-beta d²), where d² is the squared distance. `beta` says how hard the
# choice is.
#
# Replace each `...` with your code. The checks compare it with the library and say what differs.

# %%
import matplotlib.pyplot as plt
import numpy as np

from kmeans_core import soft_assign, soft_kmeans


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


rng = np.random.default_rng(2)
X = np.concatenate([rng.normal(middle, 0.7, size=(50, 2)) for middle in ([-1.5, 0], [1.5, 0], [0, 2.5])])
start = np.array([[-1.0, 1.0], [1.0, 1.0], [0.0, 0.0]])
plt.scatter(X[:, 0], X[:, 1], s=12)
plt.scatter(start[:, 0], start[:, 1], c="red", marker="X", s=100)
plt.axis("equal")
plt.show()

# %% [markdown]
# ## A worked example
#
# One point, with squared distances 1 and 2 to two centroids, and beta = 1:

# %%
terms = np.exp(-1.0 * np.array([1.0, 2.0]))
print("terms", terms.round(3), "   responsibilities", (terms / terms.sum()).round(3))

# %% [markdown]
# ## 1. Share out every point


# %%
def responsibilities(X, centroids, beta):
    """Return the responsibility of each centroid for each point, shape (n, k): every row sums to 1."""
    ...  # your code


# %%
hint = "use squared distances, shape (n, k), and divide each row by its sum (axis=1, keepdims=True)."
check(responsibilities(X, start, 1.0), soft_assign(X, start, beta=1.0), hint)

# %% [markdown]
# ## 2. A very hard choice
#
# With beta = 1000 the terms are so small that they all become 0, and 0 / 0 is not a number. A factor that is the same
# for the terms of a row cancels when the row is divided by its sum. Which factor makes the *largest* term 1?


# %%
def stable_responsibilities(X, centroids, beta):
    """Return the same responsibilities, for any beta."""
    ...  # your code


# %%
hint = "subtract from each row of d2 its smallest value before you take exp."
check(stable_responsibilities(X, start, 1000.0), soft_assign(X, start, beta=1000.0), hint)
check(stable_responsibilities(X, start, 1.0), soft_assign(X, start, beta=1.0), hint)

# %% [markdown]
# ## 3. Move
#
# Each centroid moves to the mean of *all* points, weighted by its responsibilities.


# %%
def weighted_means(X, p):
    """Return the weighted mean of all points for each column of p (n, k), shape (k, d)."""
    ...  # your code


# %%
first, second, *_ = soft_kmeans(X, start, beta=1.0)
hint = "p.T @ X adds up the weighted points, shape (k, d). Divide row j by the sum of column j of p, not by n."
check(weighted_means(X, first.responsibilities), second.centroids, hint)

# %% [markdown]
# ## 4. Repeat


# %%
def my_soft_kmeans(X, centroids, beta, n_moves):
    """Return the centroids after n_moves times sharing out and moving."""
    ...  # your code


# %%
*_, last = soft_kmeans(X, start, beta=1.0, tol=0, max_iter=30)
hint = "in each of the n_moves rounds, call your two functions with the newest centroids."
check(my_soft_kmeans(X, start, 1.0, last.iteration), last.centroids, hint)

# %% [markdown]
# ## 5. From soft to hard
#
# **Before you run it:** for a large beta this is k-means. Where do the three centroids go when beta is close to 0?

# %%
guess = None  # your answer, in words

figure, axes = plt.subplots(1, 4, figsize=(15, 4), sharex=True, sharey=True)
for axis, beta in zip(axes, (0.02, 0.3, 1.0, 10.0), strict=True):
    centroids = my_soft_kmeans(X, start, beta, 200)
    p = stable_responsibilities(X, centroids, beta)
    axis.scatter(X[:, 0], X[:, 1], c=p.clip(0, 1), s=12)  # a point's three responsibilities are its red, green, blue
    axis.scatter(centroids[:, 0], centroids[:, 1], c="black", marker="X", s=100)
    axis.set_title(f"beta = {beta:g}")
    axis.set_aspect("equal")
plt.show()
print(f"The mean of all points is {X.mean(axis=0).round(2)}. Your guess: {guess}.")

# %% [markdown]
# ## Think
#
# - For which beta do three centroids first become two, then one? Find the borders by trying.
# - `beta` has the unit 1 / distance². What happens to the picture if you measure X in centimetres instead of metres?
