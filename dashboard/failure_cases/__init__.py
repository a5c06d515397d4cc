"""The Failure cases page: cases in which k-means fails, other methods, and fixes."""
