"""All the colours, exactly: which centroids can be nearest anywhere in a box, and which of them is, colour by colour.

Where x runs over a box with centre m and half-widths h, the score of centroid a less that of b is at least its value at
m less 2 h |a - b|. If that is positive, b beats a in the whole box. Few boxes are left with more than one centroid:
only their colours, the border, need to be looked at one by one.

With whole numbers every score is a whole number below 2^24, so that float32 is exact, and ties go to the lowest index.

Kanungo et al. (2002), "An efficient k-means clustering algorithm: analysis and implementation", IEEE PAMI 24(7).
"""

import numpy as np

from kmeans_core.quantize import codes
from kmeans_core.quantize.cells import CENTRE
from kmeans_core.quantize.clusters import PRODUCT, columns, gather, means, saved


class Border:
    """The colours (u, 3) uint8 in boxes, for a set of centroids (k, 3) less CENTRE: who may be nearest to whom.

    `boxes` are Cells. `inner` are the cells with one candidate. The others' colours are the border.
    """

    def __init__(self, points, starts, boxes, centroids):
        self.k = len(centroids)
        counts, candidates = survivors(boxes, centroids)
        first = np.cumsum(counts) - counts
        self.sole = candidates[first]  # the lowest candidate of each box, where there is only one: the nearest
        order = np.argsort(-counts, kind="stable")
        order = order[: np.count_nonzero(counts > 1)]
        self.counts, self.first, self.candidates = counts[order], first[order], candidates
        sizes = np.diff(starts)
        self.sizes = sizes[order]
        shift = starts[order] - (np.cumsum(self.sizes) - self.sizes)
        self.inner = counts == 1
        self.points = np.arange(self.sizes.sum()) + np.repeat(shift, self.sizes)
        self.box = np.repeat(np.arange(len(order)), self.sizes)
        x = points[self.points]
        self.x = [x[:, f].astype(np.float32) for f in range(3)]
        self.ends = np.cumsum(self.sizes)

    def nearest(self, centroids):
        """Return the nearest candidate of each colour of the border."""
        facing = columns(centroids)
        labels = np.repeat(self.candidates[self.first], self.sizes)
        base = facing[:, self.candidates[self.first]]
        least = np.zeros(len(labels), np.float32)
        for rank in range(1, self.counts[0] if len(self.counts) else 0):
            boxes = np.count_nonzero(self.counts > rank)
            rival = self.candidates[self.first[:boxes] + rank]
            difference = facing[:, rival] - base[:, :boxes]
            of = slice(0, self.ends[boxes - 1])
            box = self.box[of]
            score = np.take(difference[3], box)
            for f in range(3):
                score += np.take(difference[f], box) * self.x[f][of]
            closer = np.flatnonzero(score < least[of])
            least[closer] = score[closer]
            labels[closer] = rival[box[closer]]
        return labels


def survivors(boxes, centroids):
    """Return (how many centroids may be nearest somewhere in each box (m,), all of them (sum,), rising in each box)."""
    middle, width = boxes.middle, boxes.width
    facing = columns(centroids)
    slack = (np.abs(centroids[:, None] - centroids) @ width).astype(np.float32)
    counts, candidates = np.empty(len(middle), np.intp), []
    step = max(1, PRODUCT // len(centroids))
    for start in range(0, len(middle), step):
        scores = middle[start : start + step] @ facing
        best = scores.argmin(axis=1)
        scores -= scores[np.arange(len(best)), best][:, None]
        box, rival = np.nonzero(scores <= slack[best])
        counts[start : start + step] = np.bincount(box, minlength=len(best))
        candidates.append(rival)
    return counts, np.concatenate(candidates)


def nearest_entry(colors, boxes, palette):
    """Return each colour's nearest entry of `palette` (k, 3) uint8, shape (u,) uint8; the lowest on a tie."""
    centroids = palette - CENTRE
    border = Border(colors, boxes.starts, boxes, centroids)
    labels = np.repeat(border.sole.astype(np.uint8), np.diff(boxes.starts))
    border.x = [x - np.float32(CENTRE) for x in border.x]
    labels[border.points] = border.nearest(centroids)
    return labels


def polish(points, moments, starts, boxes, centroids, steps):
    """Yield (centroids, saved) after each of Lloyd's steps over all points (n, 3) with `moments` (n, 4)."""
    border = Border(points, starts, boxes, centroids)
    own = moments[border.points]
    sure = gather(boxes.moments[border.inner], border.sole[border.inner], len(centroids))
    for _ in range(steps):
        clusters = sure + gather(own, border.nearest(centroids), len(centroids))
        centroids = means(clusters, centroids)
        yield centroids, saved(clusters)
