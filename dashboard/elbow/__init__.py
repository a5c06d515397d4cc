"""The Elbow page's computation and words: sweeps over k, silhouettes and the voices that choose."""
