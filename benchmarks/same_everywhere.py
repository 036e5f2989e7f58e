"""Whether a folder of texts gives the same tables whatever the processes, batches, threads, order and kernels.

Usage: python benchmarks/same_everywhere.py FOLDER [--settings N]

Parses every ``*.txt`` below FOLDER once in each setting, each in a process of its own, and compares the tables article
by article with those of the first setting. Prints what differs and exits 1 where anything does. ``--settings`` takes
only the first N of the eight settings.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
from digests import below, canonical

import onrecord
from onrecord import parser
from onrecord.nlp import pipeline

Digests = dict[str, dict[str, str]]


class Setting(NamedTuple):
    """How the articles are parsed.

    ``batch`` is both the stretches spaCy takes and the articles a process takes; ``kernel`` is OpenBLAS's; without
    ``simd`` numpy works as on an old processor.
    """

    processes: int = 1
    batch: int = 64
    kernel: str = ""
    threads: int = 0
    reverse: bool = False
    simd: bool = True

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables that ask for it; none where the libraries may choose for themselves."""
        features = " ".join(np.show_config(mode="dicts")["SIMD Extensions"].get("found", []))
        chosen = {
            "OPENBLAS_CORETYPE": self.kernel,
            "OPENBLAS_NUM_THREADS": str(self.threads or ""),
            "NPY_DISABLE_CPU_FEATURES": "" if self.simd else features,
        }
        return {name: value for name, value in chosen.items() if value}


SETTINGS = (
    Setting(),
    Setting(processes=2, batch=8, kernel="Haswell", reverse=True),
    Setting(batch=1, kernel="Nehalem", threads=1),
    Setting(batch=8, kernel="Nehalem", threads=2),
    Setting(processes=2, batch=1),
    Setting(processes=2, batch=64, kernel="Nehalem"),
    Setting(batch=64, kernel="Haswell", threads=1, reverse=True),
    Setting(kernel="Nehalem", simd=False),
)


def digests_of(folder: Path, setting: Setting) -> Digests:
    """The digest of each table, by article, in this process."""
    pipeline.BATCH_SIZE = parser.CHUNK_SIZE = setting.batch
    texts = below(folder)[:: -1 if setting.reverse else 1]
    found: Digests = {}
    for tables in onrecord.parse_many(texts, processes=setting.processes):
        parts = canonical([tables])
        article = str(tables.articles["article_id"].iloc[0])
        found[article] = {table: hashlib.sha256(data).hexdigest() for table, data in parts.items()}
    return found


def run(folder: Path, setting: Setting) -> Digests:
    """The same in a process of its own, in which the setting's environment holds from the start."""
    command = [sys.executable, __file__, str(folder), "--setting", json.dumps(setting)]
    environment = {**os.environ, **setting.environment}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    found: Digests = json.loads(done.stdout)
    return found


def main() -> int:
    """Parse in each setting, compare, and say what differs."""
    options = argparse.ArgumentParser(description="Whether every setting gives the same tables.")
    options.add_argument("folder", type=Path)
    options.add_argument("--settings", type=int, default=len(SETTINGS), metavar="N")
    options.add_argument("--setting", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.setting:
        json.dump(digests_of(chosen.folder, Setting(*json.loads(chosen.setting))), sys.stdout)
        return 0
    first: Digests = {}
    differing = 0
    for setting in SETTINGS[: chosen.settings]:
        started = time.perf_counter()
        found = run(chosen.folder, setting)
        first = first or found
        wrong = [
            f"{article}/{table}"
            for article, tables in first.items()
            for table, digest in tables.items()
            if found.get(article, {}).get(table) != digest
        ]
        differing += len(wrong)
        verdict = f"DIFFERS in {len(wrong)}: {', '.join(wrong[:8])}" if wrong else "the same"
        print(f"{setting}: {len(found)} articles, {time.perf_counter() - started:.0f} s: {verdict}", flush=True)
    if not first:
        print(f"{chosen.folder} holds no .txt files.")
        return 2
    return bool(differing)


if __name__ == "__main__":
    sys.exit(main())
