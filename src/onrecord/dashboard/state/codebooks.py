"""The codebooks of a session: several side by side, one in use, each with its original and every step taken since.

A library keeps the codebooks as they stand; a session keeps the steps. Without a library nothing here is shared between
sessions but the codebooks that the dashboard was started with.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from onrecord import Codebook
from onrecord.dashboard.state import current_library
from onrecord.errors import CodebookError
from onrecord.store import batch

_BENCH = "onrecord_codebooks"
_MAX_STEPS = 200


@dataclass(frozen=True, slots=True)
class Step:
    """A state of a codebook, and in words what led to it from the state before."""

    book: Codebook
    what: str


@dataclass(frozen=True, slots=True)
class History:
    """A codebook with every step taken; ``at`` is the current step, those behind it can be done again."""

    original: Codebook
    steps: tuple[Step, ...]
    at: int = 0

    @classmethod
    def of(cls, book: Codebook, what: str = "as it was opened") -> History:
        """A history that begins with ``book``."""
        return cls(book, (Step(book, what),))

    @property
    def book(self) -> Codebook:
        """The codebook as it stands."""
        return self.steps[self.at].book

    @property
    def is_edited(self) -> bool:
        return self.book != self.original

    def changed(self, book: Codebook, what: str) -> History:
        """With one more step; what was undone before is gone, and so are the oldest of very many steps."""
        if book == self.book:
            return self
        steps = (*self.steps[: self.at + 1], Step(book, what))[-_MAX_STEPS:]
        return replace(self, steps=steps, at=len(steps) - 1)

    def moved(self, by: int) -> History:
        """A step back (-1) or forth (1), where there is one."""
        return replace(self, at=min(max(self.at + by, 0), len(self.steps) - 1))


@dataclass(frozen=True, slots=True)
class Bench:
    """The codebooks of a session by a name that stays the same through edits, and the name of the one in use."""

    histories: dict[str, History]
    used: str

    @property
    def history(self) -> History:
        """The history of the codebook in use."""
        return self.histories[self.used]

    def with_history(self, history: History) -> Bench:
        """With another history of the codebook in use."""
        return replace(self, histories={**self.histories, self.used: history})

    def with_book(self, book: Codebook, what: str = "as it was opened") -> Bench:
        """With one more codebook, which is then the one in use."""
        name, number = book.id, 1
        while name in self.histories:
            number += 1
            name = f"{book.id}-{number}"
        return Bench({**self.histories, name: History.of(book, what)}, name)


def bench() -> Bench:
    """The session's codebooks."""
    held = st.session_state.get(_BENCH)
    if held is None:
        held = _of_library()
        if held is not None:
            st.session_state[_BENCH] = held
    if held is None:
        first, *others = [*_started_with()[0], *Codebook.packaged()]
        held = Bench({first.id: History.of(first)}, first.id)
        for book in others:
            held = held.with_book(book)
        held = replace(held, used=first.id)
        st.session_state[_BENCH] = held
    found: Bench = held
    return found


def in_use() -> Codebook:
    """The codebook by which the session's articles are coded."""
    return bench().history.book


def keep(changed: Bench) -> None:
    """Make ``changed`` the session's codebooks, and the library's."""
    held = current_library.writable()
    if held is not None:
        held.store.keep_codebooks(
            [
                (
                    name,
                    name == changed.used,
                    history.original.to_toml(),
                    history.book.to_toml(),
                    history.steps[history.at].what,
                )
                for name, history in changed.histories.items()
            ]
        )
    st.session_state[_BENCH] = changed


def _of_library() -> Bench | None:
    """The codebooks that the library keeps; those that the dashboard was started with stand beside them."""
    held = current_library.current()
    if held is None:
        return None
    if held.is_batch:
        first = batch.codebook_of(held.path)
        found = Bench({first.id: History.of(first)}, first.id)
        for book in (*_started_with()[0], *Codebook.packaged()):
            if book.citation != first.citation:
                found = replace(found.with_book(book), used=first.id)
        return found
    kept = held.store.codebooks()
    if not kept:
        return None
    histories, used = {}, kept[0][0]
    for name, is_used, original, current, what in kept:
        history = History.of(Codebook.from_toml(original))
        histories[name] = history.changed(Codebook.from_toml(current), what)
        used = name if is_used else used
    found = Bench(histories, used)
    known = {history.book.citation for history in histories.values()}
    for number, book in enumerate(_started_with()[0]):
        if book.citation not in known:
            found = replace(found.with_book(book), used=book.id if not number else found.used)
    return found


def change(book: Codebook, what: str) -> None:
    """Make ``book`` the state of the codebook in use; ``what`` says in words what was done."""
    held = bench()
    keep(held.with_history(held.history.changed(book, what)))


def move(by: int) -> None:
    """Undo (-1) or do again (1) a step of the codebook in use."""
    held = bench()
    keep(held.with_history(held.history.moved(by)))


def use(name: str) -> None:
    """Code by the codebook of that name."""
    keep(replace(bench(), used=name))


def remove(name: str) -> None:
    """Forget a codebook; the last one stays."""
    held = bench()
    left = {key: history for key, history in held.histories.items() if key != name}
    if left:
        keep(Bench(left, held.used if held.used in left else next(iter(left))))


def problems() -> list[str]:
    """What went wrong with the codebooks that the dashboard was started with, in words for the visitor."""
    return _started_with()[1]


def _started_with() -> tuple[list[Codebook], list[str]]:
    paths = [Path(part) for part in os.environ.get("ONRECORD_CODEBOOKS", "").split(os.pathsep) if part]
    books: list[Codebook] = []
    problems: list[str] = []
    for path in paths:
        try:
            books.append(_read(path, path.stat().st_mtime_ns))
        except (OSError, CodebookError) as error:
            problems.append(f"The codebook {path.name} could not be read: {error}")
    return books, problems


@st.cache_resource(max_entries=16, show_spinner=False)
def _read(path: Path, _changed: int) -> Codebook:
    return Codebook.from_bytes(path.read_bytes(), name=path.name)
