"""What a file is, by its content and never by its name."""

import io
import warnings
from pathlib import PurePath

import filetype
from PIL import Image, UnidentifiedImageError

from archive.preservation import inspect
from forms.errors import UploadRefused
from forms.schema.components import FILE_TYPES

# Of each type the first ending that it has there.
_SUFFIX: dict[str, str] = {mime: ending for ending, mime in reversed(list(FILE_TYPES.items()))}
_MAX_NAME = 120


def judge(content: bytes, limit_bytes: int) -> str:
    """Media type of a file that we take: PDF, JPG or PNG.

    Raises:
        UploadRefused: empty, too large, of another kind, broken, encrypted, out of bounds or active.

    Source: inventory Part D, general rule of attachments.
    """
    if not content:
        raise UploadRefused("empty")
    if len(content) > limit_bytes:
        raise UploadRefused("too-large")
    kind = filetype.guess(content[:8192])
    mime = kind.mime if kind else ""
    if mime not in _SUFFIX:
        raise UploadRefused("kind")
    if mime == "application/pdf":
        _judge_pdf(content)
    else:
        _judge_image(content)
    return mime


def clean_name(name: str, mime: str) -> str:
    """A name that any system takes, with the ending of what the file really is."""
    stem = PurePath(name.replace("\\", "/")).stem
    kept = "".join(c if c.isalnum() or c in " -_()" else "_" for c in stem).strip(" _")
    return (kept or "anexo")[:_MAX_NAME] + _SUFFIX[mime]


def _judge_pdf(content: bytes) -> None:
    # Opened in a child with limits: a stranger's file never meets a parser in this process.
    refusal = inspect(content).refusal
    if refusal:
        raise UploadRefused(refusal)


def _judge_image(content: bytes) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content)) as image:
                image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UploadRefused("pixels") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise UploadRefused("broken") from error
