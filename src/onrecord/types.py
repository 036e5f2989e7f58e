"""What the parser's stages hand to one another: frozen values with offsets into the article's text.

Every ``start``/``end`` is a 0-based, end-exclusive index of Unicode code points into the text of the article
as it was passed in; ``text[start:end]`` is the evidence, exactly.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens

StatementKind = Literal["direct", "indirect", "mixed"]
SpeakerKind = Literal["person", "organisation", "group", "event", "document", "unnamed"]
MentionKind = Literal["name", "short_name", "nominal", "pronoun"]
SpeakerEvidence = Literal["name", "short_name", "description", "pronoun", "floor", "inferred"]
"""How the speaker of a statement was found; see ``statements.speaker_evidence`` in the schema."""


class Span(NamedTuple):
    """A stretch of the article's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words of ``text`` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and its tokens.

    ``tokens`` is spaCy's span over a document that holds one stretch of the article; ``offset`` is where that
    stretch begins, so a token stands at ``offset + token.idx``.
    """

    sentence_id: int
    paragraph: int
    start: int
    end: int
    is_headline: bool
    offset: int
    tokens: Tokens = field(repr=False, compare=False)

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    def span_of(self, first: int, last: int) -> Span:
        """The span from the document's token ``first`` to its token ``last``, both included."""
        doc = self.tokens.doc
        return Span(self.offset + doc[first].idx, self.offset + doc[last].idx + len(doc[last]))


@dataclass(frozen=True, slots=True)
class Statement:
    """What one source says in one place; ``spans`` are its parts in order, quotation marks outside.

    ``negated`` where the cue is a refusal, a denial or negated: the source does not claim these words.
    """

    kind: StatementKind
    spans: tuple[Span, ...]
    cue: Span | None
    cue_lemma: str | None
    source: Span | None
    nested_source: str | None
    confidence: float
    method: Literal["rule", "model", "human"] = "rule"
    negated: bool = False

    @property
    def start(self) -> int:
        return self.spans[0].start

    @property
    def end(self) -> int:
        return self.spans[-1].end


@dataclass(frozen=True, slots=True)
class Speaker:
    """Someone or something that speaks, with the evidence for its name, role and organisations."""

    speaker_id: str
    name: str
    kind: SpeakerKind
    name_span: Span | None = None
    role: str | None = None
    role_is_former: bool | None = None
    role_span: Span | None = None
    organisation: str | None = None
    organisation_span: Span | None = None
    parent_organisation: str | None = None
    country: str | None = None
    pronoun: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a speaker is named."""

    speaker_id: str
    kind: MentionKind
    span: Span


@dataclass(frozen=True, slots=True)
class ThemeMention:
    """A place where a theme shows; ``term`` is the codebook's entry that matched."""

    theme_id: str
    term: str
    span: Span


@dataclass(frozen=True, slots=True)
class Figure:
    """A numeric figure. The span starts at its modifier and ends with its unit; see docs/tables.md."""

    span: Span
    value: float
    value_high: float | None = None
    value_from: float | None = None
    comparator: str = "="
    modifier: str | None = None
    unit: str | None = None
    dimension: str = "other"
    direction: Literal["up", "down"] | None = None
    what: str | None = None
    period: str | None = None
