"""The Elbow page: sweeps over k, silhouettes, and five criteria for the number of clusters."""
