"""Files that people attach: judged by content, kept aside until they are filed."""

from forms.uploads.judging import judge
from forms.uploads.keeping import (
    accept,
    content,
    forget,
    older_than,
    owned,
    owned_among,
    unowned_older_than,
)

__all__ = [
    "accept",
    "content",
    "forget",
    "judge",
    "older_than",
    "owned",
    "owned_among",
    "unowned_older_than",
]
