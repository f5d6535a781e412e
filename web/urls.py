"""Addresses of the window."""

from django.urls import include, path

from web.accounts.languages import choose

urlpatterns = [
    path("idioma/", choose, name="set_language"),
    path("cuenta/", include("allauth.urls")),
    path("oficina/", include("web.officials.urls")),
    path("archivo/", include("web.archivists.urls")),
    path("auditoria/", include("web.auditors.urls")),
    path("analisis/", include("web.analysts.urls")),
    path("verificar/", include("web.verify.urls")),
    path("avisos/", include("web.notices.urls")),
    path("cifras/", include("web.figures.urls")),
    path("inventario/", include("web.inventory.urls")),
    path("mensajes/", include("web.letters.urls")),
    path("participar/", include("web.actions.urls")),
    path("intercambio/", include("web.exchange.urls")),
    path("administracion/parametros/", include("web.parameters.urls")),
    path("administracion/confianza/", include("web.trust.urls")),
    path("", include("web.payments.urls")),
    path("", include("web.keys.urls")),
    path("", include("web.accounts.urls")),
    path("", include("web.citizens.urls")),
]
