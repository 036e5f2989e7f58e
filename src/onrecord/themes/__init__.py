"""Themes: the codebook, its matcher, coding anew, and people's decisions."""

from onrecord.themes.codebook import Codebook, Theme
from onrecord.themes.coding import recode
from onrecord.themes.decisions import Decision, decided
from onrecord.themes.words import Words

__all__ = ["Codebook", "Decision", "Theme", "Words", "decided", "recode"]
