"""What every command says beside what it is for: messages, a progress bar, what could not be read."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAX_TOLD = 20


def say(message: str) -> None:
    """Tell the user something beside what the command is for."""
    print(f"onrecord: {message}", file=sys.stderr)


def progress_bar(total: int) -> Any:
    """A progress bar over ``total`` articles, on a terminal only."""
    from tqdm import tqdm

    return tqdm(total=total, unit=" articles", smoothing=0.1, dynamic_ncols=True, disable=None)


def report_losses(failed: Sequence[tuple[str, str]], same: Sequence[tuple[str, str]]) -> None:
    """Say what failed (name, reason), and what was left out because another has the same words (name, other)."""
    for _, reason in failed[:_MAX_TOLD]:
        say(reason)
    if len(failed) > _MAX_TOLD:
        say(f"{len(failed) - _MAX_TOLD:,} more could not be read or parsed.")
    if same:
        few = "; ".join(f"{name} = {other}" for name, other in same[:3])
        say(f"{len(same):,} with the same words as another, counted once: {few}{' …' if len(same) > 3 else ''}")
