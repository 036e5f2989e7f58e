"""How long a user waits before anything happens, as ratios to importing pandas in the same run.

Usage: startup.py [--runs 7]

Each program is started anew, in turn, so that a busy machine slows all of them alike; medians are compared. Exits 1
where one takes longer than its limit: `--help` and `--version` are answered before pandas would be there, `import
onrecord` takes a fraction of that, and the first parse, with pandas, spaCy and all models, six times that.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time

PROGRAMS = {
    "import pandas": (["-c", "import pandas"], None),
    "python alone": (["-c", ""], None),
    "import onrecord": (["-c", "import onrecord"], 0.8),
    "onrecord --version": (["-m", "onrecord", "--version"], 0.8),
    "onrecord --help": (["-m", "onrecord", "--help"], 0.8),
    "first parse": (["-c", "import onrecord; onrecord.parse('Tom Hale said it rained on 35 days.')"], 6.0),
}


def main() -> int:
    """Measure in turn, print, compare with the limits."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--runs", type=int, default=7)
    options = arguments.parse_args()
    times: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    for _ in range(options.runs):
        for name, (program, _) in PROGRAMS.items():
            begun = time.perf_counter()
            subprocess.run([sys.executable, *program], check=True, stdout=subprocess.DEVNULL)
            times[name].append(time.perf_counter() - begun)
    pandas = statistics.median(times["import pandas"])
    slow = False
    for name, (_, limit) in PROGRAMS.items():
        median = statistics.median(times[name])
        ratio = median / pandas
        slow |= limit is not None and ratio > limit
        print(f"{name:20} {median:5.2f} s  {ratio:5.2f} x pandas" + (f"  (at most {limit})" if limit else ""))
    return 1 if slow else 0


if __name__ == "__main__":
    raise SystemExit(main())
