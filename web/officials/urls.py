"""Addresses of the officials' desk."""

from django.urls import path

from web.officials import views

app_name = "officials"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("tarea/<uuid:item_id>/", views.item, name="item"),
    path("tarea/<uuid:item_id>/tomar/", views.claim, name="claim"),
    path("tarea/<uuid:item_id>/soltar/", views.release, name="release"),
    path("expediente/<str:radicado>/", views.case, name="case"),
    path("documento/<uuid:document_id>/", views.document, name="document"),
]
