"""How the dashboard answers over a library of many articles, beside ten.

Usage: library.py ARTICLES [--articles 100000] [--runs 9] [--folder DIR]

ARTICLES are files, folders or patterns, as for `onrecord batch`; some hundred are parsed, and the large library is made
of their tables by drawing articles anew, with other ids, dates and outlets, and with most speakers renamed. It is kept
in DIR where one is given. For each page the script is run under changing filters by speaker and theme, as a visitor's
clicks would have it, in a process of its own; medians, their ratio and the memory of the process are printed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from onrecord import Article, Codebook, Library
from onrecord.io.reader import find_files, read_files
from onrecord.store import batch
from onrecord.store.parquet import TABLES, Folder

PART = 1_000
SAMPLE = 300
OUTLETS = [f"Outlet {number}" for number in range(1, 41)]
PAGES = ("app.py", "pages/speakers.py", "pages/themes.py", "pages/figures.py", "pages/data.py", "pages/timeline.py",
         "pages/outlets.py")  # fmt: skip


def sampled(given: list[str], folder: Path) -> None:
    """Some hundred real articles, parsed."""
    files, _ = find_files(given)
    inputs = islice((pair for pair in read_files(files) if isinstance(pair[1], Article)), SAMPLE)
    batch.run(inputs, folder, processes=2)


def grown(source: Path, target: Path, count: int) -> None:
    """A folder of ``count`` articles made of those in ``source``."""
    draw = random.Random(4)
    held = Library(source)
    numbers = batch.committed(source)
    tables = {name: pd.concat([Folder(source).frame(name, n) for n in numbers], ignore_index=True) for name in TABLES}
    texts = pd.concat([Folder(source).read("texts", n).to_pandas() for n in numbers]).set_index("article_id")["text"]
    ids, signatures = Folder(source).signatures(numbers)
    words = {name: Folder(source).read(name, numbers[0]).slice(0, 0) for name in ("words", "vocabulary")}
    places = {name: spans(frame, ids) for name, frame in tables.items()}
    target.mkdir(parents=True)
    (target / "parts").mkdir()
    (target / "codebook.toml").write_text(Codebook.default().to_toml(), encoding="utf-8")
    out = Folder(target)
    for number, first in enumerate(range(0, count, PART), 1):
        drawn = [draw.choice(ids) for _ in range(min(PART, count - first))]
        new = [f"{first + place:012x}" for place in range(len(drawn))]
        # A few names stay what they are, and are met again and again; most belong to some articles only.
        kin = ["" if draw.random() < 0.2 else f"-{int(draw.paretovariate(0.7))}" for _ in drawn]
        at = [ids.index(old) for old in drawn]
        for name in TABLES:
            frame = renamed(tables[name], places[name], at, new, kin)
            if name == "articles":
                days = [
                    f"20{draw.randrange(20, 26)}-{draw.randrange(1, 13):02d}-{draw.randrange(1, 29):02d}" for _ in new
                ]
                frame = frame.assign(published=days, source=[OUTLETS[int(draw.triangular(0, 39, 0))] for _ in new])
            out.write_file(name, number, pa.Table.from_pandas(frame, preserve_index=False))
        out.write_file("texts", number, pa.table({"article_id": new, "text": texts[drawn].tolist()}))
        noise = np.random.default_rng(number).integers(0, 2**32, size=(len(new), signatures.shape[1]), dtype=np.uint64)
        out.write_file(
            "signatures", number,
            pa.table({"article_id": new, "signature": pa.array([row.tobytes() for row in noise], pa.binary())}),
        )  # fmt: skip
        for name, table in words.items():
            out.write_file(name, number, table)
        held_articles = {"digest": "", "articles": new, "failed": {}, "n_statements": 0}
        (target / "parts" / f"{number:06d}.json").write_text(json.dumps(held_articles))
    held.close()


def spans(frame: pd.DataFrame, ids: list[str]) -> list[np.ndarray]:
    """The rows of each article."""
    rows = frame.groupby("article_id").indices
    return [rows.get(article_id, np.zeros(0, dtype=int)) for article_id in ids]


def renamed(
    frame: pd.DataFrame, places: list[np.ndarray], drawn: list[int], new: list[str], suffixes: list[str]
) -> pd.DataFrame:
    """The rows of the drawn articles under other ids, their speakers with a suffix."""
    counts = [len(places[number]) for number in drawn]
    rows = frame.take(np.concatenate([places[number] for number in drawn])).reset_index(drop=True)
    suffix = pd.Series(np.repeat(np.array(suffixes, dtype=object), counts)).astype("string[pyarrow]")
    changed = rows.assign(article_id=np.repeat(np.array(new, dtype=object), counts))
    if "speaker_id" in rows.columns:
        changed["speaker_id"] = rows["speaker_id"] + suffix
    if "name" in rows.columns:
        changed["name"] = rows["name"] + suffix.str.replace("-", " ")
    return changed.astype(frame.dtypes)


MEASURE = """
import json, os, sys, time
import psutil
from streamlit.testing.v1 import AppTest
folder, pages, runs = sys.argv[1], json.loads(sys.argv[2]), int(sys.argv[3])
os.environ["ONRECORD_LIBRARY"] = folder
from onrecord import Filters, Library
from onrecord.dashboard import shelf
begun = time.perf_counter()
held = Library(folder)
ask = held.collection()
opened = time.perf_counter() - begun
shown = ask.speaker_by_theme(Filters(), 40).head(4 * runs)
pairs = list(zip(shown["speaker_key"], shown["theme_id"]))
pairs.sort(key=lambda pair: not ask.count("figures", Filters(speaker=(pair[0],), theme=(pair[1],))))
n = ask.count("statements", Filters())
n = ask.count("statements", Filters())
del held, ask
found = {"opened": opened, "statements": n}
for page in pages:
    app = AppTest.from_file("app.py", default_timeout=300)
    app = app if page == "app.py" else app.switch_page(page)
    app.run()
    assert not app.exception, app.exception
    times = []
    for number in range(runs):
        speaker, theme = pairs[number % len(pairs)]
        app.query_params["speaker"] = speaker
        app.query_params["theme"] = theme
        begun = time.perf_counter()
        app.run()
        times.append(time.perf_counter() - begun)
        assert not app.exception, app.exception
    found[page] = times
