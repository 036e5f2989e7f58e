"""The reranker: how likely each candidate statement is right, and which of those that compete are kept.

Candidates come from the rules and from the tagger's links. Each has features: what the tagger thinks of its tokens, its
words and shape, and which other candidates agree with it. The weights of its features, learned on articles that the
tagger had not seen, sum up to the logarithm of its odds (logistic regression). That probability is the statement's
``confidence``.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from itertools import chain, groupby
from math import exp, log
from typing import TYPE_CHECKING

from onrecord.article import count_words
from onrecord.nlp.quotation_marks import strip_marks
from onrecord.statements.candidates import CandidateSet
from onrecord.statements.clauses import OPEN, find_source_bounds, find_subject
from onrecord.statements.cues import find_cue, to_american
from onrecord.statements.features import LABELS, find_paragraph_bounds
from onrecord.statements.linker import DECIMALS, NONE, find_root
from onrecord.statements.rules import MIN_QUOTE_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from onrecord.nlp.quotation_marks import Quote
    from onrecord.statements.candidates import Candidate
    from onrecord.statements.features import TokenTable
    from onrecord.statements.linker import Link, Stretch
    from onrecord.statements.tagger import Tagging
    from onrecord.types import Span

_MIN_WORDS = 2
MIN_PROBABILITY = 0.33
"""The probability from which on a candidate is a statement: about where F1 is highest."""
_MAX_SHARED = 0.3
"""Share of a candidate's words that others, judged likelier, may hold."""
_MIN_SAME_REST = 0.8
"""Share of words from which on a candidate is what others have left of a longer one."""
_MAX_NEAR = 12
"""How many candidates before and after are looked at for others that agree."""
_LOGIT_STEPS = (-4.0, -3.0, -2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 3.0, 4.0, 6.0)
_LENGTHS = (1, 2, 3, 5, 8, 13, 21, 34, 55)
_AGREEMENTS = (0.0, 0.4999, 0.7999, 0.9999)
_KINDS = ("content", "cue", "source")


@dataclass(slots=True)
class ScoredCandidate:
    """A candidate statement with what the reranker asks of it.

    ``origin`` is ``rule``, ``tagger`` or, where the source is the subject of the tagger's cue, ``subject``.
    ``likelihood`` is that of the link or, of a rule, how often its construction is right; ``paragraph`` the first
    token of the paragraph where it begins and ``tokens`` those of its content that hold letters or digits. ``rule`` is
    the rules' candidate that it was made from.
    """

    origin: str
    spans: list[Span]
    cue: Span | None
    source: Span | None
    lemma: str | None
    likelihood: float
    construction: str = ""
    paragraph: int = 0
    tokens: frozenset[int] = frozenset()
    rule: Candidate | None = None
    quotes: list[Quote] = field(default_factory=list)

    @property
    def start(self) -> int:
        return self.spans[0].start

    def agreement(self, other: ScoredCandidate) -> float:
        """Tokens in both contents as a share of those in either."""
        both = len(self.tokens & other.tokens)
        return both / (len(self.tokens) + len(other.tokens) - both) if both else 0.0

    def same_source(self, other: ScoredCandidate) -> bool:
        if self.source is None or other.source is None:
            return self.source is other.source
        return self.source.overlaps(other.source)


def pool_candidates(tagging: Tagging, rules: Sequence[Candidate]) -> list[ScoredCandidate]:
    """Every candidate that is weighed, once; of those with one content and source the rules' goes before the tagger's.

    What the layout attributes needs no weighing, and nothing else may have words of it. The tagger has learned from
    running text: in headlines only the rules count.
    """
    found: dict[tuple[tuple[Span, ...], Span | None], ScoredCandidate] = {}
    table = tagging.table
    attributed = CandidateSet(candidate for candidate in rules if candidate.is_attributed)
    text_start = next((sentence.start for sentence in table.document.sentences if not sentence.is_headline), 0)
    firsts, _ = find_paragraph_bounds(table.paragraphs)
    for candidate in chain(_ruled(rules), _tagged(tagging)):
        first = table.document.token_range(*candidate.spans[0])[0]
        candidate.paragraph = firsts[bisect_right(firsts, first) - 1]
        candidate.tokens = frozenset(table.words(candidate.spans))
        names_itself = any(candidate.source and span.overlaps(candidate.source) for span in candidate.spans)
        is_headline = candidate.rule is None and candidate.start < text_start
        taken = any(attributed.overlapping(span) is not None for span in candidate.spans)
        if candidate.tokens and not names_itself and not is_headline and not taken:
            found.setdefault((tuple(candidate.spans), candidate.source), candidate)
    return list(found.values())


