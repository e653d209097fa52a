"""A thousand articles: python -m benchmarks.batch [--articles N] [--kills K | --runners]

Articles a second of a first run, memory at article 100 and at the end, a second run with nothing changed, `--check`, a
loop that starts the program once per file, and for Arabic only sumy's LexRank. With --kills, a batch that is killed
again and again; with --runners, two actors of ray on two cores beside one on one.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import summarizers
from summarize import arabic, batch, plan, windows
from summarize.records import Decoding
from summarize.runners.ray import Ray
from summarize.settings import Settings

ROOT = Path(__file__).parent.parent
RUN = [sys.executable, "-m", "summarize"]
ENVIRON = {**os.environ, "PYTHONPATH": str(ROOT)}
ROUNDS = 3
LOOP = 20  # files of the loop; more say nothing more


def main() -> None:
    """Print one line per question."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--runners", action="store_true")
    parser.add_argument("--lang", default="ar,en")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        news = Path(folder) / "news"
        articles(news, options.articles)
        if options.runners:
            on_ray(news, options.lang)
        elif options.kills:
            killed(news, options.kills, options.lang)
        else:
            measured(news, options.lang)
            beside_sumy(news)


def articles(folder: Path, count: int) -> None:
    """The examples over and over, each with sentences of other examples among its own and numbers of its own."""
    rng = random.Random(1)
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "examples").glob("*.txt")) if ".cp" not in path.name]
    lines = [line for text in texts for line in text.splitlines()[2:] if len(line) > 80]
    for number in range(count):
        own = texts[number % len(texts)].splitlines()
        own[3:3] = [rng.choice(lines)]
        body = re.sub(r"\d+", lambda found: str(int(found[0]) + rng.randrange(9)), "\n".join(own))
        path = folder / f"{number % 7}" / f"{number:04}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, "utf-8")


def measured(news: Path, lang: str) -> None:
    command = [*RUN, "batch", str(news), "--lang", lang]
    count = len(list(news.rglob("*.txt")))
    first, memory = watched(command, count)
    print(f"first run: {first:.1f} s, {count / first:.1f} articles a second")
    print("memory in MB at article " + ", ".join(f"{at}: {size:.0f}" for at, size in memory.items()))
    second = seconds(command)
    print(f"second run, nothing changed: {second:.2f} s, {first / second:.0f} x faster")
    print(f"--check: {min(seconds([*command, '--check']) for _ in range(3)):.2f} s (best of 3)")
    some = sorted(news.rglob("*.txt"))[:LOOP]
    loop = sum(seconds([*RUN, "run", str(path), "--lang", lang, "-f", "json"]) for path in some) / len(some)
    print(
        f"a loop of one process per file: {1 / loop:.2f} articles a second; the batch is {loop * count / first:.1f} x"
    )


def beside_sumy(news: Path) -> None:
    """Arabic only, as it knows no English: a loop in one process, without files, quotes or records."""
    files = sorted(news.rglob("*.txt"))
    ours = seconds([*RUN, "batch", str(news), "--lang", "ar", "--out-dir", str(news.parent / "arabic")])
    print(f"Arabic only: {len(files) / ours:.1f} articles a second; ", end="")
    lexrank = dict(summarizers.methods()).get("sumy LexRank")
    if lexrank:
        started = time.perf_counter()
        for text in (path.read_text("utf-8") for path in files):
            sentences = tuple(text[start:end] for start, end in arabic.sentences(text))
            lexrank(summarizers.Task(sentences, "", Decoding(sentences=3), ""))
        print(f"sumy's LexRank {len(files) / (time.perf_counter() - started):.1f}")
    else:
        print("sumy is not installed: pip install sumy numpy")
    print("argos-translate is not measured: its engine comes without a model, and none is to be had offline")


def watched(command: list[str], count: int) -> tuple[float, dict[int, float]]:
    """Seconds of a batch, and its resident memory (MB) when a tenth and when all of the articles are written."""
    started, memory = time.perf_counter(), {}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=ENVIRON) as process:
        assert process.stderr
        for done, _ in enumerate(process.stderr, 1):
            if done in (count // 10, count):
                status = Path(f"/proc/{process.pid}/status").read_text()
                memory[done] = int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]
    return time.perf_counter() - started, memory


def seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=ENVIRON)
    return time.perf_counter() - started


def killed(news: Path, kills: int, lang: str) -> None:
    """Kill a batch at random moments, then let it end: is every sidecar whole, and the same as without a kill?"""
    command = [*RUN, "batch", str(news), "--lang", lang]
    rng, torn, again = random.Random(2), 0, 0
    full = watched(command, 10)[0]
    undisturbed = {path: path.read_bytes() for path in news.rglob("*.summary.json")}
    for number in range(kills):
        for path in news.rglob("*.summary.json") if number % 10 == 0 else ():
            path.unlink()  # from the beginning, so that there is something to kill
        before = {str(path).removesuffix(".summary.json") for path in news.rglob("*.summary.json")}
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=ENVIRON)
        time.sleep(rng.uniform(0.2, full / 5))
        process.send_signal(signal.SIGKILL)
        told = re.findall("summarized: (.*)", process.communicate()[1])
        torn += sum(not whole(path) for path in news.rglob("*.summary.json"))
        again += len(before & set(told))
    subprocess.run(command, check=True, capture_output=True, env=ENVIRON)
    made = list(news.rglob("*.summary.json"))
    same = sum(path.read_bytes() == undisturbed.get(path) for path in made)
    print(f"{kills} kills: {len(made)} sidecars, {torn} torn at any moment, {again} done again that were there")
    print(f"{same} of them the same bytes as of an undisturbed run")


def on_ray(news: Path, lang: str) -> None:
    """In turn, as the machine may have other work; the best of each counts."""
    rates = [(_rate(news, lang, 1), _rate(news, lang, 2)) for _ in range(ROUNDS)]
    one, two = map(max, zip(*rates, strict=True))
    print(f"ray: one actor on one core {one:.2f} articles a second, two on two {two:.2f}, {two / one:.2f} x")


def _rate(news: Path, lang: str, actors: int) -> float:
    """Articles a second from when each actor has started and done a window."""
    import ray

    settings = Settings(lang=lang)
    ray.init(num_cpus=actors, log_to_driver=False, logging_level="ERROR", include_dashboard=False)
    done = batch.run(plan.make([str(news)], settings).due, batch.Work(settings), Ray(workers=actors))
    times = [time.perf_counter() for one in done if one.files]
    ray.shutdown()
    first = actors * windows.SIZE
    return (len(times) - first) / (times[-1] - times[first - 1])


def whole(path: Path) -> bool:
    try:
        return bool(json.loads(path.read_text("utf-8"))["ok"])
    except ValueError:
        return False


if __name__ == "__main__":
    main()
