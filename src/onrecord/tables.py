"""The tables: every column's type and meaning, once.

The data dictionary, the validation and the app's page of columns are all made from ``SCHEMAS``.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pandera.pandas as pa

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_INT: Final = "Int64"
_FLOAT = "Float64"
_BOOL = "boolean"
_TEXT = "string[pyarrow]"


def _column(dtype: str, description: str, *, missing: bool = False, **checks: Any) -> pa.Column:
    """A column of ``dtype``; ``missing`` allows ``<NA>``; ``checks`` may hold ``isin``, ``ge`` and ``le``."""
    built = []
    if "isin" in checks:
        built.append(pa.Check.isin(checks["isin"]))
    if "ge" in checks:
        built.append(pa.Check.ge(checks["ge"]))
    if "le" in checks:
        built.append(pa.Check.le(checks["le"]))
    return pa.Column(dtype, checks=built, nullable=missing, description=description)


def _offsets(what: str, prefix: str = "", *, missing: bool = False) -> dict[str, pa.Column]:
    """A pair of offset columns."""
    return {
        f"{prefix}start": _column(
            _INT, f"Where {what} starts in the article's text (0-based code points).", missing=missing, ge=0
        ),
        f"{prefix}end": _column(_INT, f"Where {what} ends in the article's text (exclusive).", missing=missing, ge=0),
    }


def _table(description: str, columns: dict[str, pa.Column], key: tuple[str, ...]) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(columns, description=description, unique=list(key), strict=True, ordered=True)


STATEMENT_KINDS = ("direct", "indirect", "mixed")
SENSES = ("say", "claim", "find", "think", "question", "praise", "blame", "call for", "deny", "announce")
SPEAKER_KINDS = ("person", "organisation", "group", "event", "document", "unnamed")
MENTION_KINDS = ("name", "short_name", "nominal", "pronoun")
METHODS = ("rule", "model", "human")
THEME_METHODS = ("rule", "human")
COMPARATORS = ("=", ">", ">=", "<", "<=", "~")
DIRECTIONS = ("up", "down")
DIMENSIONS = (
    "count", "percent", "percentage_point", "ratio", "money", "duration", "age", "length", "area", "mass",
    "volume", "temperature", "speed", "energy", "power", "data", "rank", "other",
)  # fmt: skip

_ARTICLE_ID = _column(_TEXT, "The article; by default the first 12 hexadecimal digits of its text's SHA-256.")
_SPEAKER_ID = "The speaker; a slug of the full name, the same in every article, for a person or an organisation"

SCHEMAS: Mapping[str, pa.DataFrameSchema] = {
    "articles": _table(
        "One row an article.",
        {
            "article_id": _ARTICLE_ID,
            "title": _column(_TEXT, "The title: as given, else the headline of the text.", missing=True),
            "source": _column(_TEXT, "The outlet that published it, as given.", missing=True),
            "published": _column(
                _TEXT, "The date of publication, as given (ISO 8601 where it is a date).", missing=True
            ),
            "url": _column(_TEXT, "The address it was read from, as given.", missing=True),
            "language": _column(_TEXT, "ISO 639-1 code of the language its text seems to be in.", missing=True),
            "n_sentences": _column(_INT, "Number of sentences, the headline included.", ge=0),
            "n_words": _column(_INT, "Number of words: runs of characters that hold a letter or a digit.", ge=0),
            "sha256": _column(_TEXT, "SHA-256 of the text in UTF-8, hexadecimal."),
        },
        ("article_id",),
    ),
    "sentences": _table(
        "One row a sentence; a headline is its own.",
        {
            "article_id": _ARTICLE_ID,
            "sentence_id": _column(_INT, "Number of the sentence within its article, from 0.", ge=0),
            "paragraph": _column(_INT, "Number of the paragraph within the article, from 0.", ge=0),
            **_offsets("the sentence"),
            "text": _column(_TEXT, "The sentence, verbatim."),
            "is_headline": _column(_BOOL, "Whether it is the article's headline."),
        },
        ("article_id", "sentence_id"),
    ),
    "speakers": _table(
        "One row someone or something that speaks in an article.",
        {
            "article_id": _ARTICLE_ID,
            "speaker_id": _column(
                _TEXT, f"{_SPEAKER_ID}; for a group, an event or an unnamed source it holds within the article only."
            ),
            "name": _column(
                _TEXT, "The fullest name that the article gives, verbatim; of an unnamed source, a description."
            ),
            "kind": _column(
                _TEXT,
                "person, organisation, group (“participants”), event (“the forum”), document (“the report”) or "
                "unnamed (a passive without an agent).",
                isin=SPEAKER_KINDS,
            ),
            "role": _column(_TEXT, "The title without the organisation (“executive director”).", missing=True),
            "role_is_former": _column(
                _BOOL, "Whether the article calls the role a former one; missing without a role.", missing=True
            ),
            "organisation": _column(_TEXT, "The body that the speaker belongs to.", missing=True),
            "parent_organisation": _column(
                _TEXT, "The larger body that holds the organisation (“institute at academy”).", missing=True
            ),
            "country": _column(_TEXT, "The country, only where the text states it of the speaker.", missing=True),
            "pronoun": _column(
                _TEXT, "The personal pronoun that the article uses (“he”, “she”, “they”).", missing=True
            ),
            "n_statements": _column(_INT, "Number of statements.", ge=0),
            "n_direct": _column(_INT, "Number of statements that are direct or mixed.", ge=0),
            "n_indirect": _column(_INT, "Number of statements that are indirect.", ge=0),
            "n_words": _column(_INT, "Number of words in the statements.", ge=0),
            **_offsets("the name", "name_", missing=True),
            **_offsets("the words that give the role", "role_", missing=True),
            **_offsets("the organisation's name", "organisation_", missing=True),
        },
        ("article_id", "speaker_id"),
    ),
    "mentions": _table(
        "One row a place where a speaker is named.",
        {
            "article_id": _ARTICLE_ID,
            "mention_id": _column(_INT, "Number of the mention within its article, from 0.", ge=0),
            "speaker_id": _column(_TEXT, f"{_SPEAKER_ID}."),
            "sentence_id": _column(_INT, "The sentence that holds it.", ge=0),
            "kind": _column(
                _TEXT,
                "name (the full name), short_name (“Quill”), nominal (“the director”) or pronoun (“he”).",
                isin=MENTION_KINDS,
            ),
            **_offsets("the mention"),
            "text": _column(_TEXT, "The mention, verbatim."),
        },
        ("article_id", "mention_id"),
    ),
    "statements": _table(
        "One row an attributed statement.",
        {
            "article_id": _ARTICLE_ID,
            "statement_id": _column(
                _INT, "Number of the statement within its article, from 0, in the order of the text.", ge=0
            ),
            "speaker_id": _column(
                _TEXT, "Who says it; missing where the article gives no source that can be told.", missing=True
            ),
            "kind": _column(
                _TEXT, "direct (all in quotation marks), indirect (none) or mixed (both).", isin=STATEMENT_KINDS
            ),
            "text": _column(
                _TEXT, "What is said, verbatim; the parts of an interrupted statement are joined by “ … ”."
            ),
            **_offsets("the statement (the hull of its parts)"),
            "spans": _column(
                _TEXT, "The parts of the statement as JSON, [[start, end], …]; quotation marks stand outside."
            ),
            "sentence_id": _column(_INT, "The sentence in which it starts.", ge=0),
            "last_sentence_id": _column(_INT, "The sentence in which it ends.", ge=0),
            "cue": _column(_TEXT, "The reporting expression (“said”, “according to”), verbatim.", missing=True),
            "cue_lemma": _column(_TEXT, "The dictionary form of the cue.", missing=True),
            "cue_sense": _column(
                _TEXT, "How it is said, coarsely; missing where the cue is in no lexicon.", missing=True, isin=SENSES
            ),
            **_offsets("the cue", "cue_", missing=True),
            "source_text": _column(
                _TEXT, "The words that name the speaker there, pronouns included (“He”).", missing=True
            ),
            **_offsets("the source's words", "source_", missing=True),
            "nested_source": _column(_TEXT, "Whoever the speaker reports in turn, verbatim.", missing=True),
            "n_words": _column(_INT, "Number of words in it.", ge=0),
            "confidence": _column(_FLOAT, "How sure the parser is, from 0 to 1.", ge=0, le=1),
            "method": _column(_TEXT, "What found it: rule, model or human.", isin=METHODS),
        },
        ("article_id", "statement_id"),
    ),
    "themes": _table(
        "One row a theme of the codebook in use.",
        {
            "theme_id": _column(_TEXT, "The theme's id in the codebook."),
            "codebook": _column(
                _TEXT,
                "The codebook in use: id, version and a checksum of its terms, so that a coding can be repeated.",
            ),
            "label": _column(_TEXT, "Its name for people."),
            "group": _column(_TEXT, "The family of themes that it belongs to.", missing=True),
            "definition": _column(_TEXT, "What the theme is about.", missing=True),
            "n_statements": _column(_INT, "Number of statements in which it shows.", ge=0),
            "n_sentences": _column(_INT, "Number of sentences in which it shows, statements or not.", ge=0),
            "n_speakers": _column(_INT, "Number of speakers who raise it.", ge=0),
        },
        ("theme_id",),
    ),
    "theme_mentions": _table(
        "One row a place where a theme shows.",
        {
            "article_id": _ARTICLE_ID,
            "theme_mention_id": _column(_INT, "Number of the theme mention within its article, from 0.", ge=0),
            "theme_id": _column(_TEXT, "The theme."),
            "sentence_id": _column(_INT, "The sentence that holds it.", ge=0),
            "statement_id": _column(
                _INT, "The statement that holds it; missing in the reporter's own words.", missing=True, ge=0
            ),
            "speaker_id": _column(
                _TEXT, "The speaker of that statement; missing in the reporter's own words.", missing=True
            ),
            "text": _column(_TEXT, "The words that show the theme, verbatim."),
            **_offsets("the words"),
            "term": _column(
                _TEXT, "The codebook's entry that matched; missing where a person gave the theme.", missing=True
            ),
            "method": _column(
                _TEXT,
                "What found it: rule (a term of the codebook) or human (somebody said so of the whole statement).",
                isin=THEME_METHODS,
            ),
            "codebook": _column(_TEXT, "The codebook in use, as in themes."),
        },
        ("article_id", "theme_mention_id"),
    ),
    "figures": _table(
        "One row a numeric figure.",
        {
            "article_id": _ARTICLE_ID,
            "figure_id": _column(_INT, "Number of the figure within its article, from 0.", ge=0),
            "text": _column(_TEXT, "The figure from its modifier to its unit, verbatim."),
            **_offsets("the figure"),
            "sentence_id": _column(_INT, "The sentence that holds it.", ge=0),
            "statement_id": _column(
                _INT, "The statement that holds it; missing in the reporter's own words.", missing=True, ge=0
            ),
            "speaker_id": _column(
                _TEXT, "The speaker of that statement; missing in the reporter's own words.", missing=True
            ),
            "value": _column(
                _FLOAT,
                "The number in plain units: “1.2bn” is 1200000000; the lower end of a range, the first of a pair "
                "(“52–48”).",
            ),
            "value_high": _column(
                _FLOAT, "The upper end of a range (“3–5”, “thousands”); the second of a pair.", missing=True
            ),
            "value_from": _column(
                _FLOAT, "What it rose or fell from: X in “from X to Y” and in “to Y from X”.", missing=True
            ),
            "comparator": _column(
                _TEXT, "How the value is to be read: =, >, >=, <, <= or ~ (about).", isin=COMPARATORS
            ),
            "modifier": _column(_TEXT, "The words behind the comparator (“more than”), verbatim.", missing=True),
            "unit": _column(
                _TEXT,
                "One canonical name a unit, in the singular (“percent”, “US dollar per barrel”), or the counted things "
                "as written (“guests”).",
                missing=True,
            ),
            "dimension": _column(
                _TEXT, "What kind of quantity it is; only figures of one dimension can be compared.", isin=DIMENSIONS
            ),
            "direction": _column(
                _TEXT,
                "up or down, where the figure is a change or has one behind it; a level alone (“fell to 5”) has none.",
                missing=True,
                isin=DIRECTIONS,
            ),
            "what": _column(
                _TEXT, "What the figure is said of, as a header for its row; verbatim words.", missing=True
            ),
            "period": _column(_TEXT, "The words for the time that it covers.", missing=True),
        },
        ("article_id", "figure_id"),
    ),
}


ABOUT_THEMES = ["theme_id", "codebook", "label", "group", "definition"]
"""The columns of ``themes`` that come from the codebook; the others count."""


@dataclass(frozen=True)
class Tables:
    """The tables of one article, or of several: a DataFrame a table, with the columns of ``SCHEMAS``.

    See docs/tables.md for every column. Missing values are ``<NA>``; text columns have the dtype ``string``.
    """

    articles: pd.DataFrame
    sentences: pd.DataFrame
    speakers: pd.DataFrame
    mentions: pd.DataFrame
    statements: pd.DataFrame
    themes: pd.DataFrame
    theme_mentions: pd.DataFrame
    figures: pd.DataFrame

    def __iter__(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """Yield each table's name and its DataFrame, in the order of ``SCHEMAS``."""
        for entry in fields(self):
            yield entry.name, getattr(self, entry.name)

    def validate(self) -> Tables:
        """Check every column's type, range and key; return the tables. Raises ``pandera.errors.SchemaErrors``."""
        for name, frame in self:
            SCHEMAS[name].validate(frame, lazy=True)
        return self

    def only(self, article_ids: Iterable[str]) -> Tables:
        """The rows of some articles; ``themes`` stays as it is."""
        keep = set(article_ids)
        rows = {name: frame[frame["article_id"].isin(keep)] for name, frame in self if name != "themes"}
        return replace(self, **rows)

    @classmethod
    def concat(cls, parts: Iterable[Tables]) -> Tables:
        """Put the tables of several articles under one another; counts in ``themes`` are added up."""
        parts = list(parts)
        if not parts:
            return cls(**{name: frame_of(name, []) for name in SCHEMAS})
        joined = {
            name: pd.concat([getattr(part, name) for part in parts], ignore_index=True)
            for name in SCHEMAS
            if name != "themes"
        }
        themes = pd.concat([part.themes for part in parts], ignore_index=True)
        about = themes.drop_duplicates("theme_id")[ABOUT_THEMES]
        held = joined["theme_mentions"]
        return cls(**joined, themes=count_themes(about, held))


