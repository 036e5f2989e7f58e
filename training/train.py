"""Train the statement model: ``python training/train.py DATA_DIR [OUT]``.

DATA_DIR holds articles with gold attributions, see ``brat``; of several annotators of a text the first is taken. Writes
the model to OUT, by default into the package. The same data, code, package versions and machine give the same bytes.

After a change of the rules ``--only-reranker`` learns again how to weigh what they find, in a few minutes: it takes all
else from the model in OUT, and from PARTS the networks of the last whole training that have not seen the articles.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_limits

from brat import read_folder
from conditional_logit import learn
from onrecord.article import Article
from onrecord.nlp.pipeline import parse_documents
from onrecord.statements.bilstm_crf import Network, Packing
from onrecord.statements.clauses import find_reporting_clauses
from onrecord.statements.cues import load_cues
from onrecord.statements.features import LABELS, UNKNOWN, Vocabulary, build_token_table, encode_features
from onrecord.statements.linker import NONE, Linker, describe_link, find_near
from onrecord.statements.reranker import (
    LabelProbabilities,
    describe_candidates,
    group_by_paragraph,
    pool_candidates,
)
from onrecord.statements.rules import find_candidates
from onrecord.statements.tagger import MODEL, SLOTS, Tagger, mark_stretches, pack_sequences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy.typing as npt

    from brat import Attribution
    from onrecord.nlp.document import Document
    from onrecord.statements.bilstm_crf import Floats, Ints
    from onrecord.statements.candidates import Candidate
    from onrecord.statements.features import TokenTable
    from onrecord.statements.linker import Stretch
    from onrecord.statements.reranker import ScoredCandidate
    from onrecord.types import Span
    from torch_network import Batch, Learner

ROOT = Path(__file__).parents[1]
PACKAGED = ROOT / "src" / "onrecord" / "data" / MODEL
PARTS_FILE = Path("build", "training_parts.npz")
SEED = 1
PARTS = 3
"""The reranker learns from as many parts of the articles, each tagged by a network that learned from the others."""
UNITS, ROUNDS, BATCH_TOKENS, RATE, LAST_RATE, DROPOUT, KEEP = 96, 9, 1500, 2e-3, 1e-4, 0.5, 0.998
WORD_DROPOUT = 0.05
"""Share of lemmas that are taken for unknown, so that the network learns to do without."""
_MAX_DIFFERENCE = 1e-3
"""How far scores in 32-bit floats may be from exact ones."""
MIN_USES = {"lemma": 4, "shape": 20, "suffix": 20, "tag": 1, "dep": 1, "entity": 1}
CONSTRUCTIONS = (
    "clause",
    "fronted",
    "infinitive",
    "order",
    "object",
    "as",
    "on",
    "of",
    "for",
    "to",
    "about",
    "with",
    "passive",
    "according",
)
EMBEDDING_SIZES = {
    "lemma": 64, "suffix": 16, "shape": 12, "tag": 16, "dep": 16, "entity": 8, "quote": 6, "head place": 6,
    "branch": 16, "depth": 6, "sense": 8, "clauses": 4, "opens": 2, "rule": 6, "construction": 8,
}  # fmt: skip


@dataclass(frozen=True)
class Example:
    """An article as the tagger sees it, with its gold labels."""

    table: TokenTable
    candidates: Sequence[Candidate]
    packing: Packing
    features: Mapping[str, Ints]
    attributions: Sequence[Attribution]
    labels: Ints


@dataclass(frozen=True)
class Training:
    """A model, and the networks by which its reranker learned: each has not seen one part of the articles."""

    model: Tagger
    parts: Sequence[Network]


NetworkTrainer = Callable[[Sequence[Example], Mapping[str, Vocabulary]], Network]


def vocabularies(tables: Sequence[TokenTable]) -> dict[str, Vocabulary]:
    """What is numbered: the values that are frequent enough, in the order of the alphabet."""
    out = {}
    for name, fewest in MIN_USES.items():
        counts: Counter[int] = Counter()
        for table in tables:
            values, uses = np.unique(table.columns[name], return_counts=True)
            counts.update(dict(zip(values.tolist(), uses.tolist(), strict=True)))
        strings = tables[0].strings
        known = (strings[number] for number, uses in counts.items() if number and uses >= fewest)
        out[name] = Vocabulary(sorted(word for word in known if "\n" not in word))
    out["sense"] = Vocabulary(sorted({cue.sense for cue in load_cues().values()}))
    out["construction"] = Vocabulary(CONSTRUCTIONS)
    return out


def table_sizes(known: Mapping[str, Vocabulary]) -> dict[str, tuple[int, int]]:
    """Ids and size of each embedding."""
    ids = {name: len(known[name]) for name in ("lemma", "suffix", "shape", "tag", "dep", "entity", "sense")}
    ids |= {"quote": 5, "head place": 17, "depth": 7, "clauses": 4, "opens": 3, "rule": len(LABELS)}
    ids |= {"branch": 3 * len(known["dep"]), "construction": 2 * len(known["construction"])}
    return {name: (ids[name], width) for name, width in EMBEDDING_SIZES.items()}


def gold_labels(table: TokenTable, attributions: Iterable[Attribution]) -> Ints:
    """The label of every token; where attributions meet, contents go before cues and cues before sources."""
    out = np.zeros(len(table), np.int64)
    for kind in ("source", "cue", "content"):
        for attribution in attributions:
            for span in getattr(attribution, kind):
                first, last = table.document.token_range(*span)
                if first < last:
                    out[first:last] = LABELS.index(f"I-{kind}")
                    out[first] = LABELS.index(f"B-{kind}")
    return out


def train_network(data: Sequence[Example], known: Mapping[str, Vocabulary], *, rounds: int | None = None) -> Network:
    """Learn to label tokens, by default in ``ROUNDS`` rounds."""
    from torch_network import Learner  # here, so that all but this works without PyTorch

    rounds = ROUNDS if rounds is None else rounds
    rng = np.random.default_rng(SEED)
    learner = Learner(table_sizes(known), SLOTS, UNITS, len(LABELS), dropout=DROPOUT, keep=KEEP, seed=SEED)
    for number in range(rounds):
        started = time.perf_counter()
        batches = list(_batches(data, rng))
        losses = []
        for place, batch in enumerate(batches):
            done = (number + place / len(batches)) / rounds
            losses.append(learner.learn(batch, RATE * (1 - done) + LAST_RATE * done))
        seconds = time.perf_counter() - started
        print(f"round {number + 1} of {rounds}: loss {np.mean(losses):.4f}, {seconds:.0f} s", flush=True)
    network = Network(SLOTS, learner.weights)
    _check_scores(network, learner, batches[0])
    return network


def _check_scores(network: Network, learner: Learner, batch: Batch) -> None:
    """Raise ``ValueError`` unless the package's sums are what was learned."""
    starts = (np.cumsum(batch.sizes) - batch.sizes).astype(np.int64)
    ours = network.score(batch.features, batch.heads, Packing(starts, batch.sizes))
    if not np.allclose(ours, learner.score(batch), atol=_MAX_DIFFERENCE):
        raise ValueError("The network scores labels otherwise in numpy than in PyTorch.")


