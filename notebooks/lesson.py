# %% [markdown]
# # k-means, cell by cell
#
# k-means finds `k` groups in data. This is all of it:
#
# ```
# pick k centroids
# repeat
#     assign: give each point the number of its nearest centroid
#     move:   put each centroid at the mean of its points
# until no point changes its number
# ```
#
# Below, these five lines become NumPy, one at a time; then they fail, and get repaired. Some cells ask you something
# first. Write down an answer *before* you run the cell: those who predict learn more than those who only watch.

# %%
import matplotlib.pyplot as plt
import numpy as np

import kmeans_core

# %% [markdown]
# ## 1. The data
#
# `X` has one row for each point and one column for each feature: its shape is (n, d).

# %%
rng = np.random.default_rng(1)
middles = np.array([[-2.0, -1.0], [0.0, 1.8], [2.0, -1.0]])
X = np.concatenate([rng.normal(middle, 0.6, size=(60, 2)) for middle in middles])


def show(X, labels=None, centroids=None, title=""):
    """Draw the points in the colours of their clusters, and the centroids as crosses."""
    plt.figure(figsize=(5, 4))
    plt.scatter(X[:, 0], X[:, 1], c=None if labels is None else plt.cm.tab10(labels), s=12)
    if centroids is not None:
        plt.scatter(centroids[:, 0], centroids[:, 1], c="black", marker="X", s=150, edgecolors="white")
    plt.axis("equal")  # distance means the same in all directions
    plt.title(title)
    plt.show()


show(X, title=f"{len(X)} points")

# %% [markdown]
# ## 2. Pick
#
# The simplest start: k different points of the data, drawn at random.

# %%
k = 3
centroids = X[rng.choice(len(X), size=k, replace=False)]
show(X, centroids=centroids, title="The start")

# %% [markdown]
# ## 3. Assign
#
# We need the squared distance of every point to every centroid, n times k numbers.
#
# **Before you run it:** `X` has shape (180, 2) and `centroids` (3, 2). `X[:, None, :]` has shape (180, 1, 2). What are
# the shapes of `differences` and `d2`?

# %%
differences = X[:, None, :] - centroids
d2 = (differences**2).sum(axis=2)
print("differences", differences.shape, "   d2", d2.shape)

# %% [markdown]
# Row i of `d2` belongs to point i. The column with the smallest number is its nearest centroid.
# There is no need for the square root: the smaller of two distances also has the smaller square.

# %%
labels = d2.argmin(axis=1)
show(X, labels, centroids, "After the first assignment")

# %% [markdown]
# ## 4. Move
#
# `X[labels == j]` are the points of cluster j. Their mean is the new centroid.
#
# **Before you run it:** one of the crosses will move farthest. Which one, and in which direction?

# %%
moved = np.array([X[labels == j].mean(axis=0) for j in range(k)])
for j in range(k):
    print(f"centroid {j} moves by {np.linalg.norm(moved[j] - centroids[j]):.2f}")
show(X, labels, moved, "After the first move")

# %% [markdown]
# ## 5. Inertia
#
# The inertia is the sum of the squared distances of all points to their centroids. k-means makes it small.
#
# **Before you run it:** will the move lower the inertia, raise it, or could it do either?

# %%
before = ((X - centroids[labels]) ** 2).sum()
after = ((X - moved[labels]) ** 2).sum()
print(f"before the move {before:.1f}, after it {after:.1f}")

# %% [markdown]
# It always falls, or stays the same: of all places, the mean of some points has the smallest sum of squared distances
# to them. An assignment lowers it too, because each point takes the nearest centroid. So the inertia never rises. There
# are finitely many ways to number the points, and therefore the loop ends.
#
# ## 6. Repeat
#
# One thing is new: a centroid can lose all its points. There is no mean of no points, so it stays where it is.


# %%
def my_kmeans(X, centroids):
    """Return (centroids, labels, inertias): one inertia for each assignment."""
    labels, inertias, k = None, [], len(centroids)
    while True:
        d2 = ((X[:, None, :] - centroids) ** 2).sum(axis=2)
        new_labels = d2.argmin(axis=1)
        inertias.append(d2.min(axis=1).sum())
        if labels is not None and (new_labels == labels).all():
            return centroids, labels, inertias
        labels = new_labels
        has_points = np.bincount(labels, minlength=k) > 0
        centroids = np.array([X[labels == j].mean(axis=0) if has_points[j] else centroids[j] for j in range(k)])


