"""Kills a program at random moments while it imports and saves, and looks at what is left.

Usage: killing.py ARTICLES [--kills 100] [--articles 300] [--only-corrections]

ARTICLES are files, folders or patterns. Three programs are killed in turn (kill -9): one that adds articles to a
library and decides on themes, a bulk run on two processes, and one on two Dask workers. After each kill the library or
the folder must open, no article may be half there, and nothing that was acknowledged may be missing. At the end each
run is left to finish, and its tables must be those of a run that was never killed. Then one of two Dask workers is
killed midway. Last, or alone with --only-corrections, a program is killed twice as often that saves up to seven
corrections in a step: what was acknowledged must be there, and a step whole or not at all. Exits 1 where one of these
does not hold.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

import pandas as pd

from onrecord import Article, Library
from onrecord.annotations import ThemeOverride, in_force
from onrecord.io.reader import find_files, read_files
from onrecord.store import batch, parse_parts
from onrecord.store.parquet import TABLES
from onrecord.store.sqlite import Store

Tables = dict[str, pd.DataFrame]

ADDING = """
import sys
from itertools import islice
from onrecord import Article, Library
from onrecord.annotations import ThemeOverride
from onrecord.io.reader import find_files, read_files
from onrecord.store import parse_parts
parse_parts.PART_SIZE = 8
path, most, given = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
files, _ = find_files(given)
articles = [found for _, found in islice(read_files(files), most) if isinstance(found, Article)]
with Library(path) as library:
    known = len(library.annotations())
    for first in range(0, len(articles), 8):
        report = library.add(articles[first : first + 8])
        print("added", *report.added, flush=True)
        for number in range(known, known + 5):
            library.annotate([ThemeOverride(articles[0].article_id, number, number + 1, "privacy", True)])
            print("decided", number, flush=True)
        known += 5
print("finished", flush=True)
"""

BULK = """
import sys
from itertools import islice
from onrecord import Article
from onrecord.store import batch, parse_parts
from onrecord.io.reader import find_files, read_files
if __name__ == "__main__":
    parse_parts.PART_SIZE = 8
    path, most, engine, given = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4:]
    files, _ = find_files(given)
    inputs = islice(read_files(files), most)
    def told(report):
        print("done", report.articles, flush=True)

    batch.run(inputs, path, processes=2, engine=engine, progress=told)
    print("finished", flush=True)
"""


CORRECTING = """
import sys
from onrecord.annotations import Correction
from onrecord.store.sqlite import Store
from pathlib import Path
with Store(Path(sys.argv[1])) as store:
    known = len(store.annotations())
    print("ready", flush=True)
    while True:
        step = range(known, known + 1 + known % 7)
        store.annotate([
            Correction("statements", "one", f"{n}-{n + 1}", "wrong", why=f"{step.start} {len(step)}") for n in step
        ])
        known = step.stop
        print("saved", known, flush=True)
