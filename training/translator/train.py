"""Train a Marian model: resumable at any moment, the same code on a CPU and on a GPU.

Learning rate: warm-up, then constant for as long as there is time (`train`); a shippable model is drawn off at any
moment by a separate short fall to zero on news-like text (`cooldown`), after which the constant phase may go on.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.translator import alignment
from training.translator.corpus import EOS, Corpus, Epoch, Pieces
from training.translator.data import NEWS, WEIGHTS
from training.translator.start import warm

SAMPLED = 2048  # pieces in the softmax on a CPU: those of the batch and as many random ones as fit
GUIDED = 0.3  # weight of the alignment loss
SNAPSHOTS = 8  # of a fall


@dataclass(frozen=True)
class Size:
    pieces: int
    width: int
    inner: int
    heads: int
    encoder: int
    decoder: int
    tokens: int  # of either side in one batch
    dropout: float
    rate: float  # the constant learning rate
    warmup: int  # steps


SIZES = {
    "toy": Size(330, 32, 64, 2, 1, 1, 256, 0.0, 0.004, 150),
    "mini": Size(8000, 256, 768, 4, 4, 1, 600, 0.0, 0.001, 150),  # 5.2M: for hours on two cores without bf16
    "base": Size(12000, 512, 1024, 8, 6, 2, 16000, 0.25, 0.0007, 1000),  # 25M: for minutes on a GPU
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
        tie_word_embeddings=True, dropout=size.dropout, attention_dropout=size.dropout / 2, activation_dropout=0.0,
        max_position_embeddings=512,
    )  # fmt: skip
    return MarianMTModel._from_config(config)


def forward(model: Any, source: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    """Hidden states (batch, target length, width) of a Marian model, and where its last layer's first head looks,
    (batch, target length, source length). It is the model's own `forward` for sources of one length, without masks."""
    config, body = model.config, model.model
    start = torch.full_like(target[:, :1], config.decoder_start_token_id)
    memory = _embedded(body.encoder, source, model.training)
    for layer in body.encoder.layers:
        memory = layer.self_attn_layer_norm(memory + _dropped(layer, _attend(layer.self_attn, memory, memory)[0]))
        memory = layer.final_layer_norm(memory + _dropped(layer, layer.fc2(F.relu(layer.fc1(memory)))))
    state = _embedded(body.decoder, torch.cat((start, target[:, :-1]), 1), model.training)
    for layer in body.decoder.layers:
        heard = _attend(layer.self_attn, state, state, causal=True)[0]
        state = layer.self_attn_layer_norm(state + _dropped(layer, heard))
        seen, query, key = _attend(layer.encoder_attn, state, memory)
        state = layer.encoder_attn_layer_norm(state + _dropped(layer, seen))
        state = layer.final_layer_norm(state + _dropped(layer, layer.fc2(F.relu(layer.fc1(state)))))
    look = (query[:, 0] @ key[:, 0].mT).float() * query.shape[-1] ** -0.5
    return state, look.softmax(-1)


def _embedded(side: Any, pieces: Tensor, training: bool) -> Tensor:
    places = side.embed_positions.weight[: pieces.shape[1]]
    return F.dropout(side.embed_tokens(pieces) * side.embed_scale + places, side.dropout, training)


def _dropped(layer: Any, state: Tensor) -> Tensor:
    return F.dropout(state, layer.dropout, layer.training)


def _attend(attention: Any, state: Tensor, memory: Tensor, causal: bool = False) -> tuple[Tensor, Tensor, Tensor]:
    """What is heard, and the queries and keys (batch, heads, length, width of a head)."""
    query, key, value = (
        part.unflatten(-1, (attention.num_heads, -1)).transpose(1, 2)
        for part in (attention.q_proj(state), attention.k_proj(memory), attention.v_proj(memory))
    )
    share = attention.dropout if attention.training else 0.0
    heard = F.scaled_dot_product_attention(query, key, value, dropout_p=share, is_causal=causal)
    return attention.out_proj(heard.transpose(1, 2).flatten(2)), query, key


def loss_of(
    model: Any,
    source: Tensor,
    target: Tensor,
    *,
    sampled: bool = False,
    smoothing: float = 0.0,
    guide: Tensor | None = None,
) -> Tensor:
    """Sum of the cross-entropy of the target tokens; with `sampled`, over the pieces of the batch and random others;
    with a `guide` (see alignment.py), plus that of the first attention head of the last decoder layer."""
    filler = model.config.pad_token_id
    hidden, look = forward(model, source, target)
    table, bias = model.model.shared.weight[:-1], model.final_logits_bias[0, :-1]  # padding is never written
    labels = target.masked_fill(target == filler, -100)
    if sampled and len(table) > SAMPLED:
        hidden, labels = hidden[target != filler], target[target != filler]
        present = torch.unique(labels)
        others = torch.randperm(len(table))[: SAMPLED - len(present)]
        chosen = torch.unique(torch.cat((present, others)))
        table, bias, labels = table[chosen], bias[chosen], torch.searchsorted(chosen, labels)
    scores = (hidden @ table.T).float() + bias
    loss = F.cross_entropy(scores.flatten(0, -2), labels.flatten(), label_smoothing=smoothing, reduction="sum")
    return loss if guide is None else loss + GUIDED * _guided(look, source, target, guide, filler)


