"""Codebooks: themes with the terms that show them, the matcher that finds these terms, and edits."""

from onrecord.codebook.article_words import Words
from onrecord.codebook.codebook import Codebook
from onrecord.codebook.coding import recode
from onrecord.codebook.theme import Theme

__all__ = ["Codebook", "Theme", "Words", "recode"]
