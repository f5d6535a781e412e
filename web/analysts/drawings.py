"""The flow laid out anew for the studio: also what was written elsewhere, without a drawing or without a pool."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from bpmn import drafts
from bpmn.drawing import draw
from engine.dmn.xml import XmlRefused
from web.analysts.answers import as_json, data_only
from web.analysts.finding_words import said


@data_only
@require_POST
def tidy(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The model that was sent, with a new drawing; what it means stays."""
    drafts.draft(draft_id)
    try:
        drawn = draw(request.body)
    except (XmlRefused, UnicodeDecodeError):
        refusal = {
            "code": "drawing-impossible",
            "message": said("El flujo no se puede leer, y así no se puede dibujar."),
            "remedy": said("Corríjalo como texto, o vuelva a una versión anterior."),
        }
        return as_json(refusal, status=422)
    return HttpResponse(drawn, content_type="application/xml")