def _batches(data: Sequence[Example], rng: np.random.Generator) -> Iterator[Batch]:
    """Sequences of about one length together, the batches in random order."""
    from torch_network import Batch

    pieces = [
        (number, int(first), int(size))
        for number, example in enumerate(data)
        for first, size in zip(*example.packing.sequences, strict=True)
    ]
    jitter = rng.random(len(pieces)) * 10
    order = sorted(range(len(pieces)), key=lambda place: pieces[place][2] + jitter[place])
    groups: list[list[tuple[int, int, int]]] = [[]]
    for place in order:
        groups[-1].append(pieces[place])
        if sum(size for _, _, size in groups[-1]) > BATCH_TOKENS:
            groups.append([])
    groups = [group for group in groups if group]
    for place in rng.permutation(len(groups)):
        group = groups[place]
        sizes = np.array([size for _, _, size in group], np.int64)
        starts = np.concatenate(([0], np.cumsum(sizes)))[:-1].astype(np.int64)
        cuts = [(data[number], slice(first, first + size)) for number, first, size in group]
        features = {name: np.concatenate([one.features[name][cut] for one, cut in cuts]) for name in data[0].features}
        forgotten = rng.random(len(features["lemma"])) < WORD_DROPOUT
        features["lemma"] = np.where(forgotten, UNKNOWN, features["lemma"])
        heads = np.concatenate(
            [
                np.clip(one.table.heads[cut] - cut.start, 0, size - 1) + start
                for (one, cut), size, start in zip(cuts, sizes, starts, strict=True)
            ]
        )
        yield Batch(features, heads, sizes, np.concatenate([one.labels[cut] for one, cut in cuts]))


def train_linker(data: Iterable[Example]) -> Linker:
    """Learn to link gold contents, cues and sources."""
    groups: dict[str, list[tuple[list[list[str]], int]]] = {"cue": [], "source": [], "speaker": []}
    for example in data:
        for kind, choice in _choices(example):
            groups[kind].append(choice)
    return Linker({kind: learn(choices) for kind, choices in groups.items()})


