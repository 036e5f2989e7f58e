"""What keeping articles costs beside parsing them, two processes beside one, and Dask beside processes.

Usage: importing.py ARTICLES [--articles 128] [--runs 3]

ARTICLES are files, folders or patterns. In each run the same articles are parsed alone, added to a new library, and
parsed in bulk in one process, in two, and on two Dask workers of this machine. A bulk run is a program of its own, from
its start to its end, as ``onrecord batch`` is. Medians and ratios are printed. Exits 1 where the three bulk runs give
other tables.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

import pandas as pd

from onrecord import Article, Library, parse_many
from onrecord.io.reader import find_files, read_files
from onrecord.store import near_duplicates
from onrecord.store.parquet import TABLES

BULK = """
import sys
from itertools import islice
from pathlib import Path
from onrecord.store import batch, parse_parts
from onrecord.io.reader import find_files, read_files
folder, part, count, processes, engine, *given = sys.argv[1:]
parse_parts.PART_SIZE = int(part)
inputs = list(islice(read_files(find_files(given)[0]), int(count)))
batch.run(inputs, Path(folder), processes=int(processes), engine=engine)
"""


def main() -> int:
    """Measure in turn, print, compare."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("given", nargs="+", metavar="ARTICLES")
    arguments.add_argument("--articles", type=int, default=128)
    arguments.add_argument("--runs", type=int, default=3)
    options = arguments.parse_args()
    files, _ = find_files(options.given)
    articles = [read for _, read in islice(read_files(files), options.articles) if isinstance(read, Article)]
    part = max(4, len(articles) // 16)
    list(parse_many(articles[:2]))
    near_duplicates.make_signature("")
    times: dict[str, list[float]] = {}
    alike = True
    for _ in range(options.runs):
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)

            def timed(name: str, run) -> None:
                begun = time.perf_counter()
                run()
                times.setdefault(name, []).append(time.perf_counter() - begun)

            def add(path=folder / "a.onrecord") -> None:
                with Library(path) as library:
                    library.add(articles)

            timed("parsing alone", lambda: list(parse_many(articles)))
            timed("adding to a library", add)
            for name, kind, count, engine in (
                ("one process", "one", 1, "processes"),
                ("two processes", "two", 2, "processes"),
                ("Dask", "dask", 2, "dask"),
            ):
                told = [str(folder / kind), str(part), str(options.articles), str(count), engine, *options.given]
                command = [sys.executable, "-c", BULK, *told]
                timed(f"bulk, {name}", lambda command=command: subprocess.run(command, check=True))
            for name in TABLES:
                one, two, dask = (pd.read_parquet(folder / kind / name) for kind in ("one", "two", "dask"))
                alike &= one.equals(two) and one.equals(dask)
    median = {name: statistics.median(taken) for name, taken in times.items()}
    for name, seconds in median.items():
        print(f"{name:22} {seconds:6.1f} s   {len(articles) / seconds:5.1f} articles/s")
    print(f"adding / parsing {median['adding to a library'] / median['parsing alone']:.2f}")
    print(f"one process / two {median['bulk, one process'] / median['bulk, two processes']:.2f}")
    print(f"Dask / two processes {median['bulk, Dask'] / median['bulk, two processes']:.2f}")
    print("the same tables, row for row" if alike else "THE TABLES DIFFER")
    return 0 if alike else 1


if __name__ == "__main__":
    raise SystemExit(main())
