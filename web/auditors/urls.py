"""Addresses of the auditors."""

from django.urls import path

from web.auditors import views

app_name = "auditors"
urlpatterns = [
    path("", views.search, name="search"),
    path("<str:radicado>/", views.story, name="story"),
]
