"""A real operator's door: the message, the secret, and what happens when it says no."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from signatures.electronic import DeliveryFailed, Letter, SmsCarrierHttp

LETTER = Letter(subject="", text="Hola")


@pytest.fixture
def operator():
    taken = []

    class Door(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            taken.append((self.headers["Authorization"], json.loads(body)))
            self.send_response(202 if "secreto" in self.headers["Authorization"] else 401)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/sms", taken
    server.shutdown()
    server.server_close()


def test_the_operator_gets_the_number_the_text_and_the_secret(operator):
    url, taken = operator
    SmsCarrierHttp(url, "secreto", 5).send("3001234567", LETTER)
    assert taken == [("Bearer secreto", {"to": "3001234567", "text": "Hola"})]


def test_a_refusal_is_a_failure_that_can_be_tried_again(operator):
    url, _ = operator
    with pytest.raises(DeliveryFailed, match="status-401"):
        SmsCarrierHttp(url, "otro", 5).send("3001234567", LETTER)


def test_nothing_leaves_without_encryption():
    with pytest.raises(DeliveryFailed, match="not-https"):
        SmsCarrierHttp("http://operador.example/sms", "secreto", 5).send("3001234567", LETTER)
