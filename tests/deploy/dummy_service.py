"""A service that only says it is ready, and `/crash` ends it: what the supervisor needs of one."""

import json
import os
from http.server import BaseHTTPRequestHandler, HTTPServer


class Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/crash":
            os._exit(3)
        self.send_response(200)
        self.end_headers()
        told = {key: value for key, value in os.environ.items() if key.startswith("CSPR_")}
        self.wfile.write(json.dumps({"pid": os.getpid(), "told": told}).encode())

    def log_message(self, *parts: object) -> None:
        """Nothing: the supervisor asks twenty times a second."""


if __name__ == "__main__":
    where = (os.environ["CSPR_HOST"], int(os.environ["CSPR_PORT"]))
    HTTPServer(where, Answers).serve_forever()