def _ruled(rules: Iterable[Candidate]) -> Iterator[ScoredCandidate]:
    for rule in rules:
        yield ScoredCandidate(
            origin="rule",
            spans=sorted(rule.spans),
            cue=rule.cue,
            source=rule.source,
            lemma=rule.lemma,
            likelihood=rule.precision,
            construction=rule.construction,
            rule=rule,
            quotes=rule.quotes,
        )


def _tagged(tagging: Tagging) -> Iterator[ScoredCandidate]:
    for candidate in _linked(tagging.table, tagging.links):
        yield candidate
        if candidate.source is None and candidate.cue is not None:
            source = _subject(tagging.table, candidate.cue)
            if source is not None:
                yield replace(candidate, origin="subject", source=source)


def _linked(table: TokenTable, links: Sequence[Link]) -> Iterator[ScoredCandidate]:
    """Contents that were linked to one cue, or without a cue to one source in a paragraph, are one statement."""
    document = table.document
    groups: dict[tuple[object, ...], list[Link]] = {}
    for link in links:
        paragraph = table.paragraph_numbers[link.content[0]]
        key = (paragraph, link.cue or link.source or link.content)
        groups.setdefault(key, []).append(link)
    for group in groups.values():
        link = group[0]
        cue = _span(table, link.cue) if link.cue else None
        contents = (_span(table, _without_that(table, one.content)) for one in group)
        spans = sorted(strip_marks(document.text, content, document.quotes, cue) for content in contents)
        spans = [span for span in spans if span.start < span.end]
        if _is_withheld(table, link) or len(table.words(spans)) < _MIN_WORDS:
            continue
        if _has_words(table, link.cue) or _speaks(table, spans):
            source = _naming(table, link.source) if link.source else None
            lemma = _lemma(table, link.cue) if link.cue else None
            yield ScoredCandidate("tagger", spans, cue, source, lemma, link.likelihood, quotes=_within(table, spans))


def _without_that(table: TokenTable, content: Stretch) -> Stretch:
    first, last = content
    leads = table.lowers[first] == "that" and table.tags[first] == "IN" and last - first > 1
    return (first + 1, last) if leads else content


def _is_withheld(table: TokenTable, link: Link) -> bool:
    """Whether nothing is said: "would not say whether …"; "asked whether …, she declined"."""
    if link.cue is None or table.lowers[link.content[0]] not in OPEN:
        return False
    verb = table.document.token(find_root(table, link.cue))
    if link.source is None and verb.tag_ == "VBN" and verb.dep_ == "advcl":
        return True
    return any(child.dep_ == "neg" for child in verb.children)


def _has_words(table: TokenTable, cue: Stretch | None) -> bool:
    """Whether a cue is more than a colon or a dash."""
    return cue is not None and any(table.wordy[number] for number in range(*cue))


def _speaks(table: TokenTable, spans: Sequence[Span]) -> bool:
    """Whether contents hold a verb or stand in quotation marks: "Photo: Jan Dahl" does neither."""
    if any(table.document.quotes.touching(span) for span in spans):
        return True
    ranges = (range(*table.document.token_range(*span)) for span in spans)
    return any(table.tags[number][:1] in ("V", "M") for numbers in ranges for number in numbers)


def _span(table: TokenTable, stretch: Stretch) -> Span:
    return table.document.span(stretch[0], stretch[1] - 1)


def _naming(table: TokenTable, source: Stretch) -> Span:
    """The words of a source that name it: its noun phrase without appositions and clauses."""
    place = find_root(table, source)
    token = table.document.token(place)
    if token.pos_ not in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"):
        return _span(table, source)
    first, last = find_source_bounds(token)
    base = place - token.i
    return _span(table, (max(base + first, source[0]), min(base + last + 1, source[1])))


