"""Addresses of money."""

from django.urls import path

from web.payments import notices, office, orders

app_name = "payments"
urlpatterns = [
    path("pagos/avisos/<slug:gateway>/", notices.notice, name="notice"),
    path("pagos/<slug:reference>/", orders.order, name="order"),
    path("pagos/<slug:reference>/pagar/", orders.pay, name="pay"),
    path("pagos/<slug:reference>/regreso/", orders.back, name="back"),
    path("oficina/pagos/", office.home, name="office"),
    path("oficina/pagos/ordenes/", office.orders, name="orders"),
    path("oficina/pagos/diferencias/<int:line_id>/", office.difference, name="difference"),
    path("oficina/pagos/diferencias/<int:line_id>/resolver/", office.resolve, name="resolve"),
]
