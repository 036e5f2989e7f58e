"""Themes: the codebook and its matcher."""

from onrecord.themes.codebook import Codebook, Theme

__all__ = ["Codebook", "Theme"]
