"""Addresses of actions; the first is for who knows a radicado that is not theirs."""

from django.urls import path

from web.actions import views

app_name = "actions"
urlpatterns = [
    path("", views.start, name="start"),
    path("<str:radicado>/", views.choose, name="choose"),
    path("<str:radicado>/<str:token>/", views.action, name="action"),
]
