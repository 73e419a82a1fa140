"""One POST by plain HTTP: what was handed over and what certainly was not are told apart; no redirect is followed."""

import http.client
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

from lixiang.channels.letters import NotSent, Uncertain

SECONDS = 10  # without a byte
LONGEST = 30  # altogether: an answer that drips would hold up every letter behind it
LONGEST_ANSWER = 65_536
# The gateway says itself that it did not take the letter; other 5xx may come from something in between.
REFUSED = {*range(300, 500), 503}


def post(url: str, body: bytes, headers: dict[str, str] | None = None) -> dict[str, Any]:
    """The answer as an object ({} where it is none). Raises NotSent or Uncertain, which never name the address."""
    parts = urlsplit(url)
    connection = _connection(parts.scheme, parts.hostname or "", parts.port)
    try:
        _connect(connection)
        return _exchange(connection, parts.path or "/", parts.query, body, headers or {})
    finally:
        connection.close()


def _connection(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=SECONDS, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, port, timeout=SECONDS)


def _connect(connection: http.client.HTTPConnection) -> None:
    try:
        connection.connect()
    except OSError as error:
        raise NotSent(f"无法连接对方服务器（{type(error).__name__}）") from None


def _exchange(
    connection: http.client.HTTPConnection, path: str, query: str, body: bytes, headers: dict[str, str]
) -> dict[str, Any]:
    try:
        words = {"Content-Type": "application/json; charset=utf-8", **headers}
        with _cut_off_late(connection):
            connection.request("POST", f"{path}?{query}" if query else path, body, words)
            answer = connection.getresponse()
            text = answer.read(LONGEST_ANSWER)
    except (OSError, http.client.HTTPException) as error:
        raise Uncertain(f"已发出，没有收到答复（{type(error).__name__}）") from None
    if answer.status in REFUSED:
        raise NotSent(f"对方服务器拒绝（HTTP {answer.status}）")
    if answer.status >= 500:
        raise Uncertain(f"对方服务器出错（HTTP {answer.status}），不能确定是否送达")
    return _object_in(text)


@contextmanager
def _cut_off_late(connection: http.client.HTTPConnection) -> Iterator[None]:
    """Raises TimeoutError when all of it took too long, whatever was read by then."""
    late = threading.Event()
    line = connection.sock  # an answer that ends with the connection takes it away from `connection`

    def cut() -> None:
        late.set()
        with suppress(OSError):  # the other side has hung up already
            socket.socket.shutdown(line, socket.SHUT_RDWR)

    guard = threading.Timer(LONGEST, cut)
    guard.daemon = True
    guard.start()
    try:
        yield
    finally:
        guard.cancel()
    if late.is_set():
        raise TimeoutError


def _object_in(text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
