"""Addresses of the auditors."""

from django.urls import path

from web.auditors import evidence, many, purposes, reports, search, views

app_name = "auditors"
urlpatterns = [
    path("", search.search, name="search"),
    path("finalidad/", purposes.purpose, name="purpose"),
    path("finalidad/<uuid:purpose_id>/cerrar/", purposes.close, name="close_purpose"),
    path("informes/", reports.overview, name="reports"),
    path("informes.json", reports.as_json, name="reports_json"),
    path("informes/<slug:key>.svg", reports.chart, name="chart"),
    path("informes/<slug:key>.csv", reports.as_csv, name="report_csv"),
    path("verificar/", many.start, name="verify_many"),
    path("verificar/<uuid:batch_id>/", many.batch, name="batch"),
    path("verificar/<uuid:batch_id>/de-nuevo/", many.again, name="batch_again"),
    path("verificar/<uuid:batch_id>/tabla.csv", many.as_csv, name="batch_csv"),
    path("verificar/<uuid:batch_id>/tabla.json", many.as_json, name="batch_json"),
    path("registro/", evidence.heads, name="heads"),
    path("sellos/", evidence.stamps, name="stamps"),
    path("sellos.json", evidence.stamps_json, name="stamps_json"),
    path("<str:radicado>/", views.story, name="story"),
    path("<str:radicado>/pruebas.zip", evidence.evidence, name="evidence"),
    path("<str:radicado>/paquete.zip", views.package, name="package"),
    path("<str:radicado>/eventos/<int:seq>/prueba.json", evidence.proof, name="proof"),
]
