"""One article, cold: python -m benchmarks.end_to_end [--models arabart mt5]

A process starts, loads a summarizer and opus-mt, summarizes an article of 512 tokens to 70 and translates 6 sentences
to 30 tokens each, with 4 beams. `naive` goes through transformers in float32, one text after the other; `summarize`
through our CTranslate2 engine. Weights are random, sizes and formats real, and the vocabulary of mT5 is pruned when it
is converted. Both get the same cores: to compare on one, run it under `taskset -c 0`.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import floor, naive
from summarize import convert, engines
from summarize.records import Decoding
from summarize.registry import Model

ROOT = Path(__file__).parent.parent
ENVIRON = dict(os.environ)  # before the tests say that torch is to use one thread
ARTICLE, SUMMARY, SENTENCE, SENTENCES, BEAM = 512, 70, 30, 6, 4


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", nargs="+", default=["arabart", "mt5"])
    parser.add_argument("--cell", nargs=3, metavar=("PROGRAM", "SUMMARIZER", "TRANSLATOR"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.cell:
        _cell(options.cell[0], Path(options.cell[1]), Path(options.cell[2]))
        return
    speeds = floor.speeds()
    print("one core reads {:.1f} GB/s and does {:.0f} GFLOP/s".format(*(speed / 1e9 for speed in speeds)))
    print(f"{'':20} wall s    cpu s  peak MB")
    with tempfile.TemporaryDirectory() as home:
        translator = _built("opus", Path(home))
        for name in options.models:
            _compare(name, _built(name, Path(home)), translator, speeds)


def _built(name: str, home: Path) -> Path:
    """A folder with the model as the hub has it in `hf`, and as CTranslate2 has it in `ct2`."""
    from benchmarks import checkpoints

    getattr(checkpoints, name)(home / name / "hf")
    convert.convert(home / name / "hf", home / name / "ct2")
    return home / name


def _compare(name: str, summarizer: Path, translator: Path, speeds: floor.Speeds) -> None:
    slow = _run("naive", name, summarizer / "hf", translator / "hf")
    fast = _run("summarize", name, summarizer / "ct2", translator / "ct2")
    least = floor.seconds(summarizer / "ct2", floor.Load(1, 1, ARTICLE, SUMMARY, BEAM), speeds)
    least += floor.seconds(translator / "ct2", floor.Load(SENTENCES, SENTENCES, SENTENCE, SENTENCE, BEAM), speeds)
    print(
        f"{name}: {slow['wall'] / fast['wall']:.1f} x (wall), {slow['cpu'] / fast['cpu']:.1f} x (cpu), "
        f"{fast['peak'] / slow['peak']:.0%} of the memory; the floor is {least:.2f} s, we stand at "
        f"{fast['cpu'] / least:.1f} x with loading, {fast['work'] / least:.1f} x without",
        flush=True,
    )


def _run(program: str, name: str, summarizer: Path, translator: Path) -> dict[str, float]:
    """Seconds and megabytes of a process from its start to its end."""
    command = [sys.executable, "-m", "benchmarks.end_to_end", "--cell", program, str(summarizer), str(translator)]
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, cwd=ROOT, env=ENVIRON)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    row = {"wall": wall, "cpu": cpu} | json.loads(done.stdout.splitlines()[-1])
    print(f"{name:8} {program:11} {wall:6.2f} {cpu:8.2f} {row['peak']:8.0f}", flush=True)
    return row


def _cell(program: str, summarizer: Path, translator: Path) -> None:
    article, sentences = _texts()
    if program == "naive":
        summarize, translate = naive.generator(summarizer, BEAM, SUMMARY), naive.generator(translator, BEAM, SENTENCE)
        before = time.process_time()
        summarize([article])
        for sentence in sentences:
            translate([sentence])
    else:
        both = [
            (_engine(summarizer, "summarize"), SUMMARY, [article]),
            (_engine(translator, "translate"), SENTENCE, sentences),
        ]
        before = time.process_time()
        for engine, length, texts in both:
            engine.generate(texts, Decoding(beam=BEAM, max_length=length, min_length=length))
    status = Path("/proc/self/status").read_text("utf-8")  # getrusage would count in what the parent had when it forked
    peak = int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) / 1024
    print(json.dumps({"peak": peak, "work": time.process_time() - before}))


def _engine(folder: Path, task: str) -> engines.Engine:
    options = {"limit": str(ARTICLE)}
    return engines.load(Model(str(folder), task, "ctranslate2", "local", "-", "unknown", folder, options))


def _texts() -> tuple[str, list[str]]:
    """An article that fills the window, and sentences of some 30 pieces."""
    lines = [line for line in (ROOT / "examples" / "politics.txt").read_text("utf-8").split("\n") if line]
    return " ".join(lines * 3), [line[:70] for line in lines[:SENTENCES]]


if __name__ == "__main__":
    main()
