"""The codebook: themes with the terms that show them, as a user writes them. See docs/codebook.md."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.codebook.formats import read_csv, read_toml, write_csv, write_toml
from onrecord.codebook.matcher import Matcher
from onrecord.codebook.theme import CodebookFields
from onrecord.errors import CodebookError
from onrecord.types import Span, ThemeMention

if TYPE_CHECKING:
    from onrecord.codebook.article_words import Words

DEFAULT = "ai_governance"
_FOLDER = files("onrecord.data") / "codebooks"


@dataclass(frozen=True)
class Codebook(CodebookFields):
    """Themes in order, with an id, a version and a title to cite them by.

    Attributes:
        id, version, title: what an export cites it by.
        themes: a tuple of ``Theme``.

    Example:
        >>> book = Codebook.from_csv("id,term\\nrail,train\\nrail,railway line")
        >>> [theme.id for theme in book.themes], book.n_terms
        (['rail'], 2)
    """

    @classmethod
    def from_toml(cls, text: str) -> Codebook:
        """Read a codebook. Raises ``CodebookError``, which names line, theme and field and says what to do."""
        return cls(**vars(read_toml(text)))

    def to_toml(self) -> str:
        """The codebook as TOML that ``from_toml`` reads to the same codebook."""
        return write_toml(self)

    @classmethod
    def from_csv(cls, text: str) -> Codebook:
        """Read a codebook from a table with a row a term. Raises ``CodebookError``, which names line and field."""
        return cls(**vars(read_csv(text)))

    def to_csv(self) -> str:
        """The codebook as a table with a row a term, which ``from_csv`` reads to the same codebook."""
        return write_csv(self)

    @classmethod
    def from_bytes(cls, data: bytes, *, name: str) -> Codebook:
        """Read a codebook from a file's bytes: CSV where ``name`` ends so, else TOML. Raises ``CodebookError``."""
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise CodebookError("This is not a codebook: it must be text in UTF-8, TOML or CSV.") from error
        return cls.from_csv(text) if name.lower().endswith(".csv") else cls.from_toml(text)

    @classmethod
    def load(cls, name_or_path: str | Path) -> Codebook:
        """A packaged codebook by its id, or the codebook of a file (.toml, or .csv with a row a term).

        Raises:
            CodebookError: there is no such codebook or file, or it is not valid; the message says what to do.

        Example:
            >>> from onrecord import Codebook
            >>> Codebook.load("climate-policy").title
            'Climate policy'
        """
        packaged = {book.id: book for book in cls.packaged()}
        if name_or_path in packaged:
            return packaged[str(name_or_path)]
        path = Path(name_or_path)
        try:
            return cls.from_bytes(path.read_bytes(), name=path.name)
        except CodebookError as error:
            raise CodebookError(f"{path}: {error}") from error
        except FileNotFoundError as error:
            ids = ", ".join(packaged)
            raise CodebookError(f"{path} does not exist, and the packaged codebooks are: {ids}.") from error
        except (OSError, ValueError) as error:
            raise CodebookError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}.") from error

    @staticmethod
    def default() -> Codebook:
        """The codebook that is used where none is asked for, on the governance of artificial intelligence."""
        return _read_packaged(DEFAULT)

    @staticmethod
    @cache
    def packaged() -> tuple[Codebook, ...]:
        """The codebooks in the package, the default one first."""
        names = [path.name.removesuffix(".toml") for path in _FOLDER.iterdir() if path.name.endswith(".toml")]
        return tuple(_read_packaged(name) for name in sorted(names, key=lambda name: (name != DEFAULT, name)))

    @cached_property
    def citation(self) -> str:
        """Id, version and a checksum of all that decides a coding, such as "ai-governance 2.0 (1f0c2a9b)"."""
        decides = [(theme.id, theme.terms, theme.exclude) for theme in self.themes if not theme.retired]
        digest = hashlib.sha256(repr(decides).encode("utf-8", "surrogatepass")).hexdigest()
        return f"{self.id} {self.version} ({digest[:8]})"

    @property
    def n_terms(self) -> int:
        """Number of terms of all themes that are in use."""
        return sum(len(theme.terms) for theme in self.themes if not theme.retired)

    @cached_property
    def matcher(self) -> Matcher:
        """The matcher of the themes that are in use."""
        return Matcher(self.themes)

    def find(self, words: Words) -> list[ThemeMention]:
        """Every place in one article that shows a theme, in the order of the text."""
        return [
            ThemeMention(
                self.themes[hit.theme].id,
                self.themes[hit.theme].terms[hit.term],
                Span(int(words.start[hit.first]), int(words.end[hit.last])),
            )
            for hit in self.matcher.find(words)
        ]


@cache
def _read_packaged(name: str) -> Codebook:
    return Codebook.from_toml((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