"""


def run_and_kill(program: str, arguments: list[str], after: float) -> tuple[list[str], bool]:
    """Start a program, kill it and its children after some seconds; its lines, and whether it had finished."""
    with tempfile.NamedTemporaryFile("w", suffix=".py", delete=False) as file:
        file.write(program)
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen(
            [sys.executable, file.name, *arguments], stdout=out, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        out.seek(0)
        lines = [line for line in out.read().splitlines() if line]
    Path(file.name).unlink()
    return lines, lines[-1:] == ["finished"]


def whole(tables: dict[str, pd.DataFrame], sentences: dict[str, int]) -> list[str]:
    """What is not as it should be: articles that are half there."""
    wrong: list[str] = []
    if tables["articles"].empty:
        return wrong
    held = tables["articles"].set_index("article_id")["n_sentences"]
    counted = tables["sentences"].groupby("article_id").size()
    for article_id, count in held.items():
        if counted.get(article_id, 0) != count or sentences[article_id] != count:
            wrong.append(f"{article_id} has {counted.get(article_id, 0)} of {sentences[article_id]} sentences")
    extra = set(tables["sentences"]["article_id"]) - set(held.index)
    return wrong + [f"{article_id} has sentences and no row" for article_id in extra]


def tables_of(folder: Path, numbers: list[int]) -> dict[str, pd.DataFrame]:
    """The tables of the parts in force, as another program would read them."""
    return {
        name: pd.concat([pd.read_parquet(folder / name / f"{number:06d}.parquet") for number in numbers])
        if numbers
        else pd.DataFrame(columns=["article_id"])
        for name in TABLES
    }


def same(one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame]) -> bool:
    """Whether two sets of tables hold the same rows."""

    def ordered(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.sort_values(list(frame.columns[:2]), kind="stable").reset_index(drop=True)

    return all(ordered(one[name]).equals(ordered(other[name])) for name in TABLES)


def library_killed(scratch: Path, options: argparse.Namespace, draw: random.Random, reference: Tables) -> list[str]:
    """Kill the program that fills a library; what was wrong."""
    sentences = reference["articles"].set_index("article_id")["n_sentences"].to_dict()
    path = scratch / "library.onrecord"
    problems: list[str] = []
    acknowledged: set[str] = set()
    decided: set[int] = set()
    wanted, kills, finished, saved = options.kills // 2, 0, False, 0
    while kills < wanted or not finished:
        patience = draw.uniform(3.0, 11.0) if kills < wanted else 10_000
        lines, finished = run_and_kill(ADDING, [str(path), str(options.articles), *options.given], patience)
        kills += not finished
        acknowledged |= {key for line in lines if line.startswith("added") for key in line.split()[1:]}
        decided |= {int(line.split()[1]) for line in lines if line.startswith("decided")}
        with Library(path) as library:
            held = tables_of(library.folder.path, library.store.parts())
            problems += whole(held, sentences)
            problems += [f"lost {key}" for key in acknowledged - set(library.articles["article_id"])]
            kept = {one.start for one in in_force(library.annotations(), ThemeOverride)}
            problems += [f"lost decision {number}" for number in decided - kept]
        if finished and kills < wanted:  # nothing is left to add: begin anew
            saved += len(acknowledged) + len(decided)
            shutil.rmtree(library.folder.path)
            for left in scratch.glob("library.onrecord*"):
                left.unlink()
            acknowledged, decided, finished = set(), set(), False
    saved += len(acknowledged) + len(decided)
    print(f"library: killed {kills} times; {saved} articles and decisions acknowledged")
    if not same(held, reference):
        problems.append("the library ends with other tables")
    return problems


def bulk_killed(
    scratch: Path, options: argparse.Namespace, draw: random.Random, reference: Tables, engine: str, wanted: int
) -> list[str]:
    """Kill a bulk run; what was wrong."""
    sentences = reference["articles"].set_index("article_id")["n_sentences"].to_dict()
    folder, killed, finished = scratch / engine, 0, False
    problems: list[str] = []
    while not finished or killed < wanted:
        patience = draw.uniform(3.0, 11.0) if killed < wanted else 10_000
        lines, finished = run_and_kill(BULK, [str(folder), str(options.articles), engine, *options.given], patience)
        killed += not finished
        if (folder / "codebook.toml").exists():
            held = tables_of(folder, batch.committed(folder))
            problems += whole(held, sentences)
            said = max([int(line.split()[1]) for line in lines if line.startswith("done")], default=0)
            if said > len(held["articles"]):
                problems.append(f"{said} acknowledged, {len(held['articles'])} there")
        if finished and killed < wanted:
            shutil.rmtree(folder)
            finished = False
    print(f"bulk, {engine}: killed {killed} times")
    if not same(tables_of(folder, batch.committed(folder)), reference):
        problems.append(f"bulk, {engine}, ends with other tables")
    return problems


def corrections_killed(scratch: Path, draw: random.Random, wanted: int) -> list[str]:
    """Kill the program that saves corrections; what was wrong."""
    path = scratch / "corrections.onrecord"
    problems: list[str] = []
    acknowledged, kills, amid = 0, 0, 0
    while amid < wanted:
        lines, _ = run_and_kill(CORRECTING, [str(path)], draw.uniform(1.8, 3.5))
        kills += 1
        amid += any(line.startswith("saved") for line in lines)
        said = max([int(line.split()[1]) for line in lines if line.startswith("saved")], default=acknowledged)
        with Store(path) as store:
            held = store.annotations()
        if [one.key for one in held] != [f"{n}-{n + 1}" for n in range(len(held))]:
            problems.append("corrections are missing in the middle")
        if len(held) < said:
            problems.append(f"{said} acknowledged, {len(held)} there")
        if held:
            start, length = map(int, held[-1].why.split())
            if len(held) != start + length:
                problems.append(f"a step of {length} is half there")
        acknowledged = said
    print(f"corrections: killed {kills} times, {amid} of them amid saving; {acknowledged} acknowledged")
    return problems


def main() -> int:
    """Kill, look, and say what was found."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("given", nargs="*", metavar="ARTICLES")
    arguments.add_argument("--kills", type=int, default=100)
    arguments.add_argument("--articles", type=int, default=300)
    arguments.add_argument("--only-corrections", action="store_true", help="kill only the program that corrects")
    options = arguments.parse_args()
    draw = random.Random(11)
    scratch = Path(tempfile.mkdtemp())
    problems = [] if options.only_corrections else all_killed(scratch, options, draw)
    problems += corrections_killed(scratch, draw, 2 * options.kills)
    shutil.rmtree(scratch)
    for problem in problems[:20]:
        print("PROBLEM:", problem)
    print(f"{len(problems)} problems")
    return 1 if problems else 0


def all_killed(scratch: Path, options: argparse.Namespace, draw: random.Random) -> list[str]:
    """Kill the programs that parse; what was wrong."""
    files, _ = find_files(options.given)
    inputs = [pair for pair in islice(read_files(files), options.articles) if isinstance(pair[1], Article)]
    parse_parts.PART_SIZE = 8
    batch.run(inputs, scratch / "reference", processes=2)
    reference = tables_of(scratch / "reference", batch.committed(scratch / "reference"))
    problems = library_killed(scratch, options, draw, reference)
    for engine, share in (("processes", 0.4), ("dask", 0.1)):
        problems += bulk_killed(scratch, options, draw, reference, engine, max(1, round(options.kills * share)))
    return problems + worker_killed(scratch, options, reference)


def worker_killed(scratch: Path, options: argparse.Namespace, reference: Tables) -> list[str]:
    """Kill one of two Dask workers midway; the run must end with the same tables."""
    with tempfile.NamedTemporaryFile("w", suffix=".py", delete=False) as file:
        file.write(BULK)
    folder = scratch / "worker"
    process = subprocess.Popen(
        [sys.executable, file.name, str(folder), str(options.articles), "dask", *options.given],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    process.stdout.readline()  # the first part is done
    time.sleep(0.5)
    children = subprocess.run(
        ["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=False
    ).stdout.split()
    workers = [pid for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    os.kill(int(workers[0]), signal.SIGKILL)
    finished = process.stdout.read().splitlines()[-1:] == ["finished"]
    process.wait()
    alike = finished and same(tables_of(folder, batch.committed(folder)), reference)
    print("one of two Dask workers killed: the run " + ("ended with the same tables" if alike else "DID NOT END WELL"))
    return [] if alike else ["a killed worker changes the tables"]


if __name__ == "__main__":
    raise SystemExit(main())
