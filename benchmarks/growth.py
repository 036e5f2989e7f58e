"""How parsing time grows with hostile texts: the ratio of the time at twice the length, which must not pass 2.5.

Usage: python benchmarks/growth.py [--length 10000] [--limit 2.5]

Prints a line a piece that the text repeats: CPU seconds at LENGTH characters and at twice as many, each the least
of three runs, and their ratio. About 2 is linear, 4 is quadratic. Exits 1 where a ratio is above the limit.
"""

from __future__ import annotations

import argparse
import sys
import time

import onrecord

PIECES = (
    # marks, and marks that never close
    '"', "“", "'", "(", "- ", "<b>", "“A,” he said. ", "“ said ",
    # words that lead on from one another
    "a", "a ", "said ", "of the ", "A. ", "Ann Bo, head of ", "he said that ", "Ann Bo said ", "\n", "A said b.\n\n",
    # numbers
    "1,", "=1+1 ", "5% ", "3-", "ten ", "$1bn to ", "1,000", "a million and ", "dozens of ", "in 2020, 5 men ",
    "9", "12 ", "1/2 ", "5kmbn", "million ", "from 3 to 5 ", "3 percent of 4 percent of ", "one in five ",
    "١٢ 万 ", "$1 or ",
)  # fmt: skip
RUNS = 3


def seconds(piece: str, length: int) -> float:
    """The CPU time to parse ``piece`` over and over, up to ``length`` characters."""
    text = piece * (length // len(piece))
    spent = []
    for _ in range(RUNS):
        started = time.process_time()
        onrecord.parse(text)
        spent.append(time.process_time() - started)
    return min(spent)


def main() -> int:
    """Measure every piece and say which are above the limit."""
    parser = argparse.ArgumentParser(description="Measure how parsing time grows with hostile texts.")
    parser.add_argument("--length", type=int, default=10_000, help="characters of the shorter text (default: 10000)")
    parser.add_argument("--limit", type=float, default=2.5, help="the highest ratio that passes (default: 2.5)")
    options = parser.parse_args()
    onrecord.parse("Ann Bo said that it rose 3 percent.")  # loads the model
    failed = []
    print(f"{'piece':20} {'once':>8} {'twice':>8} {'ratio':>6}")
    for piece in PIECES:
        once, twice = seconds(piece, options.length), seconds(piece, 2 * options.length)
        ratio = twice / once
        if ratio > options.limit:
            failed.append(piece)
        print(f"{piece!r:20} {once:7.2f}s {twice:7.2f}s {ratio:6.2f}{'  <-- too steep' if piece in failed else ''}")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
