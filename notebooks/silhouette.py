# %% [markdown]
# # Exercise: the silhouette
#
# How well does a point fit into its cluster? Its **silhouette** compares two distances:
#
# - **a**: the mean distance to the *other* points of its own cluster,
# - **b**: the mean distance to the points of the nearest other cluster,
# - **s** = (b - a) / max(a, b), from -1 (in the wrong cluster) to 1 (deep inside its own).
#
# Replace each `...` with your code. The checks compare it with the library and say what differs.

# %%
import matplotlib.pyplot as plt
import numpy as np

from kmeans_core import kmeans, separation, silhouette_samples


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


rng = np.random.default_rng(3)
X = np.concatenate([rng.normal(middle, 0.8, size=(40, 2)) for middle in ([0, 0], [3, 0], [1.5, 4])])
labels = kmeans(X, 3, seed=0).labels
plt.scatter(X[:, 0], X[:, 1], c=labels)
plt.axis("equal")
plt.show()

# %% [markdown]
# ## A worked example
#
# The distances of point 0 to all points, and to those of one cluster:

# %%
distances = np.sqrt(((X - X[0]) ** 2).sum(axis=1))
print(f"to itself {distances[0]:.2f}, to the points of cluster 1 on average {distances[labels == 1].mean():.2f}")

# %% [markdown]
# ## 1. a: the own cluster


# %%
def own_distance(X, labels, i):
    """Return the mean distance of point i to the other points of its cluster."""
    ...  # your code


# %%
check(
    own_distance(X, labels, 0),
    separation(X, labels).own[0],
    "the distance of the point to itself is 0 and does not count: divide by the size of the cluster minus 1.",
)

# %% [markdown]
# ## 2. b: the nearest other cluster


# %%
def other_distance(X, labels, i):
    """Return the mean distance of point i to the points of another cluster: the smallest over all other clusters."""
    ...  # your code


# %%
check(
    [other_distance(X, labels, i) for i in range(len(X))],
    separation(X, labels).other,
    "first the mean for each other cluster, then the minimum of the means; not the nearest point.",
)

# %% [markdown]
# ## 3. The silhouette


# %%
def silhouette(X, labels, i):
    """Return (b - a) / max(a, b) of point i."""
    ...  # your code


# %%
mine = [silhouette(X, labels, i) for i in range(len(X))]
check(mine, silhouette_samples(X, labels), "call your two functions; divide by the larger of the two distances.")

# %% [markdown]
# ## 4. Which k?
#
# **Before you run it:** write down the k from 2 to 7 for which you expect the highest mean silhouette, and whether the
# mean silhouette can fall when k grows, although the inertia always falls.

# %%
guess = None  # your k

ks = range(2, 8)
means = []
for k in ks:
    clusters = kmeans(X, k, n_init=5, seed=0).labels
    means.append(np.mean([silhouette(X, clusters, i) for i in range(len(X))]))
    print(f"k = {k}: {means[-1]:.3f}")
print(f"The highest is at k = {ks[int(np.argmax(means))]}. Your guess: {guess}.")
plt.plot(ks, means, marker="o")
plt.xlabel("k")
plt.ylabel("mean silhouette")
plt.show()

# %% [markdown]
# ## 5. A cluster of one
#
# A point that is alone in its cluster has no other points there, so a is not defined. By convention its silhouette
# is 0. Write a version that returns the silhouettes of *all* points and knows about this.


# %%
def all_silhouettes(X, labels):
    """Return the silhouette of every point, shape (n,), and 0 for a point that is alone."""
    ...  # your code


# %%
one_alone = np.where(np.arange(len(X)) == 0, 3, labels)
hint = "np.bincount(labels)[labels] is the size of each point's cluster."
check(all_silhouettes(X, one_alone), silhouette_samples(X, one_alone), hint)

# %% [markdown]
# ## Think
#
# - Two long, parallel groups, cut across the middle: is the mean silhouette of the right answer the higher one?
# - Your functions look at all pairs of points. How much longer do they take for ten times as many points?
