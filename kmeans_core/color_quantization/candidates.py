"""Which centroids can be nearest anywhere in a box; and which of them is, colour by colour.

Let x run over a box with the middle m and the widths w. The score of centroid a less that of b is then at least its
value at m less w |a - b|. Where that is positive, b beats a in the whole box. Most boxes are left with one
candidate. Only in the others, on the border, need colours be looked at one by one.

Whole colours and a whole palette have whole scores below 2^24. So float32 is exact, and ties go to the lowest index.

Kanungo et al. (2002), "An efficient k-means clustering algorithm: analysis and implementation", IEEE PAMI 24(7).
"""

import numpy as np

from kmeans_core.color_quantization.histogram import CENTRE
from kmeans_core.color_quantization.weighted import PRODUCT, columns, gather, means, saved


def candidates(boxes, centroids):
    """Return (how many centroids can be nearest somewhere in each box (m,), which: rising, one box after the other)."""
    facing = columns(centroids)
    slack = (np.abs(centroids[:, None] - centroids) @ boxes.width).astype(np.float32)
    counts, found = np.empty(len(boxes), np.intp), []
    step = max(1, PRODUCT // len(centroids))
    for first in range(0, len(boxes), step):
        scores = boxes.middles[first : first + step] @ facing
        best = scores.argmin(axis=1)
        scores -= scores[np.arange(len(best)), best][:, None]
        box, rival = np.nonzero(scores <= slack[best])
        counts[first : first + step] = np.bincount(box, minlength=len(best))
        found.append(rival)
    return counts, np.concatenate(found)


class Border:
    """The points in boxes that have several candidates among the centroids (k, 3).

    Box i holds the points starts[i] to starts[i + 1]. `sole` (m,) is the one candidate of each box where `inner` (m,)
    is True, `points` (n,) are the others' points, boxes with most candidates first.
    """

    def __init__(self, boxes, starts, centroids):
        counts, found = candidates(boxes, centroids)
        first = np.cumsum(counts) - counts
        self.inner, self.sole = counts == 1, found[first]
        order = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts > 1)]
        sizes = np.diff(starts)[order]
        ends = np.cumsum(sizes)
        n = ends[-1] if len(ends) else 0
        self.points = np.arange(n, dtype=np.int32)
        self.points += np.repeat((starts[order] - ends + sizes).astype(np.int32), sizes)
        self.box = np.repeat(np.arange(len(order), dtype=np.int32), sizes)
        self.rivals = []  # for each rank, the candidate of that rank of every box that has one, and how many points
        for rank in range(counts.max()):
            held = np.count_nonzero(counts[order] > rank)
            self.rivals.append((found[first[order[:held]] + rank], ends[held - 1] if held else 0))

    def nearest(self, x, centroids):
        """Return the nearest candidate of each of `points`, which are `x` (3, n) float32; the lowest on a tie."""
        facing = columns(centroids)
        champion = self.rivals[0][0]
        labels = champion[self.box]
        lead = np.zeros(len(labels), np.float32)  # the nearest so far, relative to the lowest candidate
        for rival, n in self.rivals[1:]:
            box = self.box[:n]
            difference = facing[:, rival] - facing[:, champion[: len(rival)]]
            score = np.take(difference[3], box)
            for f in range(3):
                score += np.take(difference[f], box) * x[f, :n]
            closer = np.flatnonzero(score < lead[:n])
            lead[closer] = score[closer]
            labels[closer] = rival[box[closer]]
        return labels


def nearest_entry(colors, boxes, palette):
    """Return the nearest entry of `palette` (k, 3) uint8 for each of `colors` (u, 3) uint8, shape (u,) uint8.

    Exact, and the lowest index on a tie.
    """
    centroids = palette - CENTRE
    border = Border(boxes, boxes.starts, centroids)
    labels = np.repeat(border.sole.astype(np.uint8), np.diff(boxes.starts))
    x = np.subtract(colors[border.points].T, np.float32(CENTRE), order="C")
    labels[border.points] = border.nearest(x, centroids)
    return labels


def polish(cells, boxes, centroids, moves):
    """Yield (centroids, what they save) after each of Lloyd's moves on `cells`, which lie within `boxes`.

    Every cell keeps the candidates it has at first: a centroid that comes near only later is not seen.
    """
    starts = np.searchsorted(cells.starts, boxes.starts)
    border = Border(boxes, starts, centroids)
    own = cells.moments[border.points]
    x = np.array(cells.rows[border.points, :3].T, np.float32, order="C")
    k = len(centroids)
    inner = gather(cells.merged(starts[:-1]).moments[border.inner], border.sole[border.inner], k)
    for _ in range(moves):
        clusters = inner + gather(own, border.nearest(x, centroids), k)
        centroids = means(clusters, centroids)
        yield centroids, saved(clusters)
