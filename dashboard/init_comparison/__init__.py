"""The Init comparison page's computation and words: starts, restarts and k-means++ seed by seed."""
