from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from onrecord.values import Sentence, ThemeMention


@dataclass(frozen=True)
class Theme:
    id: str
    label: str
    group: str | None = None
    definition: str | None = None
    terms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Codebook:
    id: str
    version: str
    themes: tuple[Theme, ...]

    @staticmethod
    @cache
    def default() -> Codebook:
        return Codebook("empty", "0", ())

    def find(self, text: str, sentences: list[Sentence]) -> list[ThemeMention]:
        return []
