"""A server on this machine that speaks the hub's protocol: model info, resolve with ETag and ranges, failures."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlparse

INFO = ""  # in place of a file: what the hub says of a model
COMMIT = "0123456789abcdef0123456789abcdef01234567"

Failure = tuple[int, dict[str, str]]


class Hub(ThreadingHTTPServer):
    """`repos`: name -> folder; `cut`: files whose first answer breaks off; `failures`: code and headers to answer
    instead, for a file or for INFO, until there are no more; `sizes`: what is said of a file instead of its size;
    `garbled`: large files whose bytes are not those of their hash; `elsewhere`: whether files come from another place,
    as the large ones of the hub do; `pause`: seconds that each file takes."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed is no news."""

    def __init__(self, repos: dict[str, Path]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.repos = repos
        self.asked: list[tuple[str, str]] = []
        self.reset()

    def reset(self) -> None:
        """Well-behaved again."""
        self.cut: set[str] = set()
        self.failures: dict[str, Iterator[Failure]] = {}
        self.sizes: dict[str, int] = {}
        self.garbled: set[str] = set()
        self.elsewhere = False
        self.pause = 0.0
        self.asked.clear()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Hub

    def log_message(self, format: str, *arguments: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def _answer(self, body: bool) -> None:
        path = urlparse(self.path).path
        self.server.asked.append((self.command, path))
        name = INFO if path.startswith("/api/models/") else path.split("/")[-1]
        if failure := next(self.server.failures.get(name, iter(())), None):
            return self._send(b"{}", failure[1], body, code=failure[0])
        for repo, folder in self.server.repos.items():
            if path.startswith(f"/api/models/{repo}"):
                told = json.dumps(self._info(repo, folder)).encode()
                return self._send(told, {"Content-Type": "application/json"}, body)
            if path.startswith(f"/{repo}/resolve/"):
                if not (folder / name).is_file():
                    return self._send(b"{}", {"X-Error-Code": "EntryNotFound"}, body, code=404)
                return self._refer(folder / name) if self.server.elsewhere else self._file(folder / name, body)
            if path.startswith(f"/elsewhere/{folder.name}/"):
                return self._file(folder / name, body)
        return self._send(b"{}", {"X-Error-Code": "RepoNotFound"}, body, code=404)

    def _refer(self, path: Path) -> None:
        data = path.read_bytes()
        linked = {"X-Linked-ETag": f'"{hashlib.sha256(data).hexdigest()}"', "X-Linked-Size": str(len(data))}
        place = {"Location": f"{self.server.url}/elsewhere/{path.parent.name}/{path.name}", "X-Repo-Commit": COMMIT}
        self._send(b"", place | linked, body=False, code=302)

    def _file(self, path: Path, body: bool) -> None:
        data = path.read_bytes()
        headers = {"ETag": f'"{hashlib.sha256(data).hexdigest()}"', "X-Repo-Commit": COMMIT, "Accept-Ranges": "bytes"}
        if path.name in self.server.garbled:
            data = data[::-1]
        start = 0
        if wanted := self.headers.get("Range"):
            start = int(wanted.removeprefix("bytes=").split("-")[0])
            headers["Content-Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
        self._send(data[start:], headers, body, 206 if wanted else 200, cut=path.name in self.server.cut)
        if body:
            self.server.cut.discard(path.name)

    def _send(self, data: bytes, headers: dict[str, str], body: bool, code: int = 200, cut: bool = False) -> None:
        self.send_response(code)
        for name, value in ({"Content-Length": str(len(data))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        half = len(data) // 2
        if body:
            self.wfile.write(data[:half])
            time.sleep(self.server.pause)
        if body and cut:
            self.close_connection = True
            self.connection.close()
        elif body:
            self.wfile.write(data[half:])

    def _info(self, repo: str, folder: Path) -> dict[str, object]:
        files = [self._described(path) for path in sorted(folder.iterdir())]
        return {
            "id": repo, "modelId": repo, "sha": COMMIT, "siblings": files, "tags": [], "private": False, "downloads": 0,
        }  # fmt: skip

    def _described(self, path: Path) -> dict[str, object]:
        size = self.server.sizes.get(path.name, path.stat().st_size)
        entry: dict[str, object] = {"rfilename": path.name, "size": size, "blobId": "0"}
        if path.suffix in (".safetensors", ".bin", ".spm"):
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            entry["lfs"] = {"sha256": digest, "size": size, "pointerSize": 130}
        return entry


@contextmanager
def serving(repos: dict[str, Path]) -> Iterator[Hub]:
    hub = Hub(repos)
    threading.Thread(target=hub.serve_forever, daemon=True).start()
    try:
        yield hub
    finally:
        hub.shutdown()
        hub.server_close()
