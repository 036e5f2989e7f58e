"""Suggestions for a codebook: words that stand out, words close to a theme, and a classifier learned from coding."""