def count_themes(about: pd.DataFrame, theme_mentions: pd.DataFrame) -> pd.DataFrame:
    """The ``themes`` table: ``about`` (its columns without counts) with counts from ``theme_mentions``."""
    codes = pd.Index(about["theme_id"]).get_indexer(theme_mentions["theme_id"])
    held = theme_mentions["statement_id"].notna().to_numpy() & (codes >= 0)
    named = held & theme_mentions["speaker_id"].notna().to_numpy()
    counted = about.reset_index(drop=True).copy()
    for column, rows, key in (
        ("n_statements", held, ["article_id", "statement_id"]),
        ("n_sentences", codes >= 0, ["article_id", "sentence_id"]),
        ("n_speakers", named, ["speaker_id"]),
    ):
        keys, size = codes[rows].astype("int64"), 1
        for part in key:
            numbers, values = pd.factorize(theme_mentions[part][rows])
            keys, size = keys * len(values) + numbers, size * len(values)
        distinct = np.unique(keys) // max(size, 1)
        counted[column] = pd.array(np.bincount(distinct, minlength=len(about)), dtype=_INT)
    return counted[list(SCHEMAS["themes"].columns)]


@cache
def _dtypes(table: str) -> dict[str, Any]:
    return {name: str(column.dtype) for name, column in SCHEMAS[table].columns.items()}


