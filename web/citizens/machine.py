"""A procedure's sheet for machines: a GovernmentService of schema.org, as JSON-LD."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from bpmn.entity import load as load_entity
from bpmn.package.sheet import Sheet
from engine.commands import clock
from engine.queries import catalogue, durations

_TYPE = "application/ld+json"


@require_GET
def sheet(request: HttpRequest, slug: str) -> JsonResponse:
    """What the page of the sheet says, with the times that are measured."""
    found = catalogue.sheet(slug)
    times = durations.of_procedure(slug, clock.today())
    page = request.build_absolute_uri(reverse("citizens:sheet", args=[slug]))
    return JsonResponse(
        _service(found, page) | {"additionalProperty": _measured(times)},
        content_type=_TYPE,
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )


def _service(sheet: Sheet, page: str) -> dict[str, Any]:
    entity = load_entity(settings.ENTITY)
    return {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "@id": page,
        "url": page,
        "name": sheet.official_name,
        "alternateName": sheet.short_name,
        "description": sheet.purpose,
        "keywords": [*sheet.themes, *sheet.life_events, *sheet.public_search],
        "inLanguage": "es-CO",
        "audience": {"@type": "Audience", "audienceType": sheet.audience},
        "provider": {
            "@type": "GovernmentOrganization",
            "name": entity.name,
            "department": {"@type": "Organization", "name": sheet.responsible_unit.name},
        },
        "areaServed": {"@type": "AdministrativeArea", "name": entity.municipality},
        "serviceOutput": sheet.result,
        "termsOfService": [norm.norm for norm in sheet.legal_basis],
        "offers": {"@type": "Offer", "description": sheet.fee.text or "Gratuito"},
    }


def _measured(times: durations.Durations) -> list[dict[str, Any]]:
    told = {
        "cases": times.cases,
        "medianBusinessDays": times.median,
        "p90BusinessDays": times.p90,
    }
    return [
        {"@type": "PropertyValue", "name": name, "value": value}
        for name, value in told.items()
        if value is not None
    ]
