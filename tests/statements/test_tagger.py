"""The tagger: what it sees, what it marks and links, how it is kept and judged."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import parse
from onrecord.article import Article
from onrecord.nlp import pipeline
from onrecord.statements import extract, reranker, tagger
from onrecord.statements.clauses import find_reporting_clauses
from onrecord.statements.features import (
    LABELS,
    UNKNOWN,
    TokenTable,
    Vocabulary,
    build_token_table,
    encode_features,
    find_paragraph_bounds,
)
from onrecord.statements.rules import find_candidates
from onrecord.statements.tagger import Tagger, find_stretches, pack_sequences
from onrecord.types import Span

if TYPE_CHECKING:
    from onrecord.statements.candidates import Candidate

TEXT = (
    "Ferries to stay\n\nLena Ortiz, who runs the port, said on Monday that the ferries would stay. “We need them,” she "
    "added.\n\nCritics called the plan “a costly dream of the port authority”, according to a report."
)


def model() -> Tagger:
    found = tagger.load_tagger()
    assert found is not None
    return found


def table_of(text: str) -> TokenTable:
    document = pipeline.parse_document(Article(text))
    return build_token_table(document, [list(find_reporting_clauses(sentence)) for sentence in document.sentences])


def ruled(table: TokenTable) -> list[Candidate]:
    return find_candidates(table.document, table.clauses)


def test_a_table_holds_every_token_at_its_place() -> None:
    table = table_of(TEXT)
    for number in range(len(table)):
        token = table.document.token(number)
        assert table.document.token(int(table.heads[number])).text == token.head.text
        assert (table.lowers[number], table.tags[number], table.deps[number]) == (token.lower_, token.tag_, token.dep_)
    assert table.opens.tolist().count(2) == 3
    assert table.opens.tolist().count(1) == 1


def test_a_vocabulary_numbers_what_it_knows() -> None:
    strings = pipeline.load_pipeline().vocab.strings
    known = Vocabulary(["say", "tell"])
    hashes = np.array([strings.add(word) for word in ("tell", "sing", "say")] + [0], np.uint64)
    assert known.numbers(hashes, strings).tolist() == [3, UNKNOWN, 2, 0]
    assert [known.number(word) for word in ("tell", "sing", "")] == [3, UNKNOWN, 0]


def test_features_are_ids_of_their_tables() -> None:
    table, found = table_of(TEXT), model()
    features = encode_features(table, ruled(table), found.vocabularies)
    for slot in found.network.slots:
        ids = features[slot.feature]
        assert ids.shape == (len(table),)
        assert 0 <= ids.min() <= ids.max() < len(found.network.weights[f"embed.{slot.table}"])
    quoted = {table.document.span(n, n).of(TEXT) for n in np.flatnonzero(features["quote"] == 1)}
    assert {"We", "need", "them", "costly"} <= quoted
    assert "Critics" not in quoted


def test_paragraphs_are_read_together_and_cut_between_sentences() -> None:
    assert find_paragraph_bounds(np.array([0, 0, 1, 3, 3])) == ([0, 2, 3], [2, 3, 5])
    short = table_of("\n\n".join(["The ferry left at noon with three hundred people."] * 40))
    starts, lengths = pack_sequences(short).sequences
    assert lengths.sum() == len(short)
    assert lengths.max() <= 400
    assert (short.opens[starts] == 2).all()
    long = table_of(" ".join(["The ferry left at noon with three hundred people."] * 90))
    starts, lengths = pack_sequences(long).sequences
    assert len(starts) > 1
    assert lengths.sum() == len(long)
    assert lengths.max() <= 400
    assert (long.opens[starts] > 0).all()


def test_labels_make_stretches_within_paragraphs() -> None:
    names = ["", "B-content", "I-content", "B-content", "I-content", "I-content", "I-cue", "I-content"]
    labels = np.array([LABELS.index(name) for name in names])
    one = np.zeros(8, np.int64)
    assert find_stretches(labels, one, "content") == [(1, 3), (3, 6), (7, 8)]
    assert find_stretches(labels, one, "cue") == [(6, 7)]
    assert find_stretches(labels, np.array([0, 0, 0, 0, 0, 1, 1, 1]), "content") == [(1, 3), (3, 5), (5, 6), (7, 8)]


def test_a_file_that_is_no_model_is_refused() -> None:
    with pytest.raises(ValueError, match="pickle"):
        Tagger.from_bytes(b"no model")


def test_without_the_model_the_rules_work(monkeypatch: pytest.MonkeyPatch) -> None:
    learned = parse(TEXT).statements
    monkeypatch.setattr(extract, "load_tagger", lambda: None)
    ruled = parse(TEXT).statements
    assert set(ruled["method"]) == {"rule"}
    assert "the ferries would stay" in set(ruled["text"]) & set(learned["text"])


def test_a_statement_says_who_found_it_and_how_sure() -> None:
    rows = parse(TEXT).statements
    assert set(rows["method"]) <= {"rule", "model"}
    assert rows["confidence"].between(0.2, 1).all()
    said = rows[rows["text"] == "the ferries would stay"].iloc[0]
    assert said["confidence"] > 0.8


def test_of_candidates_that_share_words_one_is_kept() -> None:
    table = table_of(TEXT)
    tagging = model().tag(table, ruled(table))
    candidates = reranker.pool_candidates(tagging, ruled(table))
    kept = reranker.choose_candidates(tagging, candidates, model().reranker)
    assert 2 <= len(kept) <= len(candidates)
    for number, (one, chance) in enumerate(kept):
        assert 0 <= chance <= 1
        for other, _ in kept[number + 1 :]:
            assert one.agreement(other) < 0.5


PIECES = ["Ana", "she", "said", "told us", "that", "“we", "we”", "stay", ",", ".", ":", "—", "\n", '"', "'", "x"]


def test_any_text_is_read() -> None:
    seen = []

    @given(st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join))
    def check(text: str) -> None:
        for statement in extract.extract_statements(pipeline.parse_document(Article(text))):
            seen.append(statement)
            assert all(Span(*span).of(text).strip() for span in statement.spans)
            assert all(before.end <= after.start for before, after in pairwise(statement.spans))

    check()
    assert seen, "none of the texts drawn has a statement"
