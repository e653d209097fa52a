"""One checkpoint through three programs: python -m benchmarks.translation [FOLDER] [--sentences N] [--beam K]

`naive`: one sentence after the other through `generate` of transformers, as most scripts do it; `transformers` and
`ctranslate2`: our engines, with 1, 8 or 32 sentences a call. Without a FOLDER (a Hugging Face one), a Marian of the
size of opus-mt-ar-en with random weights and a forced length. Every cell is a process of its own.

`naive` takes one sentence of ten, since each is a call of its own, and its seconds are multiplied. The floor: see
benchmarks/floor.py. Run this on a machine that does nothing else, or on one core of it (`taskset -c 0`): the threads of
torch wait for each other and lose many times over on a core they share.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import floor, naive
from summarize import convert, engines
from summarize.records import Decoding
from summarize.registry import Model

ROOT = Path(__file__).parent.parent
LENGTH = 30  # tokens of an output
SHARE = 10  # `naive` translates every tenth sentence
ENVIRON = dict(os.environ)  # before the tests say that torch is to use one thread
PROGRAMS = ("naive", "transformers", "ctranslate2")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--sentences", type=int, default=96)
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--sizes", nargs="+", type=int, default=[1, 8, 32], help="sentences a call")
    parser.add_argument("--programs", nargs="+", default=PROGRAMS, choices=PROGRAMS)
    parser.add_argument("--cell", nargs=2, metavar=("PROGRAM", "SIZE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.cell:
        print(json.dumps(_cell(options.folder, options.cell[0], int(options.cell[1]), options)))
        return
    with tempfile.TemporaryDirectory() as home:
        folder = options.folder or _random(Path(home) / "hf")
        convert.convert(folder, Path(home) / "ct2")
        _table(folder, Path(home) / "ct2", options)


def _random(folder: Path) -> Path:
    from benchmarks import checkpoints

    return checkpoints.opus(folder)


def _table(folder: Path, converted: Path, options: argparse.Namespace) -> None:
    speeds = floor.speeds()
    print(f"{options.sentences} sentences, beam {options.beam}, {LENGTH} tokens; one core reads", end=" ")
    print("{:.1f} GB/s and does {:.0f} GFLOP/s".format(*(speed / 1e9 for speed in speeds)))
    print(f"{'':12} a call  load s   wall s    cpu s   x wall    x cpu  x floor  peak MB")
    slow: dict[str, float] = {}
    cells = [(name, size) for name in options.programs for size in ([1] if name == "naive" else options.sizes)]
    for name, size in cells:
        place = converted if name == "ctranslate2" else folder
        command = [sys.executable, "-m", "benchmarks.translation", str(place), "--cell", name, str(size)]
        command += ["--sentences", str(options.sentences), "--beam", str(options.beam)]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True, cwd=ROOT, env=ENVIRON)
        row = json.loads(done.stdout.splitlines()[-1])
        slow = slow or row
        load = floor.Load(options.sentences, size, LENGTH, LENGTH, options.beam)
        print(
            f"{name:12} {size:6} {row['load']:7.2f} {row['wall']:8.2f} {row['cpu']:8.2f}"
            f" {slow['wall'] / row['wall']:8.1f} {slow['cpu'] / row['cpu']:8.1f}"
            f" {row['cpu'] / floor.seconds(converted, load, speeds):8.1f} {row['peak']:8.0f}",
            flush=True,
        )


def _cell(folder: Path, name: str, size: int, options: argparse.Namespace) -> dict[str, float]:
    started = time.perf_counter()
    alone = name == "naive"
    translate = naive.generator(folder, options.beam, LENGTH) if alone else _ours(folder, name, options.beam)
    loaded = time.perf_counter()
    texts = _sentences(options.sentences)[:: SHARE if alone else 1]
    scale = options.sentences / len(texts)
    before = time.process_time()
    for start in range(0, len(texts), size):
        translate(texts[start : start + size])
    return {
        "load": loaded - started,
        "wall": scale * (time.perf_counter() - loaded),
        "cpu": scale * (time.process_time() - before),
        "peak": _peak(),
    }


def _peak() -> float:
    """Megabytes. Not from getrusage, which counts in what the parent had when it forked."""
    status = Path("/proc/self/status").read_text("utf-8")
    return int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) / 1024


def _ours(folder: Path, name: str, beam: int) -> Callable[[list[str]], Any]:
    engine = engines.load(Model(str(folder), "translate", name, "local", "-", "unknown", folder))
    decoding = Decoding(beam=beam, max_length=LENGTH, min_length=LENGTH)
    return lambda texts: engine.generate(texts, decoding)


def _sentences(count: int) -> list[str]:
    """Beginnings of the lines of the examples, over and over: 40 to 100 letters, 8 to 72 pieces, as of news."""
    files = sorted((ROOT / "examples").glob("*.txt"))
    lines = [line for file in files if "1256" not in file.name for line in file.read_text("utf-8").split("\n") if line]
    return [f"{number} {lines[number % len(lines)][: 40 + 7 * number % 61]}" for number in range(count)]


if __name__ == "__main__":
    main()
