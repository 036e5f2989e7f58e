"""How right statements are beside other ways of finding them, where the errors lie, and how far to trust confidence.

Usage: python benchmarks/statements.py SCORERS_DIR GOLD_DIR [--chart errors.html]

SCORERS_DIR holds ``score_statements.py``; GOLD_DIR holds ``text/*.txt`` and ``attributions/*.ann`` (as
``benchmarks/accuracy.py`` says). All are run in turn in this process: On Record, its rules without the learned model,
a baseline of twenty lines (below), and textacy where it is installed (``pip install textacy==0.13.0``), both as it
ships, on whole articles, and paragraph by paragraph. Then, for On Record: what was missed, spurious, off at the edges
or given to the wrong source; what perfect edges or sources would bring; and of statements with a confidence, how many
were right.
"""

from __future__ import annotations

import argparse
import importlib.util
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.article import Article
from onrecord.nlp import pipeline
from onrecord.nlp.paragraphs import split_paragraphs
from onrecord.statements import extract
from onrecord.statements.extract import extract_statements
from onrecord.types import Span

sys.path.append(str(Path(__file__).parents[1] / "training"))
from brat import read_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from types import ModuleType

    from spacy.tokens import Doc

    from brat import Attribution
    from onrecord.nlp.document import Document
    from onrecord.types import Sentence, Statement

MEASURES = ("statement/all", "statement/direct", "statement/indirect", "content/span/all", "content/token/all")
HALF = 0.5
NEGLIGIBLE = 0.05
BASELINE_VERBS = frozenset(
    {"say", "tell", "add", "note", "claim", "argue", "warn", "announce", "ask", "write", "report"}
)
_QUOTE = re.compile(r"[“\"]([^”\"]{10,})[”\"]")


@dataclass(frozen=True)
class Item:
    """An article with its gold attributions and its parse."""

    stem: str
    gold: Sequence[Attribution]
    document: Document

    @property
    def text(self) -> str:
        return self.document.text

    @property
    def sentences(self) -> Sequence[Sentence]:
        return self.document.sentences


Rows = list[dict[str, Any]]


def main() -> int:
    """Run every finder and print the tables."""
    parser = argparse.ArgumentParser(description="Compare ways of finding statements, and break errors down.")
    parser.add_argument("scorers", type=Path, metavar="SCORERS_DIR")
    parser.add_argument("gold", type=Path, metavar="GOLD_DIR")
    parser.add_argument("--chart", type=Path, help="write the errors as a chart to this HTML file")
    options = parser.parse_args()
    scorer = load(options.scorers / "score_statements.py")
    gold = scorer.read_gold(options.gold)
    stems = [path.stem for path in sorted(options.gold.glob("text/*.txt"))]
    articles = list(read_folder(options.gold))
    documents = pipeline.parse_documents(Article(text) for text, _ in articles)
    items = [Item(stem, gold, one) for stem, (_, gold), one in zip(stems, articles, documents, strict=True)]

    print(f"{'':34}" + "".join(f"{name:>20}" for name in MEASURES))
    ours = [extract_statements(item.document) for item in items]
    compare(scorer, gold, items, "On Record", [rows_of(found) for found in ours])
    model, extract.load_tagger = extract.load_tagger, lambda: None
    rules = [rows_of(extract_statements(item.document)) for item in items]
    extract.load_tagger = model
    compare(scorer, gold, items, "On Record, rules alone", rules)
    compare(scorer, gold, items, "baseline: verb, subject, quote", [baseline(item) for item in items])
    for name, finding in textacy_ways():
        compare(scorer, gold, items, *run_textacy(name, finding, items))

    errors = Counter(error for item, found in zip(items, ours, strict=True) for error in judge(item, found))
    print_errors(errors)
    print_missed(items, ours)
    print_oracles(scorer, gold, items, ours)
    print_reliability(items, ours)
    if options.chart:
        draw(errors, options.chart)
    return 0


