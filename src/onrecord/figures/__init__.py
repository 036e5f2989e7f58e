"""Figures: numbers with unit, comparator, direction, period and the thing they measure."""

from onrecord.figures.extract import extract_figures
from onrecord.figures.lexicon import plural

__all__ = ["extract_figures", "plural"]
