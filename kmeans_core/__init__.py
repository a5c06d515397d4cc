"""k-means from scratch, in NumPy alone. Read the files in the order of the imports below."""

from kmeans_core.lloyd import KMeansResult, Step, assign, inertia, kmeans, lloyd
from kmeans_core.seeding import (
    INIT_METHODS,
    Pick,
    farthest_first,
    kmeans_plusplus,
    kmeans_plusplus_picks,
    random_init,
)
from kmeans_core.minibatch import Batch, minibatch_kmeans, minibatches
from kmeans_core.soft_kmeans import SoftStep, soft_assign, soft_kmeans
from kmeans_core.gaussian_mixture import MixtureStep, gaussian_mixture, mixture_assign
from kmeans_core.metrics import (
    Separation,
    adjusted_rand_score,
    calinski_harabasz_score,
    davies_bouldin_score,
    normalized_mutual_info_score,
    separation,
    silhouette_samples,
    silhouette_score,
)
from kmeans_core.choosing_k import Fit, Gap, Sweep, below_chord, find_elbow, gap_statistic, gaps, sweep, sweep_k
from kmeans_core.out_of_core import BlocksResult, kmeans_blocks, lloyd_blocks, scalable_init
from kmeans_core.color_quantization import Cells, Colors, PaletteStep, prepare, quantize
from kmeans_core._fast import LESSON_SIZE, Outcomes, final_inertias, outcomes
from kmeans_core.estimators import KMeans, MiniBatchKMeans

__all__ = [
    "INIT_METHODS",
    "LESSON_SIZE",
    "Batch",
    "BlocksResult",
    "Cells",
    "Colors",
    "Fit",
    "Gap",
    "KMeans",
    "KMeansResult",
    "MiniBatchKMeans",
    "MixtureStep",
    "Outcomes",
    "PaletteStep",
    "Pick",
    "Separation",
    "SoftStep",
    "Step",
    "Sweep",
    "adjusted_rand_score",
    "assign",
    "below_chord",
    "calinski_harabasz_score",
    "davies_bouldin_score",
    "farthest_first",
    "final_inertias",
    "find_elbow",
    "gap_statistic",
    "gaps",
    "gaussian_mixture",
    "inertia",
    "kmeans",
    "kmeans_blocks",
    "kmeans_plusplus",
    "kmeans_plusplus_picks",
    "lloyd",
    "lloyd_blocks",
    "minibatch_kmeans",
    "minibatches",
    "mixture_assign",
    "normalized_mutual_info_score",
    "outcomes",
    "prepare",
    "quantize",
    "random_init",
    "scalable_init",
    "separation",
    "silhouette_samples",
    "silhouette_score",
    "soft_assign",
    "soft_kmeans",
    "sweep",
    "sweep_k",
]
