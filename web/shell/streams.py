"""Pages that grow while something runs."""

from collections.abc import Iterator

from django.http import StreamingHttpResponse
from django.utils import translation


def growing_page(parts: Iterator[str]) -> StreamingHttpResponse:
    """The parts as they are made, in the language of who asked: they are written after the view is over."""
    answer = StreamingHttpResponse(_spoken(translation.get_language(), parts))
    # nginx would hold it back otherwise.
    answer["X-Accel-Buffering"] = "no"
    return answer


def _spoken(language: str, parts: Iterator[str]) -> Iterator[str]:
    with translation.override(language):
        yield from parts
