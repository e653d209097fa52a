"""Train a Marian model: resumable at any moment, the same code on a CPU and on a GPU.

Learning rate: warm-up, then constant for as long as there is time (`train`); a shippable model is drawn off at any
moment by a separate short fall to zero on news-like text (`cooldown`), after which the constant phase may go on.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from training.translator import alignment
from training.translator.data import NEWS, WEIGHTS
from training.translator.start import warm

EOS, UNK = 0, 1  # as `vocab` laid them
SAMPLED = 2048  # pieces in the softmax on a CPU: those of the batch and as many random ones as fit
WARMUP = 150  # steps
GUIDED = 0.3  # weight of the alignment loss
POOL = 64  # batches that are sorted by length together


@dataclass(frozen=True)
class Size:
    pieces: int
    width: int
    inner: int
    heads: int
    encoder: int
    decoder: int
    tokens: int  # of the target side in one batch
    dropout: float
    rate: float  # the constant learning rate


SIZES = {
    "toy": Size(330, 32, 64, 2, 1, 1, 256, 0.0, 0.004),
    "mini": Size(8000, 256, 768, 4, 4, 1, 600, 0.0, 0.001),  # 5.2M: for hours on two cores without bf16
    "tiny": Size(8000, 256, 1024, 4, 6, 2, 1500, 0.05, 0.001),  # 9M: for days on two cores
    "small": Size(12000, 384, 1536, 6, 6, 2, 12000, 0.1, 0.001),  # 21M: for a GPU
    "base": Size(16000, 512, 2048, 8, 6, 2, 16000, 0.1, 0.0008),  # 38M: for a GPU
}


def build(size: Size) -> Any:
    """A `MarianMTModel`, so that what is trained is what is exported."""
    from transformers import MarianConfig, MarianMTModel

    config = MarianConfig(
        vocab_size=size.pieces + 1, decoder_vocab_size=size.pieces + 1, pad_token_id=size.pieces, eos_token_id=EOS,
        forced_eos_token_id=None, decoder_start_token_id=size.pieces, bos_token_id=None, d_model=size.width,
        encoder_layers=size.encoder, decoder_layers=size.decoder, encoder_attention_heads=size.heads,
        decoder_attention_heads=size.heads, encoder_ffn_dim=size.inner, decoder_ffn_dim=size.inner,
        activation_function="relu", scale_embedding=True, share_encoder_decoder_embeddings=True,
        tie_word_embeddings=True, dropout=size.dropout, attention_dropout=0.0, activation_dropout=0.0,
        max_position_embeddings=512,
    )  # fmt: skip
    return MarianMTModel._from_config(config, attn_implementation="eager")  # the one that tells where it looks


class Corpus:
    """Pairs as piece numbers in one flat array: `corpus[i]` -> (source, target), each ending with </s>."""

    def __init__(self, work: Path, name: str, limit: int = 64) -> None:
        cache = work / f"{name}.npz"
        if not cache.is_file():
            _tokenise(work, name, cache, limit)
        stored = np.load(cache)
        self.flat, self.at, self.sets = stored["flat"], stored["at"], stored["sets"]
        self.names = [str(name) for name in stored["names"]]

    def __len__(self) -> int:
        return len(self.sets)

    def __getitem__(self, index: int) -> tuple[np.ndarray, np.ndarray]:
        a, b, c = self.at[2 * index : 2 * index + 3]
        return self.flat[a:b], self.flat[b:c]

    def padded(self, numbers: np.ndarray, filler: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Source and target (batch, length) of some pairs."""
        pairs = [self[int(number)] for number in numbers]
        return pad([a for a, _ in pairs], filler), pad([b for _, b in pairs], filler)

    def epoch(self, weights: dict[str, float], seed: int) -> np.ndarray:
        """Pair numbers in random order; a pair of weight 2.3 is in it two or three times."""
        rng = np.random.default_rng(seed)
        weight = np.array([weights.get(name, 0.0) for name in self.names])[self.sets]
        copies = (weight + rng.random(len(weight))).astype(int)
        return rng.permutation(np.repeat(np.arange(len(self)), copies))

    def often(self, weights: dict[str, float], pieces: int) -> tuple[np.ndarray, np.ndarray]:
        """How often each piece is in the sources and in the targets of a sample."""
        pairs = [self[int(index)] for index in self.epoch(weights, 7)[:100_000]]
        first, second = (
            np.bincount(np.concatenate([pair[side] for pair in pairs]), minlength=pieces) for side in (0, 1)
        )
        return first, second

    def batches(self, weights: dict[str, float], seed: int, tokens: int) -> list[np.ndarray]:
        """An epoch in batches of pairs of like length with at most `tokens` target tokens, padding included."""
        order = self.epoch(weights, seed)
        length = np.diff(self.at)
        rng, size, found = random.Random(seed), tokens * POOL // 24, []
        for start in range(0, len(order), size):
            pool = order[start : start + size]
            pool = pool[np.lexsort((length[2 * pool], length[2 * pool + 1]))]
            found += _cut(pool, np.maximum(length[2 * pool], length[2 * pool + 1]), tokens)
        rng.shuffle(found)
        return found