def _guided(look: Tensor, source: Tensor, target: Tensor, guide: Tensor, filler: int) -> Tensor:
    """Cross-entropy of an attention head (batch, target, source) with the alignments that the guide expects."""
    wanted = alignment.posterior(guide[target[:, :, None], source[:, None, :]], source != filler, target != filler)
    return -(wanted * (look + 1e-6).log()).sum()


class Run:
    """A training run in `work`: the model, its optimizer and where it stands."""

    def __init__(self, work: Path, size: str, phase: str = "train") -> None:
        self.work, self.name, self.size, self.phase = work, size, SIZES[size], phase
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.machine = torch.cuda.get_device_name() if self.device == "cuda" else f"{os.cpu_count()} CPU cores"
        torch.backends.cuda.enable_cudnn_sdp(False)  # it plans for 20 ms at each new shape of a batch
        torch.manual_seed(3)
        self.corpus = Corpus(work, "train")
        self.model = build(self.size).to(self.device)
        self.news = [self._news(shift) for shift in (0, 77)]
        self.guide = alignment.table(work, self.corpus, WEIGHTS, self.size.pieces + 1, self.device)
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

    def _news(self, shift: int) -> Epoch:
        """The held-out news, each with the source of the sentence `shift` further on."""
        flat, at, length = Corpus(self.work, "news").pieces
        sources, targets = np.roll(np.arange(len(at)), -shift), np.arange(len(at))
        at, length = (np.stack((x[sources, 0], x[targets, 1]), 1) for x in (at, length))
        return Epoch(Pieces(flat, at, length), self.size.tokens, 0, self.device)

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
                 "random": torch.get_rng_state()}  # fmt: skip
        part = self.file.with_suffix(".part")
        torch.save(state, part)
        part.replace(self.file)
        if "fall" in self.at:
            (self.work / "snapshots").mkdir(exist_ok=True)
            torch.save(self.model.state_dict(), self.work / "snapshots" / f"{self.at['step']:08}.pt")

    def log(self, **row: Any) -> None:
        row = {"size": self.name, "machine": self.machine, "phase": self.phase, **self.at, **row}
        with (self.work / "log.jsonl").open("a") as handle:
            handle.write(json.dumps(row) + "\n")
        print(json.dumps(row), flush=True)

    def step(self, source: Tensor, target: Tensor, factor: float) -> Tensor:
        """Loss per target token of a full batch: a batch that is not full weighs less."""
        for group in self.optimizer.param_groups:
            group["lr"] = self.size.rate * factor
        with torch.autocast(self.device, dtype=torch.bfloat16, enabled=self.bf16):
            loss = loss_of(self.model, source, target, sampled=self.device == "cpu", smoothing=0.1, guide=self.guide)
        (loss / self.size.tokens).backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        return loss.detach()

    def stream(self, weights: dict[str, float]) -> Iterator[tuple[Tensor, Tensor]]:
        """Batches from where the run stands, epoch after epoch."""
        filler = self.model.config.pad_token_id
        for epoch in self.corpus.epochs(weights, self.at["epoch"], self.size.tokens, self.device):
            while self.at["batch"] < len(epoch):
                number = self.at["batch"]
                self.at["batch"] += 1
                self.at["tokens"] += epoch.tokens[number]
                yield epoch.padded(number, filler)
            self.at["epoch"], self.at["batch"] = self.at["epoch"] + 1, 0

    def held_out(self, shifted: bool = False) -> float:
        """Cross-entropy per token on the held-out news, all pieces in the softmax; when `shifted`, with the sources of
        other sentences: a model that is no worse with those has given up on translating."""
        news, filler = self.news[shifted], self.model.config.pad_token_id
        self.model.eval()
        with torch.no_grad():
            batches = [news.padded(number, filler) for number in range(len(news))]
            total = sum(float(loss_of(self.model, source, target)) for source, target in batches)
        self.model.train()
        return round(total / sum(int((target != filler).sum()) for _, target in batches), 4)


def train(work: Path, size: str, *, minutes: float, steps: int = 10**9, fall: int = 0, every: float = 240) -> None:
    """Go on for `minutes` or `steps`. `fall`: steps of the last phase, on news, with a rate that falls to zero;
    it is there when either the steps or the minutes are spent. Saved `every` so many seconds, in a fall more often."""
    run = Run(work, size, "cooldown" if fall else "train")
    run.model.train()
    if fall:
        every = min(every, minutes * 60 / SNAPSHOTS)
    began, saved, losses = time.time(), time.time(), []
    before, tokens, last = (
        run.at["seconds"],
        run.at["tokens"],
        run.at["step"] + (fall - run.at.get("fall", 0) if fall else steps),
    )
    for source, target in run.stream(NEWS if fall else WEIGHTS):
        spent = (time.time() - began) / 60 / minutes
        rising = min(1.0, (run.at["step"] + 1) / run.size.warmup)
        factor = max(0.0, 1 - max(spent, run.at["fall"] / fall)) if fall else rising
        losses.append(run.step(source, target, factor) / (target != run.size.pieces).sum())
        run.at["step"] += 1
        run.at["seconds"] = before + time.time() - began
        if fall:
            run.at["fall"] += 1
        done = (time.time() - began) > minutes * 60 or run.at["step"] >= last
        if done or time.time() - saved > every:
            rate = round((run.at["tokens"] - tokens) / (time.time() - began))
            loss = round(float(torch.stack(losses).mean()), 4)
            run.save()
            run.log(loss=loss, news=run.held_out(), blind=run.held_out(shifted=True), tokens_s=rate)
            saved, losses = time.time(), []
        if done:
            return
