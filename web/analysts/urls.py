"""Addresses of the analysts' shelf."""

from django.urls import path

from web.analysts import views

app_name = "analysts"
urlpatterns = [
    path("", views.shelf, name="shelf"),
    path("<slug:slug>/", views.procedure, name="procedure"),
    path("<slug:slug>/flujo.bpmn", views.diagram, name="diagram"),
]
