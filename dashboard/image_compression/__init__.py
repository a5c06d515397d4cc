"""The Image compression page's computation and words: files, colours, quantisers and what they cost."""
