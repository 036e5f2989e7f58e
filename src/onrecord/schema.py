"""The tables' columns: what each holds, its type, and which values it may have.

``SCHEMAS`` is the one description of the tables. The data dictionary, the validation, docs/tables.md and the
dashboard's page of columns are all made from it. Importing this module loads nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

_INT: Final = "Int64"
_FLOAT: Final = "Float64"
_BOOL: Final = "boolean"
_TEXT: Final = "string[pyarrow]"
SPANS: Final = "object"
"""The type of ``statements.spans``, lists of [start, end]: pandas cannot read its own type for them from Parquet."""
_NAMES = {_INT: "integer", _FLOAT: "number", _BOOL: "true/false", _TEXT: "text", SPANS: "list of pairs"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        dtype: the pandas type of its values.
        description: what it holds, in a sentence.
        missing: whether a value may be missing (``<NA>``).
        isin: the values it may have, where they are few.
        ge, le: the smallest and the largest value it may have.
    """

    dtype: str
    description: str
    missing: bool = False
    isin: tuple[str, ...] | None = None
    ge: float | None = None
    le: float | None = None


@dataclass(frozen=True, slots=True)
class Schema:
    """A table: what a row of it is, its columns in order, and those that together name a row."""

    description: str
    columns: Mapping[str, Column]
    key: tuple[str, ...]


def _offsets(what: str, prefix: str = "", *, missing: bool = False) -> dict[str, Column]:
    """A pair of offset columns."""
    start = f"Where {what} starts in the article's text (0-based code points)."
    end = f"Where {what} ends in the article's text (exclusive)."
    return {
        f"{prefix}start": Column(_INT, start, missing=missing, ge=0),
        f"{prefix}end": Column(_INT, end, missing=missing, ge=0),
    }


STATEMENT_KINDS = ("direct", "indirect", "mixed")
SENSES = ("say", "claim", "find", "think", "question", "praise", "blame", "call for", "deny", "announce")
SPEAKER_KINDS = ("person", "organisation", "group", "event", "document", "unnamed")
MENTION_KINDS = ("name", "short_name", "nominal", "pronoun")
SPEAKER_EVIDENCE = ("name", "short_name", "description", "pronoun", "floor", "inferred")
METHODS = ("rule", "model", "human")
THEME_METHODS = ("rule", "human")
COMPARATORS = ("=", ">", ">=", "<", "<=", "~")
DIRECTIONS = ("up", "down")
DIMENSIONS = (
    "count", "percent", "percentage_point", "ratio", "money", "duration", "age", "length", "area", "mass",
    "volume", "temperature", "speed", "energy", "power", "data", "rank", "other",
)  # fmt: skip

_ARTICLE_ID = Column(_TEXT, "The article; by default the first 12 hexadecimal digits of its text's SHA-256.")
_SPEAKER_ID = "The speaker; a slug of the full name, the same in every article, for a person or an organisation"

_PLACE = {
    "sentence_id": Column(_INT, "The sentence that holds it.", ge=0),
    "statement_id": Column(
        _INT, "The statement that holds it; missing in the reporter's own words.", missing=True, ge=0
    ),
    "speaker_id": Column(_TEXT, "The speaker of that statement; missing in the reporter's own words.", missing=True),
}
"""Where a theme mention or a figure belongs."""

