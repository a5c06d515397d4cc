"""Which centroids can be nearest anywhere in a box; and which of them is, colour by colour.

For all x in a box with the middle m and the widths w, the score of centroid a minus that of b is at least its value
at m minus w |a - b|. If that is positive, b is nearer than a in the whole box. Most boxes are left with a single
candidate. Only in the others, the ambiguous ones, colours must be compared one by one.

If colours and palette are whole numbers, scores are whole numbers below 2^24. So float32 is exact, and ties go to the
lowest index.

Kanungo et al. (2002), "An efficient k-means clustering algorithm: analysis and implementation", IEEE PAMI 24(7).
"""

import numpy as np

from kmeans_core.color_quantization.histogram import CENTRE
from kmeans_core.color_quantization.weighted import (
    BLOCK_SCORES,
    between_cluster_ss,
    cluster_moments,
    means,
    score_matrix,
)


def candidates(boxes, centroids):
    """Return (the number of centroids that can be nearest somewhere in each box (m,), their indices box by box)."""
    scoring = score_matrix(centroids)
    slack = (np.abs(centroids[:, None] - centroids) @ boxes.width).astype(np.float32)
    counts, indices = np.empty(len(boxes), np.intp), []
    step = max(1, BLOCK_SCORES // len(centroids))
    for first in range(0, len(boxes), step):
        scores = boxes.middles[first : first + step] @ scoring
        best = scores.argmin(axis=1)
        scores -= scores[np.arange(len(best)), best][:, None]
        box, candidate = np.nonzero(scores <= slack[best])
        counts[first : first + step] = np.bincount(box, minlength=len(best))
        indices.append(candidate)
    return counts, np.concatenate(indices)


class AmbiguousColors:
    """The points in boxes with several candidates among the centroids (k, 3).

    Box i holds the points starts[i] to starts[i + 1]. `sole` (m,) is the only candidate of each box where `inner` (m,)
    is True. `points` (n,) are those of the other boxes, boxes with most candidates first.
    """

    def __init__(self, boxes, starts, centroids):
        counts, indices = candidates(boxes, centroids)
        first = np.cumsum(counts) - counts
        self.inner, self.sole = counts == 1, indices[first]
        order = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts > 1)]
        sizes = np.diff(starts)[order]
        ends = np.cumsum(sizes)
        n = ends[-1] if len(ends) else 0
        self.points = np.arange(n, dtype=np.int32)
        self.points += np.repeat((starts[order] - ends + sizes).astype(np.int32), sizes)
        self.box = np.repeat(np.arange(len(order), dtype=np.int32), sizes)
        self.by_rank = []  # for each rank: the candidate of that rank of every box that has one, and their points
        for rank in range(counts.max()):
            n_boxes = np.count_nonzero(counts[order] > rank)
            self.by_rank.append((indices[first[order[:n_boxes]] + rank], ends[n_boxes - 1] if n_boxes else 0))

    def nearest(self, x, centroids):
        """Return the nearest candidate of each of `points`, which are `x` (3, n) float32; the lowest on a tie."""
        scoring = score_matrix(centroids)
        first_candidate = self.by_rank[0][0]
        labels = first_candidate[self.box]
        lead = np.zeros(len(labels), np.float32)  # the nearest so far, relative to the lowest candidate
        for candidate, n in self.by_rank[1:]:
            box = self.box[:n]
            difference = scoring[:, candidate] - scoring[:, first_candidate[: len(candidate)]]
            score = np.take(difference[3], box)
            for f in range(3):
                score += np.take(difference[f], box) * x[f, :n]
            closer = np.flatnonzero(score < lead[:n])
            lead[closer] = score[closer]
            labels[closer] = candidate[box[closer]]
        return labels


def nearest_entry(colors, boxes, palette):
    """Return the nearest entry of `palette` (k, 3) uint8 for each of `colors` (u, 3) uint8, shape (u,) uint8.

    Exact, and the lowest index on a tie.
    """
    centroids = palette - CENTRE
    ambiguous = AmbiguousColors(boxes, boxes.starts, centroids)
    labels = np.repeat(ambiguous.sole.astype(np.uint8), np.diff(boxes.starts))
    x = np.subtract(colors[ambiguous.points].T, np.float32(CENTRE), order="C")
    labels[ambiguous.points] = ambiguous.nearest(x, centroids)
    return labels


def refine(cells, boxes, centroids, moves):
    """Yield (centroids, sum of squares between clusters) after each Lloyd step on `cells`, which lie within `boxes`.

    Every cell keeps its first candidates: a centroid that comes near only later is not considered.
    """
    starts = np.searchsorted(cells.starts, boxes.starts)
    ambiguous = AmbiguousColors(boxes, starts, centroids)
    own = cells.moments[ambiguous.points]
    x = np.array(cells.rows[ambiguous.points, :3].T, np.float32, order="C")
    k = len(centroids)
    inner = cluster_moments(cells.merged(starts[:-1]).moments[ambiguous.inner], ambiguous.sole[ambiguous.inner], k)
    for _ in range(moves):
        clusters = inner + cluster_moments(own, ambiguous.nearest(x, centroids), k)
        centroids = means(clusters, centroids)
        yield centroids, between_cluster_ss(clusters)