def _lemma(table: TokenTable, cue: Stretch) -> str:
    """The lemma of the cue's verb, or of its first word."""
    place = next((number for number in range(*cue) if table.tags[number].startswith("V")), cue[0])
    return "according to" if table.lowers[place] == "according" else to_american(table.lemmas[place])


def _subject(table: TokenTable, cue: Span) -> Span | None:
    """The subject of the cue's verb."""
    for number in range(*table.document.token_range(*cue)):
        token = table.document.token(number)
        if token.pos_ in ("VERB", "AUX"):
            noun = find_subject(token)
            if noun is not None and noun.dep_ != "expl" and noun.tag_ != "EX":
                first, last = find_source_bounds(noun)
                return table.document.span(number - token.i + first, number - token.i + last)
    return None


def _within(table: TokenTable, spans: Iterable[Span]) -> list[Quote]:
    """The quotations that contents meet, scare quotes aside."""
    text, quotes = table.document.text, table.document.quotes
    touched = {quote.inner.start: quote for span in spans for quote in quotes.touching(span)}
    return [quote for quote in touched.values() if count_words(quote.inner.of(text)) >= MIN_QUOTE_WORDS]


class LabelProbabilities:
    """How likely each token of an article is content, cue or source, and where a content begins."""

    def __init__(self, tagging: Tagging) -> None:
        def of(*names: str) -> list[float]:
            total = tagging.probabilities[:, [LABELS.index(name) for name in names]].sum(1)
            values: list[float] = total.tolist()
            return values

        self.table = tagging.table
        self.of = {kind: of(f"B-{kind}", f"I-{kind}") for kind in _KINDS}
        self.begin = of("B-content")

    def next_word(self, numbers: range) -> int | None:
        return next((number for number in numbers if self.table.wordy[number]), None)


def find_level(probability: float) -> int:
    """A probability's bucket, from 0 to 12."""
    kept = min(max(probability, 1e-4), 1 - 1e-4)
    return bisect_right(_LOGIT_STEPS, log(kept / (1 - kept)))


def describe_candidates(labels: LabelProbabilities, candidates: Sequence[ScoredCandidate]) -> list[list[str]]:
    """The features of each candidate of one paragraph, given in the order of the text."""
    return [
        [
            *_of_tokens(labels, one),
            *_of_words(labels, one),
            *_of_others(one, candidates[max(place - _MAX_NEAR, 0) : place + _MAX_NEAR + 1]),
        ]
        for place, one in enumerate(candidates)
    ]


def _of_tokens(labels: LabelProbabilities, candidate: ScoredCandidate) -> Iterator[str]:
    table = labels.table
    words = table.words(candidate.spans)
    content = labels.of["content"]
    first, last = words[0], words[-1]
    before = labels.next_word(range(first - 1, max(first - 5, -1), -1))
    after = labels.next_word(range(last + 1, min(last + 5, len(table))))
    yield f"mean {find_level(sum(content[number] for number in words) / len(words))}"
    yield f"least {find_level(min(content[number] for number in words))}"
    yield f"first {find_level(content[first])}"
    yield f"last {find_level(content[last])}"
    yield f"begin {find_level(max(labels.begin[max(first - 1, 0) : first + 2]))}"
    yield f"before {find_level(content[before]) if before is not None else 'nothing'}"
    yield f"after {find_level(content[after]) if after is not None else 'nothing'}"
    for kind, span in (("cue", candidate.cue), ("source", candidate.source)):
        if span is not None:
            likely = max(labels.of[kind][slice(*table.document.token_range(*span))], default=0.0)
            yield f"{kind} {find_level(likely)}"
        else:
            yield f"no {kind}"


