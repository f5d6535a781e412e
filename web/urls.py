"""Addresses of the window."""

from django.urls import path, include

urlpatterns = [path("cuenta/", include("allauth.urls"))]