def frame_of(table: str, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """A typed DataFrame of ``table`` from rows; columns that a row lacks are missing."""
    rows = list(rows)
    return _frame(table, rows) if rows else _empty(table).copy(deep=False)


def typed(table: str, columns: Mapping[str, Any]) -> pd.DataFrame:
    """A typed DataFrame of ``table`` from all its columns."""
    return pd.DataFrame({name: pd.array(columns[name], dtype=dtype) for name, dtype in _resolved(table).items()})


def _frame(table: str, rows: list[Mapping[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(
        {name: pd.array([row.get(name) for row in rows], dtype=dtype) for name, dtype in _resolved(table).items()}
    )


@cache
def _resolved(table: str) -> dict[str, Any]:
    """The types of a table's columns as objects: to look each up by its name takes longer than to fill it."""
    return {name: pd.api.types.pandas_dtype(dtype) for name, dtype in _dtypes(table).items()}


@cache
def _empty(table: str) -> pd.DataFrame:
    """``table`` without rows, made once: most tables of a short article are, and a frame costs a millisecond."""
    return _frame(table, [])


def data_dictionary() -> pd.DataFrame:
    """One row a column of every table: ``table``, ``column``, ``type``, ``may_be_missing``, ``description``."""
    kinds = {_INT: "integer", _FLOAT: "number", _BOOL: "true/false", _TEXT: "text"}
    return pd.DataFrame(
        [
            {
                "table": table,
                "column": name,
                "type": kinds[_dtypes(table)[name]],
                "may_be_missing": "yes" if column.nullable else "no",
                "description": column.description,
            }
            for table, schema in SCHEMAS.items()
            for name, column in schema.columns.items()
        ]
    )
