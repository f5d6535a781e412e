"""What is signed, sealed or hashed is written in Spanish, whatever language its reader chose (Constitución, art. 10)."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.utils import translation

P = ParamSpec("P")
R = TypeVar("R")


def in_spanish(write: Callable[P, R]) -> Callable[P, R]:
    """Let a function write in the window's own language."""

    @wraps(write)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        with translation.override(settings.LANGUAGE_CODE):
            return write(*args, **kwargs)

    return wrapped
