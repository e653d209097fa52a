"""One checkpoint through three programs: python -m benchmarks.translation [FOLDER] [--sentences N] [--beam K]

`naive`: one sentence after the other through `generate` of transformers, as most scripts do it; `transformers` and
`ctranslate2`: our engines, with 1, 8 or 32 sentences a call. Without a FOLDER (a Hugging Face one), a Marian of the
size of opus-mt-ar-en with random weights and a forced length. Every cell is a process of its own.

The floor is what one core needs at least: to read int8 weights from memory, those of the encoder once for each batch
and those of the decoder once for each token of it, or to multiply them with every token and beam, whichever is more.
Both speeds are measured on the spot, that of multiplying in float32, so that int8 may come below it. Run this on a
machine that does nothing else: the threads of torch wait for each other and lose many times over on a core they share.
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

from summarize import convert, engines
from summarize.records import Decoding
from summarize.registry import Model

ROOT = Path(__file__).parent.parent
LENGTH = 30  # tokens of an output
ENVIRON = dict(os.environ)  # before the tests say that torch is to use one thread
CELLS = [("naive", 1), *((name, size) for name in ("transformers", "ctranslate2") for size in (1, 8, 32))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--sentences", type=int, default=96)
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--cell", nargs=2, metavar=("PROGRAM", "SIZE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.cell:
        print(json.dumps(_cell(options.folder, options.cell[0], int(options.cell[1]), options)))
        return
    with tempfile.TemporaryDirectory() as home:
        folder = options.folder or _opus_sized(Path(home) / "hf")
        convert.convert(folder, Path(home) / "ct2")
        _table(folder, Path(home) / "ct2", options)


def _table(folder: Path, converted: Path, options: argparse.Namespace) -> None:
    speeds = _speeds()
    print(f"{options.sentences} sentences, beam {options.beam}, {LENGTH} tokens; one core reads", end=" ")
    print("{:.1f} GB/s and does {:.0f} GFLOP/s".format(*(speed / 1e9 for speed in speeds)))
    print(f"{'':12} a call  load s   wall s    cpu s  x naive  x floor  peak MB")
    naive = 0.0
    for name, size in CELLS:
        place = converted if name == "ctranslate2" else folder
        command = [sys.executable, "-m", "benchmarks.translation", str(place), "--cell", name, str(size)]
        command += ["--sentences", str(options.sentences), "--beam", str(options.beam)]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True, cwd=ROOT, env=ENVIRON)
        row = json.loads(done.stdout.splitlines()[-1])
        naive = naive or row["wall"]
        ratio = row["cpu"] / _floor(folder, size, options, speeds)
        print(
            f"{name:12} {size:6} {row['load']:7.2f} {row['wall']:8.2f} {row['cpu']:8.2f} {naive / row['wall']:8.1f}"
            f" {ratio:8.1f} {row['peak']:8.0f}",
            flush=True,
        )


def _floor(folder: Path, size: int, options: argparse.Namespace, speeds: tuple[float, float]) -> float:
    """Seconds."""
    config = json.loads((folder / "config.json").read_text("utf-8"))
    width = config["d_model"]
    attention = 4 * width * width
    encoder = config["encoder_layers"] * (attention + 2 * width * config["encoder_ffn_dim"])
    layer = 1.5 * attention + 2 * width * config["decoder_ffn_dim"]  # keys and values of the source are made once
    decoder = config["decoder_layers"] * layer + width * config["vocab_size"]
    read = -(-options.sentences // size) * (encoder + LENGTH * decoder)
    multiplied = 2 * LENGTH * options.sentences * (encoder + options.beam * decoder)
    return max(float(read) / speeds[0], float(multiplied) / speeds[1])


def _speeds() -> tuple[float, float]:
    """Bytes read from memory, and operations on float32, in a second of one core."""
    import torch

    torch.set_num_threads(1)
    much, square = torch.ones(64 * 2**20), torch.ones(1024, 1024)
    return 4 * much.numel() / _best(much.sum), 2 * 1024**3 / _best(lambda: square @ square)


def _best(work: Callable[[], Any]) -> float:
    times = []
    for _ in range(7):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


def _cell(folder: Path, name: str, size: int, options: argparse.Namespace) -> dict[str, float]:
    started = time.perf_counter()
    translate = _naive(folder, options.beam) if name == "naive" else _ours(folder, name, options.beam)
    loaded = time.perf_counter()
    texts = _sentences(options.sentences)
    before = time.process_time()
    for start in range(0, len(texts), size):
        translate(texts[start : start + size])
    return {
        "load": loaded - started,
        "wall": time.perf_counter() - loaded,
        "cpu": time.process_time() - before,
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


def _naive(folder: Path, beam: int) -> Callable[[list[str]], Any]:
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForSeq2SeqLM.from_pretrained(folder)

    def translate(texts: list[str]) -> list[str]:
        inputs = tokenizer(texts, return_tensors="pt", padding=True)
        rows = model.generate(**inputs, num_beams=beam, max_new_tokens=LENGTH, min_new_tokens=LENGTH, max_length=None)
        return list(tokenizer.batch_decode(rows, skip_special_tokens=True))

    return translate


def _sentences(count: int) -> list[str]:
    """Lines of the examples, of one length or another, over and over."""
    files = sorted((ROOT / "examples").glob("*.txt"))
    lines = [line for file in files if "1256" not in file.name for line in file.read_text("utf-8").split("\n") if line]
    return [f"{number} {lines[number % len(lines)][:160]}" for number in range(count)]


def _opus_sized(folder: Path) -> Path:
    """76 million random weights and 62,000 pieces, though the examples are cut into a few hundred of them."""
    import torch
    from transformers import MarianConfig, MarianMTModel

    from tests.engines import checkpoints

    checkpoints.marian(folder)
    pieces = json.loads((folder / "vocab.json").read_text("utf-8"))
    pad = pieces.pop("<pad>")
    pieces |= {f"filler{number}": number for number in range(pad, 62_000)} | {"<pad>": 62_000}
    (folder / "vocab.json").write_text(json.dumps(pieces), "utf-8")
    config = MarianConfig(
        vocab_size=62_001, pad_token_id=62_000, decoder_start_token_id=62_000, eos_token_id=0,
        d_model=512, encoder_layers=6, decoder_layers=6, encoder_attention_heads=8, decoder_attention_heads=8,
        encoder_ffn_dim=2048, decoder_ffn_dim=2048, scale_embedding=True, activation_function="swish",
    )  # fmt: skip
    torch.manual_seed(1)
    model = MarianMTModel(config)
    torch.nn.init.zeros_(model.get_input_embeddings().weight[62_000:])
    model.save_pretrained(folder)
    return folder


if __name__ == "__main__":
    main()
