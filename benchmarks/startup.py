"""How long until something is on the screen: python -m benchmarks.startup

Each row is the median of interleaved rounds in fresh processes, beside a bare `import typer` in the same run.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
ARTICLES = sorted((ROOT / "examples").glob("*.txt"))
ROUNDS = 5
RUN = [sys.executable, "-m", "summarize"]
CASES = {
    "python -c 'import typer'": [sys.executable, "-c", "import typer"],
    "summarize --help": [*RUN, "--help"],
    "summarize quotes, 1 article": [*RUN, "quotes", str(ARTICLES[0])],
    "summarize --lang ar, 1 article": [*RUN, str(ARTICLES[0]), "--lang", "ar"],
    "summarize, 1 article": [*RUN, str(ARTICLES[0])],
    "summarize, 20 articles": [*RUN, "-", "--format", "ndjson"],
}


def main() -> None:
    """Print seconds and the ratio to the bare import."""
    records = _twenty()
    times: dict[str, list[float]] = {name: [] for name in CASES}
    for _ in range(ROUNDS):
        for name, command in CASES.items():
            times[name].append(_seconds(command, records if command[-1] == "ndjson" else b""))
    bare = statistics.median(times["python -c 'import typer'"])
    print(f"{'':32} {'median s':>9} {'min s':>7} {'x import':>9}")
    for name, found in times.items():
        median = statistics.median(found)
        print(f"{name:32} {median:9.3f} {min(found):7.3f} {median / bare:9.1f}")


def _twenty() -> bytes:
    """The examples as records, over and over, each a little different, so that nothing is shared but the models."""
    import json

    texts = [path.read_text("utf-8") for path in ARTICLES if ".cp1256" not in path.name]
    rows = [{"id": n, "text": texts[n % len(texts)].replace("،", f"، {n}،", 1)} for n in range(20)]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def _seconds(command: list[str], data: bytes) -> float:
    started = time.perf_counter()
    subprocess.run(command, input=data, capture_output=True, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
