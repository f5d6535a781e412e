"""Addresses of the trusted authorities, for who administers the window."""

from django.urls import path

from web.trust import views

app_name = "trust"
urlpatterns = [
    path("", views.roots_page, name="roots"),
    path("leer/", views.read, name="read"),
    path("agregar/", views.add, name="add"),
    path("<int:root_id>/", views.root, name="root"),
    path("<int:root_id>/retirar/", views.withdraw, name="withdraw"),
]
