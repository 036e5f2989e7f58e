"""Themes: the codebook, its matcher, and coding anew."""

from onrecord.themes.codebook import Codebook, Theme
from onrecord.themes.coding import recode
from onrecord.themes.words import Words

__all__ = ["Codebook", "Theme", "Words", "recode"]
