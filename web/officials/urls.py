"""Addresses of the officials' desk."""

from django.urls import include, path

from web.officials import batches, counter, drafting, inbox, incidents, views

app_name = "officials"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("filtros/", inbox.save_filter, name="save_filter"),
    path("filtros/<int:filter_id>/quitar/", inbox.delete_filter, name="delete_filter"),
    path("expediente/<str:radicado>/seguir/", inbox.follow, name="follow"),
    path("", include("web.officials.hand_urls")),
    path("tarea/<uuid:item_id>/", views.item, name="item"),
    path("tarea/<uuid:item_id>/borrador/", drafting.save_draft, name="save_draft"),
    path("tarea/<uuid:item_id>/previa/", drafting.preview, name="preview"),
    path(
        "tarea/<uuid:item_id>/previa/<uuid:preview_id>/<int:number>/",
        drafting.previewed,
        name="previewed",
    ),
    path("expediente/<str:radicado>/flujo.bpmn", views.drawing, name="drawing"),
    path("tarea/<uuid:item_id>/tomar/", views.claim, name="claim"),
    path("tarea/<uuid:item_id>/soltar/", views.release, name="release"),
    path("expediente/<str:radicado>/", views.case, name="case"),
    path("documento/<uuid:document_id>/", views.document, name="document"),
    path("radicar/", counter.choose, name="counter"),
    path("radicar/<slug:slug>/", counter.fill, name="counter_form"),
    path("firmar/", batches.choose, name="batch_choose"),
    path("firmar/<uuid:batch_id>/", batches.batch, name="batch"),
    path("firmar/<uuid:batch_id>/firmar/", batches.sign, name="batch_sign"),
    path("incidentes/", incidents.incidents, name="incidents"),
    path("incidentes/<uuid:incident_id>/", incidents.incident, name="incident"),
    path("incidentes/<uuid:incident_id>/reintentar/", incidents.retry, name="retry_incident"),
    path("incidentes/<uuid:incident_id>/resolver/", incidents.resolve, name="resolve_incident"),
]
