"""The queue of files: what is read from it is a whole message, however busy those who write are."""

import threading
from pathlib import Path
from queue import Empty

from kombu import Connection

from web import file_queue

MESSAGES = 400
# Longer than what the system writes at once.
BODY = "x" * 50_000


def _open(folder: Path) -> Connection:
    options = {f"data_folder_{way}": str(folder / "queue") for way in ("in", "out")}
    options |= {"control_folder": str(folder / "control")}
    for part in ("queue", "control"):
        (folder / part).mkdir(exist_ok=True)
    return Connection("filesystem://", transport=file_queue.ALIAS, transport_options=options)


def test_a_reader_finds_whole_messages_while_others_write(tmp_path: Path) -> None:
    with _open(tmp_path) as writes, _open(tmp_path) as reads:
        written = writes.SimpleQueue("cola")
        read = reads.SimpleQueue("cola")

        def write() -> None:
            for number in range(MESSAGES):
                written.put({"number": number, "body": BODY})

        writer = threading.Thread(target=write)
        writer.start()
        found = []
        while len(found) < MESSAGES:
            try:
                message = read.get_nowait()
            except Empty:
                continue
            assert message.payload["body"] == BODY
            message.ack()
            found.append(message.payload["number"])
        writer.join()

    assert sorted(found) == list(range(MESSAGES))