def load(path: Path) -> ModuleType:
    """The module at a path."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is no Python module.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows_of(statements: Iterable[Statement]) -> Rows:
    """Statements as the scorer reads them."""
    return [
        {"speaker": list(one.source) if one.source else None, "content": [list(span) for span in one.spans]}
        for one in statements
    ]


def compare(scorer: ModuleType, gold: Any, items: Sequence[Item], name: str, found: Sequence[Rows]) -> None:
    """Print a finder's F1 by measure, in percent."""
    scores = scorer.score(gold, {item.stem: rows for item, rows in zip(items, found, strict=True)})
    by_name = {"/".join(key): value for key, value in scores.items()}
    print(f"{name:34}" + "".join(f"{100 * by_name[measure][2]:20.1f}" for measure in MEASURES), flush=True)


def baseline(item: Item) -> Rows:
    """What a plain reading finds: a common reporting verb, its subject, and its clause or the quotation beside it."""
    rows: Rows = []
    for sentence in item.sentences:
        quoted = [Span(*match.span(1)) for match in _QUOTE.finditer(item.text, sentence.start, sentence.end)]
        for token in sentence.tokens:
            if token.lemma_ not in BASELINE_VERBS or token.pos_ != "VERB":
                continue
            subject = next((child for child in token.children if child.dep_ == "nsubj"), None)
            clause = next((child for child in token.children if child.dep_ == "ccomp"), None)
            if subject is None or not (quoted or clause is not None):
                continue
            content = quoted or [sentence.span_of(clause.left_edge.i, clause.right_edge.i)] if clause else quoted
            source = sentence.span_of(subject.left_edge.i, subject.right_edge.i)
            rows.append({"speaker": list(source), "content": [list(span) for span in content]})
            break
    return rows


def textacy_ways() -> list[tuple[str, Callable[[Doc], Iterable[Any]]]]:
    """The ways to run textacy, or none with a word on how to get it."""
    if importlib.util.find_spec("textacy") is None:
        print("textacy is not installed; to compare with it: pip install textacy==0.13.0")
        return []
    from textacy.extract import triples

    return [("textacy, whole articles", triples.direct_quotations), ("textacy, paragraphs", triples.direct_quotations)]


def run_textacy(name: str, finding: Callable[[Doc], Iterable[Any]], items: Sequence[Item]) -> tuple[str, list[Rows]]:
    """The name, with the number of articles on which it raises, and what is found in each."""
    nlp, raised, found = pipeline.load_pipeline(), 0, []
    for item in items:
        rows: Rows = []
        places = [(0, item.text)]
        if "paragraphs" in name:
            places = [(one.start, one.span.of(item.text)) for one in split_paragraphs(item.text)]
        failed = False
        for offset, text in places:
            try:
                rows += [
                    {
                        "speaker": [offset + one.speaker[0].idx, offset + one.speaker[-1].idx + len(one.speaker[-1])],
                        "content": [[offset + one.content.start_char, offset + one.content.end_char]],
                    }
                    for one in finding(nlp(text))
                ]
            except ValueError:  # an unclosed quotation mark
                failed = True
        raised += failed
        found.append(rows)
    return f"{name} ({raised} raise)", found


def words(text: str, spans: Iterable[Span]) -> set[int]:
    """Where the words of spans begin."""
    return {match.start() for span in spans for match in re.compile(r"\w+").finditer(text, *span)}


def matches(item: Item, statement: Statement) -> tuple[float, Attribution | None]:
    """The gold whose content is the most like a statement's, and how much."""
    ours = words(item.text, statement.spans)

    def share(one: Attribution) -> float:
        theirs = words(item.text, one.content)
        return len(ours & theirs) / max(len(ours | theirs), 1)

    best = max(item.gold, key=share, default=None)
    return (share(best), best) if best else (0.0, None)


def has_source(statement: Statement, gold: Attribution) -> bool:
    """Whether a statement names the source of the gold."""
    if not gold.source or statement.source is None:
        return not gold.source and statement.source is None
    return any(span.overlaps(statement.source) for span in gold.source)


def judge(item: Item, found: Sequence[Statement]) -> Iterable[tuple[str, str, str]]:
    """For each statement its method, its kind and what became of it."""
    for statement in found:
        share, gold = matches(item, statement)
        if gold is None or share < NEGLIGIBLE:
            verdict = "spurious"
        elif share < HALF:
            verdict = "edges"
        else:
            verdict = "right" if has_source(statement, gold) else "wrong source"
        yield statement.method, statement.kind, verdict