found["memory"] = psutil.Process().memory_info().rss / 1e6
print(json.dumps(found))
"""


def measured(folder: Path, runs: int) -> dict:
    """Seconds of each run of each page, in a process of its own."""
    root = Path(__file__).resolve().parents[1]
    ran = subprocess.run(
        [sys.executable, "-c", MEASURE, str(folder), json.dumps(PAGES), str(runs)],
        capture_output=True, text=True, cwd=root, env={**os.environ, "PYTHONWARNINGS": "ignore"}, check=False,
    )  # fmt: skip
    if ran.returncode:
        raise SystemExit(ran.stderr[-3_000:])
    return json.loads(ran.stdout.strip().splitlines()[-1])


def main() -> None:
    """Make both libraries, measure both, print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("given", nargs="+", metavar="ARTICLES")
    arguments.add_argument("--articles", type=int, default=100_000)
    arguments.add_argument("--runs", type=int, default=9)
    arguments.add_argument("--folder", type=Path)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "sample" / "report.json").exists():
            sampled(options.given, folder / "sample")
        for count in (10, options.articles):
            if not (folder / str(count)).exists():
                begun = time.perf_counter()
                grown(folder / "sample", folder / str(count), count)
                print(f"made {count:,} articles in {time.perf_counter() - begun:.0f} s", flush=True)
        few = measured(folder / "10", options.runs)
        many = measured(folder / str(options.articles), options.runs)
        for page in PAGES:
            one, other = statistics.median(few[page]), statistics.median(many[page])
            times = f"ten {one * 1000:6.0f} ms   {options.articles:,} {other * 1000:6.0f} ms"
            print(f"{page:20} {times}   ratio {other / one:.2f}")
        print(f"{many['statements']:,} statements, opened in {many['opened']:.1f} s")
        print(f"the process takes {many['memory']:,.0f} MB, with ten {few['memory']:,.0f} MB")


if __name__ == "__main__":
    main()
