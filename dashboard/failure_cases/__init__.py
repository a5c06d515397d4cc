"""The Failure cases page's computation and words: the cases, the rival methods and the fixes."""