def print_errors(errors: Counter[tuple[str, str, str]]) -> None:
    """What became of statements, by method and kind."""
    verdicts = ("right", "wrong source", "edges", "spurious")
    print(f"\n{'found by':10}{'kind':10}" + "".join(f"{verdict:>14}" for verdict in verdicts))
    for method, kind in sorted({key[:2] for key in errors}):
        print(f"{method:10}{kind:10}" + "".join(f"{errors[method, kind, verdict]:14}" for verdict in verdicts))


def print_missed(items: Sequence[Item], ours: Sequence[Sequence[Statement]]) -> None:
    """Gold that no statement shares half of, by the part of speech of its cue and by its commonest words."""
    tags: Counter[str] = Counter()
    cues: Counter[str] = Counter()
    for item, found in zip(items, ours, strict=True):
        mine = [words(item.text, one.spans) for one in found]
        for gold in item.gold:
            theirs = words(item.text, gold.content)
            if any(len(theirs & one) >= HALF * len(theirs | one) for one in mine):
                continue
            partly = any(len(theirs & one) > NEGLIGIBLE * len(theirs | one) for one in mine)
            tags[("edges: " if partly else "missed: ") + part_of_speech(item, gold)] += 1
            cues[" ".join(span.of(item.text).lower() for span in gold.cue)] += not partly
    print(
        "\nGold that was not found, by its cue: " + ", ".join(f"{name} {count}" for name, count in tags.most_common())
    )
    print("Commonest cues missed: " + ", ".join(f"{name} ({count})" for name, count in cues.most_common(15)))


def part_of_speech(item: Item, gold: Attribution) -> str:
    """That of the first verb, or else of the first word, of the cue."""
    if not gold.cue:
        return "none"
    sentence = next((one for one in item.sentences if one.span.overlaps(gold.cue[0])), None)
    tokens = [
        token
        for token in (sentence.tokens if sentence else ())
        if sentence
        and Span(sentence.offset + token.idx, sentence.offset + token.idx + len(token)).overlaps(gold.cue[0])
    ]
    verb = next((token for token in tokens if token.pos_ in ("VERB", "AUX")), None)
    return verb.pos_ if verb else tokens[0].pos_ if tokens else "none"


def print_oracles(scorer: ModuleType, gold: Any, items: Sequence[Item], ours: Sequence[Sequence[Statement]]) -> None:
    """What perfect edges, and perfect sources, would bring to what is found."""
    print()
    for name, edges, sources in (("with perfect edges", True, False), ("with perfect sources", False, True)):
        found = []
        for item, statements in zip(items, ours, strict=True):
            rows = rows_of(statements)
            for row, statement in zip(rows, statements, strict=True):
                share, best = matches(item, statement)
                if best is not None and edges and share >= NEGLIGIBLE:
                    row["content"] = [list(span) for span in best.content]
                if best is not None and sources and share >= HALF:
                    row["speaker"] = list(best.source[0]) if best.source else None
            found.append(rows)
        compare(scorer, gold, items, name, found)


def print_reliability(items: Sequence[Item], ours: Sequence[Sequence[Statement]]) -> None:
    """Of statements with about a confidence, how many are right in content and source."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for item, found in zip(items, ours, strict=True):
        for statement in found:
            share, gold = matches(item, statement)
            right = gold is not None and share >= HALF and has_source(statement, gold)
            bins.setdefault(min(int(statement.confidence * 10), 9), []).append((statement.confidence, right))
    print(f"\n{'confidence':14}{'statements':>12}{'mean':>8}{'right':>8}")
    for lowest, values in sorted(bins.items()):
        mean = sum(confidence for confidence, _ in values) / len(values)
        right = sum(good for _, good in values) / len(values)
        print(f"{lowest / 10:.1f} to {lowest / 10 + 0.1:.1f}    {len(values):12}{mean:8.2f}{right:8.2f}")


def draw(errors: Counter[tuple[str, str, str]], path: Path) -> None:
    """The errors as bars, by method and kind."""
    import plotly.express as px

    rows = [
        {"found by": f"{method}, {kind}", "verdict": verdict, "statements": count}
        for (method, kind, verdict), count in sorted(errors.items())
    ]
    px.bar(rows, x="statements", y="found by", color="verdict", orientation="h").write_html(path)
    print(f"\n{path}")


if __name__ == "__main__":
    sys.exit(main())
