"""Addresses of the parameters' pages."""

from django.urls import path

from web.parameters import views

app_name = "parameters"
urlpatterns = [
    path("", views.listing, name="list"),
    path("calendario/", views.calendar, name="calendar"),
    path("<str:code>/", views.parameter, name="one"),
    path("<slug:procedure>/<str:code>/", views.parameter, name="of_procedure"),
]
