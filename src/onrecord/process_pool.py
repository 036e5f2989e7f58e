"""Worker processes that parse in parallel."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import threading
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, TypeVar

from threadpoolctl import threadpool_limits

from onrecord.errors import ModelError
from onrecord.nlp import pipeline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Item = TypeVar("Item")
Result = TypeVar("Result")


def process_pool(processes: int) -> ProcessPoolExecutor:
    """A pool of processes that have loaded the pipeline, and end when this process does, even if it is killed.

    They are started anew, not forked: a fork would lack this process's threads (DuckDB's and Arrow's). So a script that
    uses them does so under ``if __name__ == "__main__":``, as always with ``multiprocessing``.
    """
    return ProcessPoolExecutor(processes, mp_context=_context(), initializer=_make_ready)


def map_in_order(
    work: Callable[[Item], Result], items: Iterable[Item], processes: int
) -> Iterator[tuple[Item, Result]]:
    """Each item with what ``work`` makes of it, in order; items are taken only as processes come to need them."""
    with process_pool(processes) as workers:
        waiting: deque[tuple[Item, Any]] = deque()
        for item in items:
            waiting.append((item, workers.submit(work, item)))
            if len(waiting) > 2 * processes:
                first, future = waiting.popleft()
                yield first, future.result()
        while waiting:
            first, future = waiting.popleft()
            yield first, future.result()


def _context() -> Any:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    # Imported once, by the process from which the others start.
    context.set_forkserver_preload(["onrecord.parser", "spacy"])
    return context


def _make_ready() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    with contextlib.suppress(ModelError):  # which the first parse tells
        pipeline.load_pipeline()
    # More threads for products of matrices than there are processors only wait for one another.
    threadpool_limits(1)


def _end_with(parent: int) -> None:
    wait([parent])
    os._exit(1)
