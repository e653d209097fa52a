"""One question to the hub: asked again while the hub is busy, and every no of it as a sentence.

huggingface_hub asks again of itself in some places, for as long as the hub says, and at once gives up in others. A hook
on its answers takes that over: it raises before huggingface_hub has seen that the hub is busy.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from math import ceil
from typing import Any

from summarize.errors import ModelError
from summarize.registry import Model

TRIES = 5  # the waits between them grow: 1, 2, 4 and 8 seconds, unless the hub says how long
PATIENCE = 330  # seconds that a wait may take: the hub counts requests in windows of five minutes
BUSY = (408, 429, 500, 502, 503, 504)  # after which huggingface_hub, too, asks again
Say = Callable[[str], None]


class _Busy(Exception):
    """An answer that may be another one later; `wait`: seconds, where the hub says how many."""

    def __init__(self, status: int, wait: int | None) -> None:
        super().__init__(status)
        self.status, self.wait = status, wait


def ask(model: Model, question: Callable[[Any], Any], say: Say) -> Any:
    """What an HfApi answers to a question. Raises ModelError that says why there is no answer."""
    tried = 0
    while True:
        try:
            return _answer(model, question)
        except _Busy as busy:
            tried += 1
            wait = 2 ** (tried - 1) if busy.wait is None else busy.wait
            if tried == TRIES or wait > PATIENCE:
                raise _given_up(busy) from None
            say(f"{model.name}: the hub is busy ({busy.status}); asking again in {wait} s")
            time.sleep(wait)


def _answer(model: Model, question: Callable[[Any], Any]) -> Any:
    from huggingface_hub import HfApi, get_session
    from huggingface_hub.errors import HTTPError  # type: ignore[attr-defined]  # of whichever library it asks with
    from huggingface_hub.utils import logging

    logging.set_verbosity_error()  # type: ignore[no-untyped-call]  # what it would warn of is told here
    session = get_session()
    session.event_hooks = {**session.event_hooks, "response": [_raise_if_busy]}
    try:
        return question(HfApi())
    except (HTTPError, OSError) as error:
        if isinstance(error, OSError) and error.errno:
            raise  # of the disk, not of the hub
        raise _refusal(model, error) from None
    except RuntimeError as error:  # of hf_xet, by which large files come
        raise _silence(error) from None
    except (ValueError, KeyError) as error:  # no JSON, or not that of the hub
        what = f"what answers in place of the hub is none ({_short(error)})"
        raise ModelError("no-hub", what, "check HF_ENDPOINT, and whether this network wants a login first") from None


def _raise_if_busy(response: Any) -> None:
    if response.status_code in BUSY:
        raise _Busy(response.status_code, _asked_wait(response.headers))


def _asked_wait(headers: Mapping[str, str]) -> int | None:
    """{'Retry-After': '30'} -> 30; the hub has a header of its own for it: 'RateLimit: "api";r=0;t=30' -> 31"""
    from huggingface_hub.utils import parse_ratelimit_headers  # type: ignore[attr-defined]

    limit = parse_ratelimit_headers(headers)
    if limit and not limit.remaining:
        return limit.reset_in_seconds + 1
    told = headers.get("Retry-After", "").strip()
    return int(told) if told.isdigit() else None


def _given_up(busy: _Busy) -> ModelError:
    when = f"in {ceil(busy.wait / 60)} minutes" if busy.wait and busy.wait > PATIENCE else "later"
    hint = f"pull again {when}: it goes on from here"
    if busy.status == 429:
        return ModelError("hub-busy", "the hub takes no more requests from here for now (429)", hint)
    return ModelError("hub-busy", f"the hub is out of order ({busy.status})", hint)


def _refusal(model: Model, error: BaseException) -> ModelError:
    """What is to be done about an answer that is a no."""
    from huggingface_hub import constants, errors

    cause = error.__cause__ if isinstance(error, errors.LocalEntryNotFoundError) and error.__cause__ else error
    status = getattr(getattr(cause, "response", None), "status_code", None)
    page = f"{constants.ENDPOINT}/{model.source}"
    match cause:
        case errors.OfflineModeIsEnabled():
            return ModelError("offline", "HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE is set", "unset it to pull a model")
        case errors.GatedRepoError():
            what = f"{model.source} is only given to those who have accepted its licence"
            return ModelError("gated", what, f"accept it at {page} and set HF_TOKEN to a token of that account")
        case errors.RepositoryNotFoundError() | errors.RevisionNotFoundError():
            what = f"the hub has no {model.source} at {model.revision}, or it is private"
            return ModelError("not-on-hub", what, "check models.txt, or set HF_TOKEN")
    if status == 401:
        return ModelError("bad-token", "the hub does not know your token (401)", "set HF_TOKEN to a valid one, or none")
    if status in (403, 451):
        what = f"the hub does not give {model.source} to you ({status})"
        return ModelError("forbidden", what, f"set HF_TOKEN to a token that may read it, or see {page}")
    return _silence(cause)


def _silence(error: BaseException) -> ModelError:
    return ModelError("no-hub", f"the hub does not answer ({_short(error)})", "pull again: it goes on from here")


def _short(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:120]