def _choices(example: Example) -> Iterator[tuple[str, tuple[list[list[str]], int]]]:
    """For each gold content and cue: the kind of link, the descriptions of all candidates, and which is right."""
    table = example.table
    marking = mark_stretches(table, example.features["quote"], example.labels)
    gold = [
        tuple(_stretches(table, spans) for spans in (one.content, one.cue, one.source)) for one in example.attributions
    ]

    def choice(kind: str, stretch: Stretch, right: Sequence[Stretch]) -> tuple[str, tuple[list[list[str]], int]]:
        others = find_near(marking, stretch, kind)
        chosen = next((place for place, other in enumerate(others) if _meets(other, right)), len(others))
        return kind, ([*(describe_link(marking, stretch, other, kind) for other in others), list(NONE)], chosen)

    for content in marking.contents:
        found = next((entry for entry in gold if _meets(content, entry[0])), None)
        if found is not None:
            yield choice("cue", content, found[1])
            yield choice("speaker", content, found[2])
    for cue in marking.cues:
        found = next((entry for entry in gold if _meets(cue, entry[1])), None)
        if found is not None:
            yield choice("source", cue, found[2])


def _stretches(table: TokenTable, spans: Iterable[Span]) -> list[Stretch]:
    return [table.document.token_range(*span) for span in spans]


def _meets(stretch: Stretch, others: Iterable[Stretch]) -> bool:
    return any(first < stretch[1] and stretch[0] < last for first, last in others)


def apply_rules(
    articles: Iterable[tuple[Document, list[Attribution]]],
) -> Iterator[tuple[TokenTable, list[Candidate], list[Attribution]]]:
    """The tokens of each article and what the rules find in it; articles without sentences are left out."""
    for document, attributions in articles:
        if document.sentences:
            clauses = [list(find_reporting_clauses(sentence)) for sentence in document.sentences]
            yield build_token_table(document, clauses), find_candidates(document, clauses), attributions


def prepare(
    articles: Iterable[tuple[TokenTable, list[Candidate], list[Attribution]]], known: Mapping[str, Vocabulary]
) -> list[Example]:
    """Articles as the tagger sees them."""
    return [
        Example(
            table,
            candidates,
            pack_sequences(table),
            encode_features(table, candidates, known),
            found,
            gold_labels(table, found),
        )
        for table, candidates, found in articles
    ]


def train_networks(data: Sequence[Example], known: Mapping[str, Vocabulary], trainer: NetworkTrainer) -> list[Network]:
    """A network for each part of the articles, which has not seen it, and one that has seen all; in parallel."""
    _SHARED[:] = [(data, known, trainer)]
    with multiprocessing.get_context("fork").Pool(min(os.cpu_count() or 1, PARTS + 1)) as pool:
        learned = pool.map(_weights_without, range(PARTS + 1), chunksize=1)
    _SHARED.clear()
    return [Network(SLOTS, weights) for weights in learned]


_SHARED: list[tuple[Sequence[Example], Mapping[str, Vocabulary], NetworkTrainer]] = []
"""What the processes of ``train_networks`` read: parsed articles cannot be sent to them, only inherited."""


def _weights_without(part: int) -> dict[str, Floats]:
    ((data, known, trainer),) = _SHARED
    return trainer([one for number, one in enumerate(data) if number % PARTS != part], known).weights


def train_reranker(
    data: Sequence[Example], known: Mapping[str, Vocabulary], linker: Linker, networks: Sequence[Network]
) -> dict[str, float]:
    """Learn which candidates are right, from articles each of which was read by a network that has not seen it."""
    groups = [
        choice
        for part, network in enumerate(networks)
        for choice in rerankings(data[part::PARTS], Tagger(network, known, linker))
    ]
    return learn(groups, rounds=200, rate=0.1)


def rerankings(data: Iterable[Example], tagger: Tagger) -> Iterator[tuple[list[list[str]], int]]:
    """Descriptions of candidates, each against none, and whether (0) or not (1) it is right."""
    for example in data:
        table = example.table
        tagging = tagger.link(
            table, example.features["quote"], example.packing,
            tagger.network.score(example.features, table.heads, example.packing),
        )  # fmt: skip
        labels = LabelProbabilities(tagging)
        gold = [Gold.of(table, one) for one in example.attributions]
        for group in group_by_paragraph(pool_candidates(tagging, example.candidates)):
            for candidate, description in zip(group, describe_candidates(labels, group), strict=True):
                yield [description, list(NONE)], int(not any(one.admits(candidate) for one in gold))


