"""Addresses of the studio of one draft: its page, and what it asks besides the files."""

from django.urls import path

from web.analysts import drawings, expressions, previews, studio

urlpatterns = [
    path("", studio.desk, name="studio"),
    path("formulario.html", previews.form, name="preview_form"),
    path("documento.pdf", previews.document, name="preview_document"),
    path("mensaje.html", previews.message, name="preview_message"),
    path("dibujo.bpmn", drawings.tidy, name="tidy_drawing"),
    path("expresion.json", expressions.diagnostics, name="expression"),
    path("nombres.json", expressions.vocabulary, name="vocabulary"),
]
