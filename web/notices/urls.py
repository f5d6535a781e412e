"""Addresses of the notices to third parties."""

from django.urls import path

from web.notices import views

app_name = "notices"
urlpatterns = [path("", views.standing, name="standing")]
