"""How files that a page sends are taken: few by default, and many only where a view says so.

A file in memory costs memory, one in a temporary file a descriptor until the request ends: a page that takes
a thousand writes each down and closes it.
"""

import contextlib
import shutil
import weakref
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest
from django.views.decorators.csrf import csrf_exempt

P = ParamSpec("P")
R = TypeVar("R")


class FewFilesHandler(FileUploadHandler):
    """Refuses a page with more files than any form of the window has; it keeps none itself."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._count = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self._count += 1
        if self._count > settings.UPLOAD_MAX_FILES:
            raise TooManyFilesSent
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


class LaidAside(UploadedFile):  # type: ignore[type-arg]  # not generic when it runs
    """A file that lies closed on the disk; closing it for good removes it."""

    def __init__(self, place: Path, name: str, size: int) -> None:
        super().__init__(name=name, size=size)
        self.place = place

    def close(self) -> None:
        self.place.unlink(missing_ok=True)


class ManyFilesHandler(FileUploadHandler):
    """Lays each file aside; what comes after the limits is not kept, and the view can tell by what is there.

    Args:
        most_files: one more than that is still kept, so that the view sees that there are too many.
        most_bytes: of all of them together; the one that goes over is still kept as far as it came.
    """

    def __init__(self, request: HttpRequest, *, most_files: int, most_bytes: int) -> None:
        super().__init__(request)
        self._files_left, self._bytes_left = most_files + 1, most_bytes
        self._folder = Path(mkdtemp(prefix="ventanilla-envio-"))
        # However the request ends: nothing that somebody sent stays behind.
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if not self._files_left or self._bytes_left < 0:
            raise StopUpload(connection_reset=False)
        self._files_left -= 1
        self.file = (self._folder / str(self._files_left)).open("wb")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self._bytes_left >= 0:
            self._bytes_left -= len(raw_data)
            self.file.write(raw_data)

    def file_complete(self, file_size: int) -> LaidAside:
        self.file.close()
        return LaidAside(Path(self.file.name), self.file_name or "archivo", file_size)


def takes_many_files(
    *, most_files: int, most_bytes: int
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """For a view that takes many; below who may open it stands `csrf_protect`, which reads the form."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @csrf_exempt
        @wraps(view)
        def prepared(*args: P.args, **kwargs: P.kwargs) -> R:
            request = next(one for one in args if isinstance(one, HttpRequest))
            # Somebody before us has read the form: then it was taken as any other.
            with contextlib.suppress(AttributeError):
                request.upload_handlers = [
                    ManyFilesHandler(request, most_files=most_files, most_bytes=most_bytes)
                ]
            return view(*args, **kwargs)

        return prepared

    return decorate
