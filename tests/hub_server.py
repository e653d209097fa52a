"""A server on this machine that speaks the hub's protocol: model info, resolve with ETag and ranges, failures."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlparse

COMMIT = "0123456789abcdef0123456789abcdef01234567"


class Hub(ThreadingHTTPServer):
    """`repos`: name -> folder; `cut`: files whose first answer breaks off; `status`: codes to answer instead."""

    daemon_threads = True

    def __init__(self, repos: dict[str, Path]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.repos = repos
        self.cut: set[str] = set()
        self.status: dict[str, int] = {}
        self.asked: list[tuple[str, str]] = []

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
        for repo, folder in self.server.repos.items():
            if path.startswith(f"/api/models/{repo}"):
                return self._send(json.dumps(_info(repo, folder)).encode(), {"Content-Type": "application/json"}, body)
            if path.startswith(f"/{repo}/resolve/"):
                name = path.split("/")[-1]
                if code := self.server.status.get(name):
                    return self._fail(code, "")
                if (folder / name).is_file():
                    return self._file(folder / name, body)
                return self._fail(404, "EntryNotFound")
        code = self.server.status.get("*", 404)
        return self._fail(code, "RepoNotFound" if code in (401, 404) else "")

    def _file(self, path: Path, body: bool) -> None:
        data = path.read_bytes()
        headers = {"ETag": f'"{hashlib.sha256(data).hexdigest()}"', "X-Repo-Commit": COMMIT, "Accept-Ranges": "bytes"}
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
        if body:
            self.wfile.write(data[: len(data) // 2] if cut else data)
        if body and cut:
            self.close_connection = True
            self.connection.close()

    def _fail(self, code: int, reason: str) -> None:
        self._send(b"{}", {"X-Error-Code": reason} if reason else {}, body=self.command == "GET", code=code)


def _info(repo: str, folder: Path) -> dict[str, object]:
    files = [{"rfilename": path.name, "size": path.stat().st_size, "blobId": "0"} for path in sorted(folder.iterdir())]
    return {"id": repo, "modelId": repo, "sha": COMMIT, "siblings": files, "tags": [], "private": False, "downloads": 0}


@contextmanager
def serving(repos: dict[str, Path]) -> Iterator[Hub]:
    hub = Hub(repos)
    threading.Thread(target=hub.serve_forever, daemon=True).start()
    try:
        yield hub
    finally:
        hub.shutdown()
        hub.server_close()
