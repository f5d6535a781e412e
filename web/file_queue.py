"""The queue of files of the embedded window: kombu's, but a message appears whole or not at all.

kombu makes the file and then writes it; a worker that looked in between read nothing, and ended.
"""

from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps

ALIAS = "web.file_queue:Transport"


class Channel(filesystem.Channel):
    """Reads as kombu's does."""

    def _put(self, queue: str, message: Any, **_kwargs: Any) -> None:  # type: ignore[override]
        folder = Path(self.data_folder_out)
        name = f"{round(monotonic() * 1000)}_{uuid4()}.{queue}.msg"
        # No reader takes a name that begins with a dot for a message.
        unseen = folder / f".{name}"
        try:
            unseen.write_text(dumps(message), encoding="utf-8")  # type: ignore[no-untyped-call]
            unseen.replace(folder / name)
        except OSError as error:
            raise ChannelError(f"Cannot add {name!r} to {folder}") from error


class Transport(filesystem.Transport):
    """kombu's transport with these channels."""

    Channel = Channel
