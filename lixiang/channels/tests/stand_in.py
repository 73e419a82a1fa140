"""A server on the loopback that stands where a robot or a gateway would; it keeps what came and answers as told."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class StandIn:
    """`requests`: (path with query, headers, body) of all that came; `checks` says whether one may pass."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, dict[str, str], bytes]] = []
        self.status, self.answer, self.hangs_up = 200, {"errcode": 0, "code": 0}, False
        self.pause = 0.0  # seconds after each byte of the answer
        self.checks = lambda path, headers, body: True

    def bodies(self) -> list[dict]:
        return [json.loads(body) for _, _, body in self.requests]


@contextmanager
def standing_in() -> Iterator[tuple[StandIn, str]]:
    """The stand-in and its address; gone when the test is over."""
    stand_in = StandIn()

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802 - the name that http.server calls
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            stand_in.requests.append((self.path, headers, body))
            if stand_in.hangs_up:
                return
            passes = stand_in.checks(self.path, headers, body)
            self.send_response(stand_in.status if passes else 403)
            self.end_headers()
            for byte in json.dumps(stand_in.answer).encode():
                self.wfile.write(bytes([byte]))
                time.sleep(stand_in.pause)

        def log_message(self, *words: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield stand_in, f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