start = centroids
centroids, labels, inertias = my_kmeans(X, start)
print("inertia:", ", ".join(f"{inertia:.1f}" for inertia in inertias))
show(X, labels, centroids, "The end")

# %% [markdown]
# ## 7. Is it right?
#
# The library starts from the same centroids, so it must end with the same labels. (`tol=0`: stop only when no label
# changes.)

# %%
result = kmeans_core.kmeans(X, k, init=start, tol=0)
assert (labels == result.labels).all()
assert np.isclose(inertias[-1], result.inertia)
print(f"The same {k} clusters, inertia {result.inertia:.1f}.")

# %% [markdown]
# ## 8. Another start, another end?
#
# The loop ends when nothing changes. That does not mean that there is nothing better.
#
# **Before you run it:** nine groups, and 200 random starts. How many of the 200 runs find the nine groups?

# %%
middles = np.array([[x, y] for x in (-6, 0, 6) for y in (-6, 0, 6)])
nine = np.concatenate([rng.normal(middle, 0.7, size=(30, 2)) for middle in middles])


def ends(init):
    """Return the final inertia of 200 runs on the nine groups, each from a start of its own."""
    return np.array([my_kmeans(nine, init(nine, 9, seed=seed))[2][-1] for seed in range(200)])


random_ends = ends(kmeans_core.random_init)
best = random_ends.min()
print(f"{(random_ends < 1.05 * best).sum()} of 200 runs end within 5 % of the best inertia, {best:.0f}.")

# %% [markdown]
# Look at the worst one. Some centroids serve two groups, two share one, and one has no points at all. All others are at
# the mean of their points, so nothing moves any more: a *local* optimum.

# %%
worst = kmeans_core.random_init(nine, 9, seed=int(random_ends.argmax()))
centroids, labels, inertias = my_kmeans(nine, worst)
show(nine, labels, centroids, f"The worst of 200 runs: inertia {inertias[-1]:.0f} instead of {best:.0f}")

# %% [markdown]
# ## 9. A better start: k-means++
#
# Pick the first centroid at random. Pick each further one at random too, but with a probability in proportion to D²,
# the squared distance to the nearest centroid picked so far. Groups without a centroid are far away, so the next pick
# probably lies in one of them.


# %%
def plusplus(X, k, seed):
    """Return k rows of X, each drawn with a probability in proportion to D^2."""
    rng = np.random.default_rng(seed)
    centroids = X[[rng.integers(len(X))]]
    while len(centroids) < k:
        D2 = ((X[:, None, :] - centroids) ** 2).sum(axis=2).min(axis=1)
        centroids = np.vstack([centroids, X[rng.choice(len(X), p=D2 / D2.sum())]])
    return centroids


# %% [markdown]
# **Before you run it:** how many of 200 runs will find the nine groups now?

# %%
plusplus_ends = ends(plusplus)
plt.hist([random_ends, plusplus_ends], bins=20, label=["random start", "k-means++"])
plt.xlabel("final inertia")
plt.ylabel("runs out of 200")
plt.legend()
plt.show()
print(f"{(plusplus_ends < 1.05 * best).sum()} of 200 runs end within 5 % of the best inertia.")

# %% [markdown]
# Better, but no guarantee. The library draws several candidates for each pick and keeps the best one, and `n_init=10`
# runs k-means ten times and returns the best run.

# %%
result = kmeans_core.kmeans(nine, 9, n_init=10, seed=0)
show(nine, result.labels, result.centroids, f"The best of ten runs: inertia {result.inertia:.0f}")
assert result.inertia < 1.05 * best

# %% [markdown]
# ## Go on
#
# - Read `kmeans_core/lloyd.py`: the same loop, with weights, a tolerance, and a better answer to empty clusters.
# - Build a case in which a cluster loses all its points. What does the library do with its centroid?
# - The exercises: the silhouette, image compression, mini-batches, and soft assignment.
