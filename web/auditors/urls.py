"""Addresses of the auditors."""

from django.urls import path

from web.auditors import evidence, views

app_name = "auditors"
urlpatterns = [
    path("", views.search, name="search"),
    path("registro/", evidence.heads, name="heads"),
    path("sellos/", evidence.stamps, name="stamps"),
    path("sellos.json", evidence.stamps_json, name="stamps_json"),
    path("<str:radicado>/", views.story, name="story"),
    path("<str:radicado>/paquete.zip", views.package, name="package"),
    path("<str:radicado>/eventos/<int:seq>/prueba.json", evidence.proof, name="proof"),
]