@dataclass(frozen=True, slots=True)
class Gold:
    """An attribution as numbers of tokens: of the words of its content and of its source."""

    words: frozenset[int]
    source: tuple[Span, ...]

    @classmethod
    def of(cls, table: TokenTable, attribution: Attribution) -> Gold:
        return cls(frozenset(table.words(attribution.content)), attribution.source)

    def admits(self, candidate: ScoredCandidate) -> bool:
        """Whether a candidate shares at least half of the words in either content, and the source."""
        if 2 * len(self.words & candidate.tokens) < len(self.words | candidate.tokens):
            return False
        if not self.source or candidate.source is None:
            return not self.source and candidate.source is None
        return any(span.overlaps(candidate.source) for span in self.source)


def train(articles: Iterable[tuple[Document, list[Attribution]]], trainer: NetworkTrainer) -> Training:
    """The model that articles with gold attributions give; ``trainer`` is how a network learns to label."""
    ruled = list(apply_rules(articles))
    known = vocabularies([table for table, _, _ in ruled])
    data = prepare(ruled, known)
    linker = train_linker(data)
    *parts, whole = train_networks(data, known, trainer)
    return Training(Tagger(whole, known, linker, train_reranker(data, known, linker, parts)), parts)


def train_reranker_again(articles: Iterable[tuple[Document, list[Attribution]]], training: Training) -> Tagger:
    """The model with a reranker that has learned from what the rules find now."""
    model = training.model
    data = prepare(apply_rules(articles), model.vocabularies)
    weights = train_reranker(data, model.vocabularies, model.linker, training.parts)
    return replace(model, reranker=weights)


def model_bytes(model: Tagger) -> bytes:
    """The model as the package reads it (``Tagger.from_bytes``): the same bytes for the same weights."""
    arrays: dict[str, npt.NDArray[np.generic]] = {
        f"weights/{name}": value.astype(np.float16) for name, value in sorted(model.network.weights.items())
    }
    for name, vocabulary in sorted(model.vocabularies.items()):
        arrays[f"words/{name}"] = _lines(vocabulary.words)
    for name, weights in sorted({**model.linker.weights, "judge": model.reranker}.items()):
        arrays[f"links/{name}"] = _lines(weights)
        arrays[f"link weights/{name}"] = np.array(list(weights.values()), np.float32)
    file = io.BytesIO()
    np.savez(file, **arrays)  # type: ignore[arg-type]
    return file.getvalue()


def parts_bytes(parts: Sequence[Network]) -> bytes:
    """The networks of the parts, to be read by ``read_parts``."""
    file = io.BytesIO()
    named = {f"{number}/{name}": value for number, one in enumerate(parts) for name, value in one.weights.items()}
    np.savez(file, **named)  # type: ignore[arg-type]
    return file.getvalue()


def read_training(model: Path, parts: Path) -> Training:
    """What a training left. Raises ``OSError`` and ``ValueError`` where it is not there."""
    return Training(Tagger.from_bytes(model.read_bytes()), read_parts(parts))


def read_parts(path: Path) -> list[Network]:
    """The networks of the parts. Raises ``OSError`` and ``ValueError`` where the file does not hold them."""
    weights: list[dict[str, Floats]] = [{} for _ in range(PARTS)]
    with np.load(path, allow_pickle=False) as arrays:
        for key in arrays.files:
            number, _, name = key.partition("/")
            weights[int(number)][name] = arrays[key]
    return [Network(SLOTS, one) for one in weights]


def _lines(words: Iterable[str]) -> npt.NDArray[np.generic]:
    return np.frombuffer("\n".join(words).encode(), np.uint8)


def main() -> int:
    """Read, train and write."""
    parser = argparse.ArgumentParser(prog="python training/train.py", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("data", type=Path, help="folder with text/*.txt and attributions/*.ann")
    parser.add_argument("out", type=Path, nargs="?", default=PACKAGED, help="the model (default: the package's)")
    parser.add_argument("--parts", type=Path, default=PARTS_FILE, help=f"networks of the parts (default: {PARTS_FILE})")
    parser.add_argument("--only-reranker", action="store_true", help="learn again only how to weigh what is found")
    options = parser.parse_args()
    try:
        gold = list(read_folder(options.data))
        before = read_training(options.out, options.parts) if options.only_reranker else None
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    documents = parse_documents(Article(text) for text, _ in gold)
    articles = ((document, found) for document, (_, found) in zip(documents, gold, strict=True))
    with threadpool_limits(1):  # how sums are split between threads changes their last digits
        if before is None:
            training = train(articles, train_network)
            options.parts.parent.mkdir(parents=True, exist_ok=True)
            options.parts.write_bytes(parts_bytes(training.parts))
        else:
            training = replace(before, model=train_reranker_again(articles, before))
    options.out.write_bytes(model_bytes(training.model))
    print(f"{options.out}: {options.out.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
