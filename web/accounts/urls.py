"""Addresses of accounts that allauth does not have."""

from django.urls import path

from web.accounts import administration, views

urlpatterns = [
    path("entrar/destino/", views.destination, name="account_destination"),
    path(
        "administracion/segundo-factor/",
        administration.second_factors,
        name="account_second_factors",
    ),
    path(
        "administracion/segundo-factor/<int:user_id>/",
        administration.reset,
        name="account_reset_second_factor",
    ),
]
