"""Addresses of the notices to third parties, and of those that a person chooses for themselves."""

from django.urls import path

from web.notices import mine, mobile, views

app_name = "notices"
urlpatterns = [
    path("", views.standing, name="standing"),
    path("mios/", mine.mine, name="mine"),
    path("mios/celular/", mobile.confirm, name="mobile"),
    path("mios/celular/codigo/", mobile.send, name="mobile_code"),
    path("cancelar/<str:link>/", mine.stop, name="stop"),
]
