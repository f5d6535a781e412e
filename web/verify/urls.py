"""Addresses of public verification; the short one is printed in every QR code."""

from django.urls import path

from web.verify import views

app_name = "verify"
urlpatterns = [
    path("", views.start, name="start"),
    path("archivo/", views.upload, name="upload"),
    path("informe/", views.report_pdf, name="report"),
    path("<str:code>/", views.by_code, name="code"),
    path("<str:code>/documento.pdf", views.download, name="download"),
]
