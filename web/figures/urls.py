"""Addresses of the figures."""

from django.urls import path

from web.figures import views

app_name = "figures"
urlpatterns = [
    path("<slug:slug>/", views.latest, name="latest"),
    path("<slug:slug>/<int:year>-<int:quarter>/", views.one, name="one"),
    path("<slug:slug>/<int:year>-<int:quarter>.json", views.as_json, name="json"),
    path("<slug:slug>/<int:year>-<int:quarter>.csv", views.as_csv, name="csv"),
    path("<slug:slug>/<int:year>-<int:quarter>.pdf", views.as_pdf, name="pdf"),
]
