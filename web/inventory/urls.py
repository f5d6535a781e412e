"""Addresses of the inventory."""

from django.urls import path

from web.inventory import views

app_name = "inventory"
urlpatterns = [
    path("", views.listing, name="list"),
    path("inventario.json", views.as_json, name="json"),
    path("inventario.csv", views.as_csv, name="csv"),
    path("inventario.pdf", views.as_pdf, name="pdf"),
    path("<slug:slug>/", views.one, name="one"),
    path("<slug:slug>/hoja-de-vida.pdf", views.suit_pdf, name="suit_pdf"),
    path("<slug:slug>/hoja-de-vida.json", views.suit_json, name="suit_json"),
]
