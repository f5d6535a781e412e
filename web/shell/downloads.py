"""Files as answers: a name that any system takes, and nothing that a browser would run."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from engine.queries.documents import DocumentFile


def file_response(file: DocumentFile, *, inline: bool) -> HttpResponse:
    """The file as a download, or shown in the page when `inline`."""
    response = HttpResponse(file.content, content_type=file.media_type)
    disposition = content_disposition_header(as_attachment=not inline, filename=file.name)
    if disposition:
        response["Content-Disposition"] = disposition
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
