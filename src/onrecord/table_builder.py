"""Assembly: from what the parser's stages found in an article to its tables, every row with its ids and offsets."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from onrecord.article import count_words
from onrecord.codebook.coding import build_themes_table
from onrecord.nlp.language import detect_language
from onrecord.speakers.confidence import find_confidence
from onrecord.statements.cues import find_sense
from onrecord.tables import Tables, count_themes, frame_from_rows

if TYPE_CHECKING:
    from onrecord.article import Article
    from onrecord.codebook import Codebook
    from onrecord.nlp.document import Document
    from onrecord.speakers.resolve import ResolvedSpeakers
    from onrecord.types import Figure, Mention, Sentence, Span, Speaker, SpeakerKind, Statement, ThemeMention

Row = dict[str, Any]


def build_tables(
    document: Document,
    statements: list[Statement],
    resolved: ResolvedSpeakers,
    themes: list[ThemeMention],
    figures: list[Figure],
    codebook: Codebook,
) -> Tables:
    """The tables of one article."""
    article, text = document.article, document.text
    locate = _Locator(document, statements, resolved.speaker_of)
    spoken = [_statement(text, statement, locate) for statement in statements]
    theirs: defaultdict[str | None, list[Row]] = defaultdict(list)
    kinds: dict[str | None, SpeakerKind] = {speaker.speaker_id: speaker.kind for speaker in resolved.speakers}
    found = zip(resolved.speaker_of, resolved.evidence_of, resolved.certainty_of, strict=True)
    for row, (speaker_id, evidence, certainty) in zip(spoken, found, strict=True):
        row |= {"speaker_id": speaker_id, "speaker_evidence": evidence}
        row["confidence"] = find_confidence(
            row["confidence"], row["method"], kinds.get(speaker_id), evidence, certainty
        )
        theirs[speaker_id].append(row)
    rows = {
        "sentences": [_sentence(text, sentence) for sentence in document.sentences],
        "speakers": [_speaker(speaker, theirs[speaker.speaker_id]) for speaker in resolved.speakers],
        "mentions": [_mention(text, mention, locate) for mention in resolved.mentions],
        "statements": spoken,
        "theme_mentions": [{"codebook": codebook.citation, **_theme_mention(text, theme, locate)} for theme in themes],
        "figures": [_figure(text, figure, locate, spoken) for figure in figures],
    }
    for table, key in _NUMBERED.items():
        for number, row in enumerate(rows[table]):
            row[key] = number
    frames = {
        table: frame_from_rows(table, [{"article_id": article.article_id, **row} for row in entries])
        for table, entries in rows.items()
    }
    about = frame_from_rows("articles", [_article(article, rows["sentences"])])
    counted = build_themes_table(codebook)
    counted = count_themes(counted, frames["theme_mentions"]) if themes else counted.copy(deep=False)
    return Tables(articles=about, themes=counted, **frames)


_NUMBERED = {
    "mentions": "mention_id",
    "statements": "statement_id",
    "theme_mentions": "theme_mention_id",
    "figures": "figure_id",
}
# Columns that are values of a speaker or a figure as they are.
_OF_SPEAKERS = (
    "speaker_id", "name", "kind", "role", "role_is_former", "organisation", "parent_organisation", "country", "pronoun",
)  # fmt: skip
_OF_FIGURES = (
    "value", "value_high", "value_from", "comparator", "modifier", "unit", "dimension", "direction", "what", "period",
)  # fmt: skip


def _article(article: Article, sentences: list[Row]) -> Row:
    headline = next((row["text"] for row in sentences if row["is_headline"]), None)
    return {
        "article_id": article.article_id,
        "title": article.title or headline,
        "source": article.source,
        "published": article.published,
        "url": article.url,
        "language": detect_language(article.text),
        "n_sentences": len(sentences),
        "n_words": count_words(article.text),
        "sha256": article.sha256,
    }


def _sentence(text: str, sentence: Sentence) -> Row:
    return {
        "sentence_id": sentence.sentence_id,
        "paragraph": sentence.paragraph,
        **_offsets("", sentence.span),
        "text": sentence.span.of(text),
        "is_headline": sentence.is_headline,
    }


def _statement(text: str, statement: Statement, locate: _Locator) -> Row:
    cue = statement.cue.of(text) if statement.cue else None
    words = " … ".join(span.of(text) for span in statement.spans)
    return {
        "kind": statement.kind,
        "text": words,
        "start": statement.start,
        "end": statement.end,
        "spans": [list(span) for span in statement.spans],
        "sentence_id": locate.sentence(statement.start),
        "last_sentence_id": locate.sentence(statement.end - 1),
        "cue": cue,
        "cue_lemma": statement.cue_lemma,
        "cue_sense": _sense(statement, cue or ""),
        **_offsets("cue_", statement.cue),
        "negated": statement.negated,
        "source_text": statement.source.of(text) if statement.source else None,
        **_offsets("source_", statement.source),
        "nested_source": statement.nested_source,
        "n_words": count_words(words),
        "confidence": statement.confidence,
        "method": statement.method,
    }


_CLAIMS = frozenset({"say", "claim", "find", "think", "announce"})


def _sense(statement: Statement, cue: str) -> str | None:
    """How it is said; who never said or does not think it denies it."""
    sense = find_sense(statement.cue_lemma, cue) if statement.cue_lemma else None
    return "deny" if statement.negated and sense in _CLAIMS else sense


def _speaker(speaker: Speaker, theirs: list[Row]) -> Row:
    indirect = sum(row["kind"] == "indirect" for row in theirs)
    return {
        **{name: getattr(speaker, name) for name in _OF_SPEAKERS},
        "n_statements": len(theirs),
        "n_direct": len(theirs) - indirect,
        "n_indirect": indirect,
        "n_words": sum(row["n_words"] for row in theirs),
        **_offsets("name_", speaker.name_span),
        **_offsets("role_", speaker.role_span),
        **_offsets("organisation_", speaker.organisation_span),
    }


def _mention(text: str, mention: Mention, locate: _Locator) -> Row:
    return {
        "speaker_id": mention.speaker_id,
        "sentence_id": locate.sentence(mention.span.start),
        "kind": mention.kind,
        **_offsets("", mention.span),
        "text": mention.span.of(text),
    }


def _theme_mention(text: str, theme: ThemeMention, locate: _Locator) -> Row:
    return {
        "theme_id": theme.theme_id,
        "term": theme.term,
        "method": "rule",
        **_offsets("", theme.span),
        "text": theme.span.of(text),
        **locate.holder(theme.span),
    }


def _figure(text: str, figure: Figure, locate: _Locator, spoken: list[Row]) -> Row:
    place = locate.holder(figure.span)
    number = place["statement_id"]
    negated = number is not None and spoken[number]["negated"]
    if negated:
        place["speaker_id"] = None  # a figure in a denied claim is never the denier's own
    return {
        "text": figure.span.of(text),
        **_offsets("", figure.span),
        **place,
        "negated": negated,
        **{name: getattr(figure, name) for name in _OF_FIGURES},
    }


def _offsets(prefix: str, span: Span | None) -> dict[str, int | None]:
    return {f"{prefix}start": span.start if span else None, f"{prefix}end": span.end if span else None}


class _Locator:
    """Finds the sentence and the statement that hold a place."""

    def __init__(self, document: Document, statements: list[Statement], speaker_of: list[str | None]) -> None:
        parts = [(span, number) for number, statement in enumerate(statements) for span in statement.spans]
        self._document = document
        self._parts = sorted(parts, key=lambda part: (part[0].start, -part[0].end))
        self._part_starts = [span.start for span, _ in self._parts]
        self._reach = list(accumulate((span.end for span, _ in self._parts), max))
        self._speaker_of = speaker_of

    def sentence(self, place: int) -> int:
        """The id of the sentence at ``place``."""
        return self._document.sentence_at(place).sentence_id

    def holder(self, span: Span) -> Row:
        """The sentence, and the innermost statement that holds ``span``, with its speaker."""
        found: int | None = None
        index = bisect_right(self._part_starts, span.start) - 1
        while index >= 0 and self._reach[index] >= span.end:
            if self._parts[index][0].covers(span):
                found = self._parts[index][1]
                break
            index -= 1
        return {
            "sentence_id": self.sentence(span.start),
            "statement_id": found,
            "speaker_id": self._speaker_of[found] if found is not None else None,
        }