def _of_words(labels: LabelProbabilities, candidate: ScoredCandidate) -> Iterator[str]:
    table = labels.table
    quoted = sum(span.end - span.start for span in (quote.inner for quote in candidate.quotes))
    whole = sum(end - start for start, end in candidate.spans)
    kind = "direct" if quoted >= whole else "mixed" if quoted else "indirect"
    size = bisect_right(_LENGTHS, len(candidate.tokens))
    yield kind
    yield f"length {size}"
    yield f"length {kind} {size}"
    yield f"parts {min(len(candidate.spans), 3)}"
    yield f"origin {candidate.origin}"
    yield f"link {candidate.origin} {find_level(candidate.likelihood)}"
    yield f"construction {candidate.construction} {candidate.source is None}"
    yield f"construction {candidate.construction} {kind}"
    if candidate.cue is not None:
        first, last = table.document.token_range(*candidate.cue)
        cue = find_cue(candidate.lemma or "")
        yield f"lemma {candidate.lemma}"
        yield f"lemma {candidate.lemma} {candidate.source is None} {candidate.construction}"
        yield f"cue tag {table.tags[first]}"
        yield f"sense {cue.sense if cue else 'none'}"
        yield f"cue words {min(last - first, 4)}"
    if candidate.source is not None:
        first, last = table.document.token_range(*candidate.source)
        yield f"source tag {table.tags[last - 1]}"
        yield f"source here {table.paragraph_numbers[first] == table.paragraph_numbers[candidate.paragraph]}"


def _of_others(candidate: ScoredCandidate, others: Iterable[ScoredCandidate]) -> Iterator[str]:
    """How far the content agrees with that of candidates of each origin, with the same source and with another."""
    best: dict[tuple[str, bool], float] = {}
    for other in others:
        agreement = candidate.agreement(other) if other is not candidate else 0.0
        if agreement:
            key = (other.origin, candidate.same_source(other))
            best[key] = max(best.get(key, 0.0), agreement)
    own = candidate.origin
    for origin in ("tagger", "rule"):
        for same in (True, False):
            degree = bisect_right(_AGREEMENTS, best.get((origin, same), -1.0))
            yield f"{own} agrees {origin} {same} {degree}"


def group_by_paragraph(candidates: Iterable[ScoredCandidate]) -> Iterator[list[ScoredCandidate]]:
    """Candidates that begin in one paragraph, together, in the order of the text."""
    ordered = sorted(candidates, key=lambda one: (one.paragraph, one.start, one.spans[-1].end))
    return (list(group) for _, group in groupby(ordered, key=lambda one: one.paragraph))


def find_probability(weights: Mapping[str, float], description: Iterable[str]) -> float:
    """How likely a candidate with this description is right."""
    logit = round(sum(weights.get(name, 0.0) for name in description) - weights.get(NONE[0], 0.0), DECIMALS)
    return 1 / (1 + exp(-min(max(logit, -30.0), 30.0)))


def choose_candidates(
    tagging: Tagging, candidates: Iterable[ScoredCandidate], weights: Mapping[str, float]
) -> list[tuple[ScoredCandidate, float]]:
    """The candidates to keep, with their probability; of those that share words the likelier."""
    labels = LabelProbabilities(tagging)
    chosen: list[tuple[ScoredCandidate, float]] = []
    for group in group_by_paragraph(candidates):
        chosen += _choose_among(group, [find_probability(weights, one) for one in describe_candidates(labels, group)])
    return chosen


def _choose_among(
    group: Sequence[ScoredCandidate], probabilities: Sequence[float]
) -> list[tuple[ScoredCandidate, float]]:
    kept: dict[int, float] = {}
    taken: set[int] = set()
    for place in sorted(range(len(group)), key=lambda place: -probabilities[place]):
        one, probability = group[place], probabilities[place]
        if probability < MIN_PROBABILITY:
            continue
        chosen: int | None = place
        if len(one.tokens & taken) > _MAX_SHARED * len(one.tokens):
            # Part of it is taken; where another candidate is just the rest, that is as likely as the whole was.
            rest = one.tokens - taken
            chosen = next((number for number, other in enumerate(group) if _is_rest(other, one, rest)), None)
        if chosen is not None and chosen not in kept:
            kept[chosen] = probability
            taken |= group[chosen].tokens
    return [(group[place], probability) for place, probability in kept.items()]


def _is_rest(other: ScoredCandidate, whole: ScoredCandidate, rest: frozenset[int]) -> bool:
    both = len(other.tokens & rest)
    return bool(both) and both >= _MIN_SAME_REST * len(other.tokens | rest) and other.same_source(whole)