def _cut(pool: np.ndarray, longest: np.ndarray, tokens: int) -> list[np.ndarray]:
    batches, start, top = [], 0, 0
    for end in range(len(pool)):
        top = max(top, int(longest[end]))
        if top * (end - start + 1) > tokens and end > start:
            batches.append(pool[start:end])
            start, top = end, int(longest[end])
    return [*batches, pool[start:]] if start < len(pool) else batches


def _tokenise(work: Path, name: str, cache: Path, limit: int) -> None:
    import sentencepiece

    spm = sentencepiece.SentencePieceProcessor(model_file=str(work / "joint.model"))
    rows = [line.rstrip("\n").split("\t") for line in (work / f"{name}.tsv").open(encoding="utf-8")]
    sides = [[[*ids, EOS] for ids in spm.encode([row[side] for row in rows], num_threads=2)] for side in (0, 1)]
    keep = [i for i in range(len(rows)) if max(len(sides[0][i]), len(sides[1][i])) <= limit]
    names = sorted({row[2] for row in rows})
    pieces = [sides[side][i] for i in keep for side in (0, 1)]
    at = np.concatenate(([0], np.cumsum([len(ids) for ids in pieces])))
    flat = np.fromiter((piece for ids in pieces for piece in ids), dtype=np.int16, count=int(at[-1]))
    np.savez(cache, flat=flat, at=at, sets=np.array([names.index(rows[i][2]) for i in keep]), names=np.array(names))


def pad(rows: list[np.ndarray], filler: int) -> torch.Tensor:
    out = np.full((len(rows), max(map(len, rows))), filler, dtype=np.int64)
    for index, row in enumerate(rows):
        out[index, : len(row)] = row
    return torch.from_numpy(out)


def loss_of(
    model: Any,
    source: torch.Tensor,
    target: torch.Tensor,
    *,
    sampled: bool,
    smoothing: float,
    guide: torch.Tensor | None = None,
) -> torch.Tensor:
    """Mean cross-entropy per target token; with `sampled`, over the pieces of the batch and random others; with a
    `guide` (see alignment.py), plus that of the first attention head of the last decoder layer."""
    filler = model.config.pad_token_id
    start = torch.full_like(target[:, :1], filler)
    out = model.model(
        input_ids=source,
        attention_mask=(source != filler).long(),
        decoder_input_ids=torch.cat((start, target[:, :-1]), 1),
        use_cache=False,
        output_attentions=guide is not None,
    )
    hidden, mask = out.last_hidden_state, target != filler
    extra = 0.0 if guide is None else GUIDED * _guided(out.cross_attentions[-1][:, 0], source, target, guide, filler)
    hidden, labels = hidden[mask], target[mask]
    table, bias = (
        model.model.shared.weight[:-1],
        model.final_logits_bias[0, :-1],
    )  # padding is never written, and stays 0
    if sampled and len(table) > SAMPLED:
        present = torch.unique(labels)
        others = torch.randperm(len(table), device=labels.device)[: SAMPLED - len(present)]
        chosen = torch.unique(torch.cat((present, others)))
        table, bias, labels = table[chosen], bias[chosen], torch.searchsorted(chosen, labels)
    return F.cross_entropy((hidden @ table.T).float() + bias, labels, label_smoothing=smoothing) + extra


def _guided(
    attention: torch.Tensor, source: torch.Tensor, target: torch.Tensor, guide: torch.Tensor, filler: int
) -> torch.Tensor:
    """Cross-entropy of an attention head (batch, target, source) with the alignments that the guide expects."""
    wanted = alignment.posterior(guide[target[:, :, None], source[:, None, :]], source != filler, target != filler)
    return -(wanted * (attention.float() + 1e-6).log()).sum() / (target != filler).sum()


