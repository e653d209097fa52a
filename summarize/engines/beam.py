"""Beam search as CTranslate2 does it, over an encoder-decoder of transformers, so that two engines give one answer.

`generate` of transformers decides differently: it penalizes repetition on log-probabilities instead of logits and from
the start token on. Here a text also leaves the batch when it is finished.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from inspect import signature
from typing import Any, NamedTuple

from summarize.records import Decoding


@dataclass(frozen=True, slots=True)
class Rules:
    """Tokens with a role: what the decoder starts from (a language code may follow), its end, what it never says."""

    start: tuple[int, ...]
    end: int
    never: tuple[int, ...] = ()


class Found(NamedTuple):
    tokens: list[int]  # without the start, with the end where it came to one
    score: float  # mean log-probability per token, the end counted, after the bans and penalties of the search


class _Candidate(NamedTuple):
    total: float
    row: int
    token: int


def search(model: Any, ids: Any, mask: Any, rules: Rules, options: Decoding) -> list[Found]:
    """The best hypothesis for each row of `ids`."""
    run = _Search(model, ids, mask, rules, options)
    while run.texts:
        run.step()
    return [max(some, key=run.worth) for some in run.ends]


class _Search:
    def __init__(self, model: Any, ids: Any, mask: Any, rules: Rules, options: Decoding) -> None:
        import torch
        from transformers import DynamicCache, EncoderDecoderCache

        self.torch, self.model, self.rules, self.options = torch, model, rules, options
        self.texts = list(range(len(ids)))  # those not finished; each has as many rows as the beam is wide
        self.ends: list[list[Found]] = [[] for _ in self.texts]
        encoded = model.get_encoder()(input_ids=ids, attention_mask=mask).last_hidden_state
        self.encoded, self.mask = (one.repeat_interleave(options.beam, 0) for one in (encoded, mask))
        self.next = self._tensor([rules.start] * len(self.mask))
        self.said = self.next[:, 1:]
        self.totals = self._tensor([[0.0] + [-torch.inf] * (options.beam - 1)] * len(ids)).view(-1)
        self.never = self._tensor(rules.never).long()
        self.steps, self.cache = 0, EncoderDecoderCache(DynamicCache(), DynamicCache())
        known = signature(model.forward).parameters  # its name changed within transformers 5
        self.memory = {"cache" if "cache" in known else "past_key_values": self.cache}

    def worth(self, one: Found) -> float:
        """What hypotheses are compared by; a language code counts in the length, at no cost."""
        size = len(one.tokens)
        return float(one.score * size / (size + len(self.rules.start) - 1) ** self.options.length_penalty)

    def step(self) -> None:
        chances = self._allowed(self._logits()).log_softmax(-1)
        size = chances.shape[-1]
        totals = (self.totals[:, None] + chances).view(len(self.texts), -1)
        best, places = totals.topk(2 * self.options.beam)  # if the half of them are ends, the beam is still full
        self.steps += 1
        alive: list[_Candidate] = []
        staying = []
        for group, number in enumerate(self.texts):
            rows = (places[group] // size + group * self.options.beam).tolist()
            found = map(_Candidate, best[group].tolist(), rows, (places[group] % size).tolist())
            if going := self._settle(number, list(found)):
                staying.append(number)
                alive += going
        self._go_on(alive, staying)

    def _settle(self, number: int, candidates: list[_Candidate]) -> list[_Candidate]:
        """Note which hypotheses of a text have ended; the beams that go on, or [] where it has enough."""
        width, last = self.options.beam, self.steps == self.options.max_length
        spare = (one for one in candidates[width:] if one.token != self.rules.end)
        alive = []
        for one in candidates[:width]:
            if last or one.token == self.rules.end:
                skipped = len(self.rules.start) - 1
                tokens = [*self.said[one.row, skipped:].tolist(), one.token]
                self.ends[number].append(Found(tokens, one.total / len(tokens)))
                one = next(spare, one)
            alive.append(one)
        best_ended = candidates[0].token == self.rules.end  # the longer can only be worse, where length counts nothing
        enough = len(self.ends[number]) >= width if self.options.length_penalty else best_ended
        return [] if last or enough else alive

    def _go_on(self, alive: list[_Candidate], staying: list[int]) -> None:
        left, self.texts = staying != self.texts, staying
        if not staying:
            return
        rows, self.next = self._tensor([one.row for one in alive]), self._tensor([[one.token] for one in alive])
        if left:
            self.encoded, self.mask = self.encoded[rows], self.mask[rows]
            self.cache.reorder_cache(rows)
        elif self.options.beam > 1:  # the rows of one text share what its source gave
            self.cache.self_attention_cache.reorder_cache(rows)
        self.said = self.torch.cat([self.said[rows], self.next], 1)
        self.totals = self._tensor([one.total for one in alive])

    def _logits(self) -> Any:
        from transformers.modeling_outputs import BaseModelOutput

        output = self.model(
            encoder_outputs=BaseModelOutput(last_hidden_state=self.encoded),
            attention_mask=self.mask,
            decoder_input_ids=self.next,
            use_cache=True,
            **self.memory,
        )
        return output.logits[:, -1].float()

    def _allowed(self, logits: Any) -> Any:
        """Logits after the penalties, with minus infinity for what may not be said now."""
        banned, options = -self.torch.inf, self.options
        if options.repetition_penalty != 1:
            seen = logits.gather(1, self.said)
            less = self.torch.where(seen < 0, seen * options.repetition_penalty, seen / options.repetition_penalty)
            logits = logits.scatter(1, self.said, less)
        if options.no_repeat_ngram:
            for row, said in enumerate(self.said.tolist()):
                for token in _repeats(said, options.no_repeat_ngram):
                    logits[row, token] = banned
        if self.steps < max(options.min_length, 1):
            logits[:, self.rules.end] = banned
        logits[:, self.never] = banned
        return logits

    def _tensor(self, values: Sequence[Any]) -> Any:
        return self.torch.tensor(values, device=self.model.device)


def _repeats(said: list[int], size: int) -> Iterator[int]:
    """Tokens that would end an n-gram said before: [1, 2, 3, 1], 2 -> 2"""
    tail = said[len(said) - size + 1 :]
    for start in range(len(said) - size + 1):
        if said[start : start + size - 1] == tail:
            yield said[start + size - 1]
