"""The Init comparison page: runs side by side, k-means++ pick by pick, and statistics of many runs."""
