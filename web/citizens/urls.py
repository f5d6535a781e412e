"""Addresses of the citizens' pages."""

from django.urls import path

from web.citizens import (
    attachments,
    cases,
    catalogue,
    codes,
    filing,
    machine,
    signing,
    without_account,
)

app_name = "citizens"
urlpatterns = [
    path("", catalogue.home, name="home"),
    path("privacidad/", catalogue.privacy, name="privacy"),
    path("tramites/<slug:slug>/", catalogue.sheet, name="sheet"),
    path("tramites/<slug:slug>/ficha.jsonld", machine.sheet, name="sheet_data"),
    path("tramites/<slug:slug>/solicitud/", filing.begin, name="begin"),
    path("tramites/<slug:slug>/sin-cuenta/", without_account.fill, name="without_account"),
    path("adjuntos/", attachments.take, name="attach"),
    path("adjuntos/<uuid:upload_id>/", attachments.show, name="attachment"),
    path("borradores/<uuid:draft_id>/", filing.fill, name="fill"),
    path("borradores/<uuid:draft_id>/revisar/", filing.preview, name="preview"),
    path("borradores/<uuid:draft_id>/solicitud.pdf", signing.document, name="request_pdf"),
    path("borradores/<uuid:draft_id>/codigo/", signing.ask, name="ask_code"),
    path("borradores/<uuid:draft_id>/firmar/", signing.sign, name="sign"),
    path("borradores/<uuid:draft_id>/eliminar/", filing.discard, name="discard"),
    path("mis-tramites/", cases.my_cases, name="my_cases"),
    path("mis-tramites/<str:radicado>/", cases.case, name="case"),
    path("mis-tramites/<str:radicado>/plazo/", cases.term, name="term"),
    path("mis-tramites/<str:radicado>/recibido/", cases.receipt, name="receipt"),
    path("mis-tramites/<str:radicado>/notificarme/", cases.acknowledge, name="acknowledge"),
    path("documentos/<uuid:document_id>/", cases.document, name="document"),
    path("radicado/", cases.lookup, name="lookup"),
    path("radicado/codigo/", codes.lost, name="lost_code"),
]
