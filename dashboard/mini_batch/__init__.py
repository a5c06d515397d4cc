"""The Mini-batch page's computation and words: batch by batch, and the race against full k-means."""
