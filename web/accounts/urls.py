"""Addresses of accounts that allauth does not have."""

from django.urls import path

from web.accounts import views

urlpatterns = [path("entrar/destino/", views.destination, name="account_destination")]
