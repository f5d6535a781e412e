"""A scenario's answers as its start form keeps them, with generated files where it attaches some."""

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter

from bpmn.package.scenarios import SampleFiles, Scenario
from engine.clock import BOGOTA
from engine.commands import read_start_answers
from forms import uploads


def scenario_answers(
    slug: str, scenario: Scenario, owner_id: int | None, now: datetime
) -> dict[str, Any]:
    """The answers, read by the published start form.

    Raises:
        ProcedureNotFound: nothing is published under that slug.
        AnswersRefused: the answers break the form's rules.
    """
    answers = with_files(scenario.answers, scenario.files, owner_id, now)
    today = now.astimezone(BOGOTA).date()
    return read_start_answers(slug, answers, today, owner_id, scenario.form)


def with_files(
    answers: Mapping[str, Any],
    files: Mapping[str, SampleFiles],
    owner_id: int | None,
    now: datetime,
) -> dict[str, Any]:
    """Answers with an uploaded sample, or several, at each filepicker's key."""

    def told(file: str, number: int = 0) -> dict[str, str]:
        sample = SimpleUploadedFile(file, sample_file(file, number))
        return {"upload": str(uploads.accept(sample, owner_id, now).pk)}

    filled: dict[str, Any] = _copy(answers)
    for name, held in files.items():
        several = [] if isinstance(held, str) else [told(file, at) for at, file in enumerate(held)]
        _put(filled, name.split("."), told(held) if isinstance(held, str) else several)
    return filled


def sample_file(name: str, number: int = 0) -> bytes:
    """A small file of the kind that its name says: PDF, or a picture.

    Args:
        name: of the file.
        number: those of one field differ by it, as no two of them are the same file.
    """
    out = io.BytesIO()
    if name.lower().endswith((".jpg", ".jpeg", ".png")):
        kind = "PNG" if name.lower().endswith(".png") else "JPEG"
        Image.new("RGB", (64 + number, 64), "white").save(out, kind)
    else:
        writer = PdfWriter()
        writer.add_blank_page(width=612 + number, height=792)
        writer.write(out)
    return out.getvalue()


def _copy(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copy(inner) for key, inner in value.items()}
    return [_copy(inner) for inner in value] if isinstance(value, list | tuple) else value


def _put(target: dict[str, Any], path: list[str], value: Any) -> None:
    for key in path[:-1]:
        target = target.setdefault(key, {})
    target[path[-1]] = value