class Run:
    """A training run in `work`: the model, its optimizer and where it stands."""

    def __init__(self, work: Path, size: str, phase: str = "train") -> None:
        self.work, self.size, self.phase = work, SIZES[size], phase
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        torch.manual_seed(3)
        self.model = build(self.size).to(self.device)
        self.corpus, self.news = Corpus(work, "train"), Corpus(work, "news")
        self.guide = alignment.table(work, self.corpus, WEIGHTS, self.size.pieces + 1).to(self.device)
        weights = [p for p in self.model.parameters() if p.requires_grad]
        self.optimizer = torch.optim.AdamW(
            weights, lr=self.size.rate, betas=(0.9, 0.98), eps=1e-8, weight_decay=0.0, fused=True
        )
        self.bf16 = self.device == "cuda" or torch.cpu._is_avx512_bf16_supported()  # elsewhere it is emulated, and slow
        self.at: dict[str, Any] = {"step": 0, "epoch": 0, "batch": 0, "tokens": 0, "seconds": 0.0}
        self._resume()

    @property
    def file(self) -> Path:
        return self.work / f"{self.phase}.pt"

    def _resume(self) -> None:
        for file in (self.file, self.work / "train.pt"):  # a cooldown starts from where the constant phase stands
            if file.is_file():
                state = torch.load(file, weights_only=True, map_location=self.device)
                self.model.load_state_dict(state["model"])
                self.optimizer.load_state_dict(state["optimizer"])
                self.at = state["at"] if file == self.file else {**state["at"], "epoch": 0, "batch": 0, "fall": 0}
                torch.set_rng_state(state["random"].cpu())
                return
        warm(self.model, self.guide.cpu(), *self.corpus.often(WEIGHTS, self.size.pieces + 1))

    def save(self) -> None:
        state = {"model": self.model.state_dict(), "optimizer": self.optimizer.state_dict(), "at": self.at,
                 "random": torch.get_rng_state(), "size": asdict(self.size)}  # fmt: skip
        part = self.file.with_suffix(".part")
        torch.save(state, part)
        part.replace(self.file)
        if "fall" in self.at:
            (self.work / "snapshots").mkdir(exist_ok=True)
            torch.save(self.model.state_dict(), self.work / "snapshots" / f"{self.at['step']:08}.pt")

    def log(self, **row: Any) -> None:
        row = {"phase": self.phase, **self.at, **row}
        with (self.work / "log.jsonl").open("a") as handle:
            handle.write(json.dumps(row) + "\n")
        print(json.dumps(row), flush=True)

    def step(self, source: torch.Tensor, target: torch.Tensor, factor: float) -> float:
        for group in self.optimizer.param_groups:
            group["lr"] = self.size.rate * factor
        with torch.autocast(self.device, dtype=torch.bfloat16, enabled=self.bf16):
            loss = loss_of(self.model, source, target, sampled=self.device == "cpu", smoothing=0.1, guide=self.guide)
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        return float(loss.detach())

    def stream(self, weights: dict[str, float]) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
        """Batches from where the run stands, epoch after epoch."""
        filler = self.model.config.pad_token_id
        while True:
            batches = self.corpus.batches(weights, 1000 + self.at["epoch"], self.size.tokens)
            while self.at["batch"] < len(batches):
                pairs = [self.corpus[int(i)] for i in batches[self.at["batch"]]]
                self.at["batch"] += 1
                self.at["tokens"] += sum(len(a) + len(b) for a, b in pairs)
                source, target = pad([a for a, _ in pairs], filler), pad([b for _, b in pairs], filler)
                yield source.to(self.device), target.to(self.device)
            self.at["epoch"], self.at["batch"] = self.at["epoch"] + 1, 0

    def held_out(self, shift: int = 0) -> float:
        """Cross-entropy on the held-out news, all pieces in the softmax. With a `shift`, on the sources of other
        sentences: a model that is no worse with those has given up on translating."""
        self.model.eval()
        filler, total, count = self.model.config.pad_token_id, [], len(self.news)
        for start in range(0, count, 50):
            rows = range(start, min(start + 50, count))
            source = pad([self.news[(i + shift) % count][0] for i in rows], filler).to(self.device)
            target = pad([self.news[i][1] for i in rows], filler).to(self.device)
            with torch.no_grad():
                total.append(float(loss_of(self.model, source, target, sampled=False, smoothing=0.0)))
        self.model.train()
        return round(sum(total) / len(total), 4)


def train(work: Path, size: str, *, minutes: float, steps: int = 10**9, fall: int = 0, every: float = 240) -> None:
    """Go on for `minutes` or `steps`. `fall`: steps of the last phase, on news, with a rate that falls to zero;
    it is there when either the steps or the minutes are spent."""
    run = Run(work, size, "cooldown" if fall else "train")
    run.model.train()
    began, saved, losses = time.time(), time.time(), []
    before, tokens, last = (
        run.at["seconds"],
        run.at["tokens"],
        run.at["step"] + (fall - run.at.get("fall", 0) if fall else steps),
    )
    for source, target in run.stream(NEWS if fall else WEIGHTS):
        spent = (time.time() - began) / 60 / minutes
        factor = max(0.0, 1 - max(spent, run.at["fall"] / fall)) if fall else min(1.0, (run.at["step"] + 1) / WARMUP)
        losses.append(run.step(source, target, factor))
        run.at["step"] += 1
        run.at["seconds"] = before + time.time() - began
        if fall:
            run.at["fall"] += 1
        done = (time.time() - began) > minutes * 60 or run.at["step"] >= last
        if done or time.time() - saved > every:
            rate = round((run.at["tokens"] - tokens) / (time.time() - began))
            run.save()
            run.log(loss=round(float(np.mean(losses)), 4), news=run.held_out(), blind=run.held_out(77), tokens_s=rate)
            saved, losses = time.time(), []
        if done:
            return
