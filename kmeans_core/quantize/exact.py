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

    def __init__(self, colors, boxes, centroids):
        self.k = len(centroids)
        counts, candidates = survivors(colors, boxes, centroids)
        first = np.cumsum(counts) - counts
        self.sole = candidates[first]  # the lowest candidate of each box, where there is only one: the nearest
        order = np.argsort(-counts, kind="stable")
        order = order[: np.count_nonzero(counts > 1)]
        self.counts, self.first, self.candidates = counts[order], first[order], candidates
        sizes = np.diff(boxes.starts)
        self.sizes = sizes[order]
        shift = boxes.starts[order] - (np.cumsum(self.sizes) - self.sizes)
        self.colors = np.arange(self.sizes.sum()) + np.repeat(shift, self.sizes)
        self.box = np.repeat(np.arange(len(order)), self.sizes)
        x = colors[self.colors]
        self.x = [x[:, f].astype(np.float32) - np.float32(CENTRE) for f in range(3)]
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


def survivors(colors, boxes, centroids):
    """Return (how many centroids may be nearest somewhere in each box (m,), all of them (sum,), rising in each box)."""
    free = codes.BITS - boxes.bits  # bits of a code, the lowest, that differ within a box
    width = np.array([(1 << (free + f) // 3) - 1 for f in range(3)], np.float32)
    low = colors[boxes.starts[:-1]] & ~width.astype(np.uint8)
    middle = np.ones((len(low), 4), np.float32)
    middle[:, :3] = low + width / 2 - np.float32(CENTRE)
    facing = columns(centroids)
    slack = (np.abs(centroids[:, None] - centroids) @ width).astype(np.float32)
    counts, candidates = np.empty(len(low), np.intp), []
    step = max(1, PRODUCT // len(centroids))
    for start in range(0, len(low), step):
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
    border = Border(colors, boxes, centroids)
    labels = np.repeat(border.sole.astype(np.uint8), np.diff(boxes.starts))
    labels[border.colors] = border.nearest(centroids)
    return labels


def polish(colors, counts, boxes, centroids, steps):
    """Yield (centroids, saved) after each of Lloyd's steps over all colours (u, 3), of which there are `counts` (u,)."""
    border = Border(colors, boxes, centroids)
    weights = counts[border.colors].astype(float)
    own = np.column_stack([x * weights for x in border.x] + [weights])
    inner = np.ones(len(boxes), dtype=bool)
    inner[np.searchsorted(boxes.starts, border.colors, side="right") - 1] = False
    sure = gather(boxes.moments[inner], border.sole[inner], len(centroids))
    for _ in range(steps):
        clusters = sure + gather(own, border.nearest(centroids), len(centroids))
        centroids = means(clusters, centroids)
        yield centroids, saved(clusters)
