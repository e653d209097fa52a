"""A busy hub is waited for, and every no of it is one sentence that says what to do."""

from __future__ import annotations

import re
import time
from itertools import repeat

import pytest

from summarize.hub import api
from tests.hub.conftest import NAME, REPO, Cli
from tests.hub.server import INFO, Hub

AGAIN = f"{NAME}: the hub is busy ({{}}); asking again in {{}} s\n"
NOW = {"Retry-After": "0"}


@pytest.mark.parametrize("where", [INFO, "config.json", "model.safetensors"])
@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_hub_is_asked_again_and_it_is_told(models: Cli, hub: Hub, where: str, status: int) -> None:
    hub.failures[where] = iter([(status, NOW)] * 2)
    done = models("pull", NAME)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count(AGAIN.format(status, 0)) == 2
    assert len(done.stderr.splitlines()) == 4


def test_a_part_of_a_download_that_is_refused_comes_later(models: Cli, hub: Hub) -> None:
    hub.elsewhere = True
    ok = {"ETag": '"0"', "X-Repo-Commit": "0", "Location": "/elsewhere/repo/model.safetensors"}
    hub.failures["model.safetensors"] = iter([(302, ok), (500, NOW)])
    done = models("pull", NAME)
    assert done.returncode == 0, done.stderr
    assert AGAIN.format(500, 0) in done.stderr


def test_it_waits_as_long_as_the_hub_says(models: Cli, hub: Hub) -> None:
    hub.failures[INFO] = iter([(429, {"RateLimit": '"api";r=0;t=1'})])
    started = time.monotonic()
    done = models("pull", NAME)
    assert time.monotonic() - started > 2
    assert AGAIN.format(429, 2) in done.stderr


@pytest.mark.parametrize("where", [INFO, "config.json"])
@pytest.mark.parametrize(
    ("failure", "told"),
    [
        ((429, NOW), "the hub takes no more requests from here for now (429); pull again later: it goes on from here"),
        ((429, {"Retry-After": "3600"}), "for now (429); pull again in 60 minutes: it goes on from here"),
        ((502, NOW), "the hub is out of order (502); pull again later: it goes on from here"),
    ],
)
def test_patience_has_an_end(models: Cli, hub: Hub, where: str, failure: tuple[int, dict[str, str]], told: str) -> None:
    hub.failures[where] = repeat(failure)
    done = models("pull", NAME)
    assert done.returncode == 3
    *notes, error = done.stderr.splitlines(keepends=True)
    assert error == f"error: {error.removeprefix('error: ')}"
    assert told in error
    assert notes.count(AGAIN.format(failure[0], 0)) == (api.TRIES - 1 if failure[1] == NOW else 0)


@pytest.mark.parametrize("where", [INFO, "config.json"])
@pytest.mark.parametrize(
    ("status", "reason", "told"),
    [
        (401, {"X-Error-Code": "GatedRepo"}, "accept it at http.*/{repo} and set HF_TOKEN to a token of that account"),
        (403, {"X-Error-Code": "GatedRepo"}, "accept it at http.*/{repo} and set HF_TOKEN to a token of that account"),
        (401, {"X-Error-Code": "RepoNotFound"}, "the hub has no {repo} at main, or it is private; .* or set HF_TOKEN"),
        (401, {"X-Error-Message": "Invalid credentials in Authorization header"}, "set HF_TOKEN to a valid one"),
        (403, {}, r"does not give {repo} to you \(403\); set HF_TOKEN to a token that may read it"),
        (404, {"X-Error-Code": "RepoNotFound"}, "the hub has no {repo} at main"),
        (404, {"X-Error-Code": "RevisionNotFound"}, "the hub has no {repo} at main"),
        (418, {}, "the hub does not answer .*418"),
    ],
)
def test_what_the_hub_refuses_is_one_sentence(
    models: Cli, hub: Hub, where: str, status: int, reason: dict[str, str], told: str
) -> None:
    hub.failures[where] = repeat((status, reason))
    done = models("pull", NAME)
    assert done.returncode == 3
    assert done.stderr.count("error: ") == 1
    assert re.search(told.format(repo=REPO), done.stderr.splitlines()[-1]), done.stderr
    assert len(done.stderr.splitlines()) == (1 if where == INFO else 2)


def test_what_is_no_hub_is_one_sentence(models: Cli, hub: Hub) -> None:
    hub.failures[INFO] = repeat((200, {"Content-Type": "text/html"}))
    done = models("pull", NAME)
    assert done.returncode == 3
    assert re.fullmatch("error: what answers in place of the hub is none .*; check HF_ENDPOINT, .*\n", done.stderr)
