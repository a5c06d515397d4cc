"""The Soft assignment page's computation and words: from hard labels to a Gaussian mixture."""
