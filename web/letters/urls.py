"""Addresses of the messages of a case."""

from django.urls import path

from web.letters import views

app_name = "letters"
urlpatterns = [path("<str:radicado>/", views.write, name="write")]
