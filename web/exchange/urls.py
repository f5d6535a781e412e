"""The one address that machines of other entities post to."""

from django.urls import path

from web.exchange import views

app_name = "exchange"
urlpatterns = [path("respuestas/", views.answers, name="answers")]