SCHEMAS: Mapping[str, Schema] = {
    "articles": Schema(
        "One row an article.",
        {
            "article_id": _ARTICLE_ID,
            "title": Column(_TEXT, "The title: as given, else the headline of the text.", missing=True),
            "source": Column(_TEXT, "The outlet that published it, as given.", missing=True),
            "published": Column(
                _TEXT, "The date of publication, as given (ISO 8601 where it is a date).", missing=True
            ),
            "url": Column(_TEXT, "The address it was read from, as given.", missing=True),
            "language": Column(_TEXT, "ISO 639-1 code of the language its text seems to be in.", missing=True),
            "n_sentences": Column(_INT, "Number of sentences, the headline included.", ge=0),
            "n_words": Column(_INT, "Number of words: runs of characters that hold a letter or a digit.", ge=0),
            "sha256": Column(_TEXT, "SHA-256 of the text in UTF-8, hexadecimal."),
        },
        ("article_id",),
    ),
    "sentences": Schema(
        "One row a sentence; a headline is its own.",
        {
            "article_id": _ARTICLE_ID,
            "sentence_id": Column(_INT, "Number of the sentence within its article, from 0.", ge=0),
            "paragraph": Column(_INT, "Number of the paragraph within the article, from 0.", ge=0),
            **_offsets("the sentence"),
            "text": Column(_TEXT, "The sentence, verbatim."),
            "is_headline": Column(_BOOL, "Whether it is the article's headline."),
        },
        ("article_id", "sentence_id"),
    ),
    "speakers": Schema(
        "One row someone or something that speaks in an article.",
        {
            "article_id": _ARTICLE_ID,
            "speaker_id": Column(
                _TEXT, f"{_SPEAKER_ID}; for a group, an event or an unnamed source it holds within the article only."
            ),
            "name": Column(
                _TEXT, "The fullest name that the article gives, verbatim; of an unnamed source, a description."
            ),
            "kind": Column(
                _TEXT,
                "person, organisation, group (“participants”), event (“the forum”), document (“the report”) or "
                "unnamed (a passive without an agent).",
                isin=SPEAKER_KINDS,
            ),
            "role": Column(_TEXT, "The title without the organisation (“executive director”).", missing=True),
            "role_is_former": Column(
                _BOOL, "Whether the article calls the role a former one; missing without a role.", missing=True
            ),
            "organisation": Column(_TEXT, "The body that the speaker belongs to.", missing=True),
            "parent_organisation": Column(
                _TEXT, "The larger body that holds the organisation (“institute at academy”).", missing=True
            ),
            "country": Column(_TEXT, "The country, only where the text states it of the speaker.", missing=True),
            "pronoun": Column(_TEXT, "The personal pronoun that the article uses (“he”, “she”, “they”).", missing=True),
            "n_statements": Column(_INT, "Number of statements.", ge=0),
            "n_direct": Column(_INT, "Number of statements that are direct or mixed.", ge=0),
            "n_indirect": Column(_INT, "Number of statements that are indirect.", ge=0),
            "n_words": Column(_INT, "Number of words in the statements.", ge=0),
            **_offsets("the name", "name_", missing=True),
            **_offsets("the words that give the role", "role_", missing=True),
            **_offsets("the organisation's name", "organisation_", missing=True),
        },
        ("article_id", "speaker_id"),
    ),
    "mentions": Schema(
        "One row a place where a speaker is named.",
        {
            "article_id": _ARTICLE_ID,
            "mention_id": Column(_INT, "Number of the mention within its article, from 0.", ge=0),
            "speaker_id": Column(_TEXT, f"{_SPEAKER_ID}."),
            "sentence_id": Column(_INT, "The sentence that holds it.", ge=0),
            "kind": Column(
                _TEXT,
                "name (the full name), short_name (“Quill”), nominal (“the director”) or pronoun (“he”).",
                isin=MENTION_KINDS,
            ),
            **_offsets("the mention"),
            "text": Column(_TEXT, "The mention, verbatim."),
        },
        ("article_id", "mention_id"),
    ),
    "statements": Schema(
        "One row an attributed statement.",
        {
            "article_id": _ARTICLE_ID,
            "statement_id": Column(
                _INT, "Number of the statement within its article, from 0, in the order of the text.", ge=0
            ),
            "speaker_id": Column(
                _TEXT, "Who says it; missing where the article gives no source that can be told.", missing=True
            ),
            "speaker_evidence": Column(
                _TEXT,
                "How the speaker was found: name (it stands in the source's words, or right beside them), short_name "
                "(“Quill”), description (“the director”), pronoun (“he”), floor (whoever was speaking goes on) or "
                "inferred (from the sentences around). Missing where there is no speaker, where a person chose the "
                "speaker, and in articles that were parsed before this column was added.",
                missing=True,
                isin=SPEAKER_EVIDENCE,
            ),
            "kind": Column(
                _TEXT, "direct (all in quotation marks), indirect (none) or mixed (both).", isin=STATEMENT_KINDS
            ),
            "cue": Column(_TEXT, "The reporting expression (“said”, “according to”), verbatim.", missing=True),
            "negated": Column(
                _BOOL,
                "Whether the cue is a refusal, a denial or negated (“denied”, “doesn't think”): the speaker does not "
                "claim these words, which alone would say the opposite.",
            ),
            "text": Column(_TEXT, "What is said, verbatim; the parts of an interrupted statement are joined by “ … ”."),
            **_offsets("the statement (the hull of its parts)"),
            "spans": Column(
                SPANS,
                "The parts of the statement, [[start, end], …] (JSON in CSV and Excel); quotation marks stand outside.",
            ),
            "sentence_id": Column(_INT, "The sentence in which it starts.", ge=0),
            "last_sentence_id": Column(_INT, "The sentence in which it ends.", ge=0),
            "cue_lemma": Column(_TEXT, "The dictionary form of the cue.", missing=True),
            "cue_sense": Column(
                _TEXT,
                "How it is said, coarsely (deny: also “never said”); missing where the cue is in no lexicon.",
                missing=True,
                isin=SENSES,
            ),
            **_offsets("the cue", "cue_", missing=True),
            "source_text": Column(
                _TEXT, "The words that name the speaker there, pronouns included (“He”).", missing=True
            ),
            **_offsets("the source's words", "source_", missing=True),
            "nested_source": Column(_TEXT, "Whoever the speaker reports in turn, verbatim.", missing=True),
            "n_words": Column(_INT, "Number of words in it.", ge=0),
            "confidence": Column(
                _FLOAT, "How likely both the words and the speaker are right, from 0 to 1.", ge=0, le=1
            ),
            "method": Column(_TEXT, "What found it: rule, model or human.", isin=METHODS),
        },
        ("article_id", "statement_id"),
    ),
    "themes": Schema(
        "One row a theme of the codebook in use.",
        {
            "theme_id": Column(_TEXT, "The theme's id in the codebook."),
            "codebook": Column(
                _TEXT,
                "The codebook in use: id, version and a checksum of its terms, so that a coding can be repeated.",
            ),
            "label": Column(_TEXT, "Its name for people."),
            "group": Column(_TEXT, "The family of themes that it belongs to.", missing=True),
            "definition": Column(_TEXT, "What the theme is about.", missing=True),
            "n_statements": Column(_INT, "Number of statements in which it shows.", ge=0),
            "n_sentences": Column(_INT, "Number of sentences in which it shows, statements or not.", ge=0),
            "n_speakers": Column(_INT, "Number of speakers who raise it.", ge=0),
        },
        ("theme_id",),
    ),
    "theme_mentions": Schema(
        "One row a place where a theme shows.",
        {
            "article_id": _ARTICLE_ID,
            "theme_mention_id": Column(_INT, "Number of the theme mention within its article, from 0.", ge=0),
            "theme_id": Column(_TEXT, "The theme."),
            **_PLACE,
            "text": Column(_TEXT, "The words that show the theme, verbatim."),
            **_offsets("the words"),
            "term": Column(
                _TEXT, "The codebook's entry that matched; missing where a person gave the theme.", missing=True
            ),
            "method": Column(
                _TEXT,
                "What found it: rule (a term of the codebook) or human (somebody said so of the whole statement).",
                isin=THEME_METHODS,
            ),
            "codebook": Column(_TEXT, "The codebook in use, as in themes."),
        },
        ("article_id", "theme_mention_id"),
    ),
    "figures": Schema(
        "One row a numeric figure.",
        {
            "article_id": _ARTICLE_ID,
            "figure_id": Column(_INT, "Number of the figure within its article, from 0.", ge=0),
            "text": Column(_TEXT, "The figure from its modifier to its unit, verbatim."),
            **_offsets("the figure"),
            **_PLACE,
            "negated": Column(
                _BOOL, "Whether that statement is negated: its speaker does not claim the figure, and is missing here."
            ),
            "value": Column(
                _FLOAT,
                "The number in plain units: “1.2bn” is 1200000000; the lower end of a range, the first of a pair "
                "(“52–48”).",
            ),
            "value_high": Column(
                _FLOAT, "The upper end of a range (“3–5”, “thousands”); the second of a pair.", missing=True
            ),
            "value_from": Column(
                _FLOAT, "What it rose or fell from: X in “from X to Y” and in “to Y from X”.", missing=True
            ),
            "comparator": Column(_TEXT, "How the value is to be read: =, >, >=, <, <= or ~ (about).", isin=COMPARATORS),
            "modifier": Column(_TEXT, "The words behind the comparator (“more than”), verbatim.", missing=True),
            "unit": Column(
                _TEXT,
                "One canonical name a unit, in the singular (“percent”, “US dollar per barrel”), or the counted things "
                "as written (“guests”).",
                missing=True,
            ),
            "dimension": Column(
                _TEXT, "What kind of quantity it is; only figures of one dimension can be compared.", isin=DIMENSIONS
            ),
            "direction": Column(
                _TEXT,
                "up or down, where the figure is a change or has one behind it; a level alone (“fell to 5”) has none.",
                missing=True,
                isin=DIRECTIONS,
            ),
            "what": Column(_TEXT, "What the figure is said of, as a header for its row; verbatim words.", missing=True),
            "period": Column(_TEXT, "The words for the time that it covers.", missing=True),
        },
        ("article_id", "figure_id"),
    ),
}

ADDED_COLUMNS: Final[Mapping[str, Mapping[str, bool | None]]] = {
    "statements": {"negated": False, "speaker_evidence": None},
    "figures": {"negated": False},
}
"""Columns that files of an earlier version lack, by table, and what they hold there."""

CODEBOOK_COLUMNS: Final = ["theme_id", "codebook", "label", "group", "definition"]
"""The columns of ``themes`` that come from the codebook; the others count."""


def data_dictionary() -> pd.DataFrame:
    """One row a column of every table: ``table``, ``column``, ``type``, ``may_be_missing``, ``description``."""
    import pandas as pd

    rows = [
        {
            "table": table,
            "column": name,
            "type": _NAMES[column.dtype],
            "may_be_missing": "yes" if column.missing else "no",
            "description": column.description,
        }
        for table, schema in SCHEMAS.items()
        for name, column in schema.columns.items()
    ]
    return pd.DataFrame(rows)
