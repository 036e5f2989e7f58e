"""Corrections applied to tables: rows changed and left out, and all that follows from it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from onrecord.annotations.annotation import Correction, hull_of, in_force, span_key
from onrecord.article import count_words
from onrecord.codebook.coding import assign_statements, sort_rows
from onrecord.schema import CODEBOOK_COLUMNS
from onrecord.tables import count_themes, frame_from_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from onrecord.annotations.annotation import Annotation, Target, ThemeOverride
    from onrecord.tables import Tables

    Row = dict[str, Any]

MIN_OVERLAP = 0.5
"""The part of two spans together that both must cover for a row to be the same after another parse."""
CHANGED = ("speakers", "mentions", "statements", "theme_mentions", "figures")
"""The tables whose rows a correction may change, by itself or by what follows from it."""


@dataclass(frozen=True)
class Corrected:
    """Tables with corrections applied.

    Attributes:
        tables: the tables. The ids of rows stay as they were, so that links do: where a row was left out there is a
            gap. A changed statement has the method "human" and the confidence 1.
        applied: the correction of each row that has one, by table, article and the key of the row as it is now.
        not_applied: corrections of rows that are not there any more, as another parse has nothing alike.
    """

    tables: Tables
    applied: Mapping[Target, Correction] = field(default_factory=dict)
    not_applied: tuple[Correction, ...] = ()


def apply_corrections(tables: Tables, log: Iterable[Annotation], text_of: Callable[[str], str]) -> Corrected:
    """``tables`` with the latest correction of each row applied; other annotations of the log change nothing here.

    A correction is of the row at its exact offsets, else (after another parse) of the row that it overlaps most, by at
    least ``MIN_OVERLAP`` of both together. Theme mentions, figures and counts follow the statements: speakers who are
    left without a statement are removed, and one whom a person named is added. Articles without corrections stay as
    they are.

    Args:
        tables: as they were parsed, of any number of articles.
        log: annotations, the oldest first; of other articles too.
        text_of: gives the text of an article by its id.
    """
    article_ids = set(tables.articles["article_id"])
    corrections = [one for one in in_force(log, Correction) if one.article_id in article_ids]
    if not corrections:
        return Corrected(tables)
    touched = {one.article_id for one in corrections}
    frames = {name: frame for name, frame in tables if name in CHANGED}
    is_touched = {name: frame["article_id"].isin(touched).to_numpy() for name, frame in frames.items()}
    parts = {name: frame[is_touched[name]] for name, frame in frames.items()}
    rows = _Rows(corrections, tables.sentences[tables.sentences["article_id"].isin(touched)], text_of)
    statements = rows.correct_statements(parts["statements"])
    parts["statements"] = frame_from_rows("statements", statements)
    parts["speakers"] = frame_from_rows("speakers", rows.correct_speakers(parts["speakers"], statements))
    known = set(zip(parts["speakers"]["article_id"], parts["speakers"]["speaker_id"], strict=True))
    pairs = zip(parts["mentions"]["article_id"], parts["mentions"]["speaker_id"], strict=True)
    parts["mentions"] = parts["mentions"][[pair in known for pair in pairs]]
    some = replace(tables, articles=tables.articles[tables.articles["article_id"].isin(touched)], **parts)
    for name in ("theme_mentions", "figures"):
        parts[name] = parts[name].assign(**assign_statements(some, parts[name]))
    parts["figures"] = frame_from_rows("figures", rows.correct_figures(parts["figures"]))
    whole = {
        name: sort_rows(tables, pd.concat([frame[~is_touched[name]], parts[name]])) for name, frame in frames.items()
    }
    themes = count_themes(tables.themes[CODEBOOK_COLUMNS], whole["theme_mentions"])
    return Corrected(replace(tables, themes=themes, **whole), rows.applied, tuple(rows.not_applied))


def move_overrides(
    overrides: Iterable[ThemeOverride], applied: Mapping[Target, Correction]
) -> tuple[ThemeOverride, ...]:
    """Theme overrides with the boundaries that their statements have now; see ``Corrected.applied``."""
    now = {(one.article_id, one.key): key for (table, _, key), one in applied.items() if table == "statements"}
    moved = []
    for one in overrides:
        key = now.get((one.article_id, span_key(one.start, one.end)))
        start, end = hull_of(key) if key else (one.start, one.end)
        moved.append(replace(one, start=start, end=end))
    return tuple(moved)


class _Rows:
    """The rows of the articles that have corrections, and which correction is of which row."""

    def __init__(self, corrections: list[Correction], sentences: pd.DataFrame, text_of: Callable[[str], str]) -> None:
        self.corrections = corrections
        self.text_of = text_of
        self.starts = {article_id: part["start"].tolist() for article_id, part in sentences.groupby("article_id")}
        self.applied: dict[Target, Correction] = {}
        self.not_applied: list[Correction] = []

    def correct_statements(self, frame: pd.DataFrame) -> list[Row]:
        """The statements with their corrections, without those that a person found to be none."""
        rows = []
        for row, one in self._match_corrections("statements", frame):
            if one is None:
                rows.append(row)
            elif one.verdict != "wrong":
                changed = self._change_statement(row, one) if one.verdict == "changed" else row
                self.applied["statements", row["article_id"], _key(changed)] = one
                rows.append(changed)
        return rows

    def _change_statement(self, row: Row, one: Correction) -> Row:
        after = one.human_fields
        changed = {**row, "method": "human", "confidence": 1.0}
        changed.update((name, after[name]) for name in ("speaker_id", "kind", "negated") if name in after)
        if "speaker_id" in after:
            changed["speaker_evidence"] = None
        text, spans = self.text_of(one.article_id), after.get("spans")
        if not spans or spans[-1][1] > len(text):  # the correction was made on another text of this id
            return changed
        words = " … ".join(text[start:end] for start, end in spans)
        first, last, starts = spans[0][0], spans[-1][1], self.starts[one.article_id]
        changed.update(
            text=words,
            start=first,
            end=last,
            spans=spans,
            sentence_id=max(bisect_right(starts, first) - 1, 0),
            last_sentence_id=max(bisect_right(starts, last - 1) - 1, 0),
            n_words=count_words(words),
        )
        return changed

    def correct_speakers(self, frame: pd.DataFrame, statements: list[Row]) -> list[Row]:
        """The speakers: counted anew, as people corrected them, and with those whom people named."""
        by_speaker: dict[tuple[str, str], list[Row]] = {}
        for statement in statements:
            if isinstance(statement["speaker_id"], str):
                by_speaker.setdefault((statement["article_id"], statement["speaker_id"]), []).append(statement)
        rows: dict[tuple[str, str], Row] = {(row["article_id"], row["speaker_id"]): row for row in _records(frame)}
        rows = {**self._make_named_speakers(by_speaker.keys() - rows.keys()), **rows}
        about = {one.target[1:]: one for one in self.corrections if one.table == "speakers"}
        kept = []
        for key, row in rows.items():
            mine = by_speaker.get(key, [])
            if not mine and row["n_statements"]:
                continue  # every statement of theirs was somebody else's, or none
            indirect = sum(statement["kind"] == "indirect" for statement in mine)
            row.update(
                n_statements=len(mine),
                n_direct=len(mine) - indirect,
                n_indirect=indirect,
                n_words=sum(int(statement["n_words"]) for statement in mine),
            )
            if key in about:
                one = about.pop(key)
                self.applied["speakers", key[0], key[1]] = one
                row.update(self._describe_speaker(one))
            kept.append(row)
        self.not_applied.extend(about.values())
        return kept

    def _make_named_speakers(self, missing: set[tuple[str, str]]) -> dict[tuple[str, str], Row]:
        """Rows of speakers whom a person named, and whom the article's table does not have."""
        found: dict[tuple[str, str], Row] = {}
        for one in self.corrections:
            after = one.human_fields
            key = (one.article_id, str(after.get("speaker_id")))
            if one.table == "statements" and "speaker_name" in after and key in missing:
                about = {"name": after["speaker_name"], "kind": after.get("speaker_kind", "person")}
                offsets = _find_offsets(self.text_of(one.article_id), about["name"], "name_")
                found[key] = {"article_id": key[0], "speaker_id": key[1], "n_statements": 0, **about, **offsets}
        return found

    def _describe_speaker(self, one: Correction) -> Row:
        """The values that a person gave for a speaker, with their offsets in the article."""
        after, text = one.human_fields, self.text_of(one.article_id)
        found: Row = dict(after)
        for name in ("name", "role", "organisation"):
            if name in after:
                found.update(_find_offsets(text, after[name], f"{name}_"))
        if "role" in after:
            found["role_is_former"] = None if after["role"] is None else False
        return found

    def correct_figures(self, frame: pd.DataFrame) -> list[Row]:
        """The figures with their corrections, without those that a person found to be none."""
        rows = []
        for row, one in self._match_corrections("figures", frame):
            if one is None:
                rows.append(row)
            elif one.verdict != "wrong":
                self.applied["figures", row["article_id"], _key(row)] = one
                rows.append({**row, **one.human_fields})
        return rows

    def _match_corrections(self, table: str, frame: pd.DataFrame) -> Iterable[tuple[Row, Correction | None]]:
        """The rows of ``frame``, each with its correction."""
        waiting = {(one.article_id, one.key): one for one in self.corrections if one.table == table}
        rows = _records(frame)
        found = [waiting.pop((row["article_id"], _key(row)), None) for row in rows]
        for (article_id, key), one in waiting.items():
            free = [n for n, row in enumerate(rows) if found[n] is None and row["article_id"] == article_id]
            overlap = {n: _overlap(*hull_of(key), int(rows[n]["start"]), int(rows[n]["end"])) for n in free}
            best = max(free, key=overlap.__getitem__, default=-1)
            if best < 0 or overlap[best] < MIN_OVERLAP:
                self.not_applied.append(one)
            else:
                found[best] = one
        return zip(rows, found, strict=True)


def _key(row: Row) -> str:
    return span_key(row["start"], row["end"])


def _records(frame: pd.DataFrame) -> list[Row]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _find_offsets(text: str, words: str | None, prefix: str) -> dict[str, int | None]:
    """The offsets of these words in the article; missing if a person used their own words."""
    start = text.find(words) if words else -1
    if words is None or start < 0:
        return {f"{prefix}start": None, f"{prefix}end": None}
    return {f"{prefix}start": start, f"{prefix}end": start + len(words)}


def _overlap(start: int, end: int, other_start: int, other_end: int) -> float:
    """The part of two spans together that both cover."""
    both = max(0, min(end, other_end) - max(start, other_start))
    return both / (max(end, other_end) - min(start, other_start))
