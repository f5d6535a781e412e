"""Addresses of signing keys: one's own, and everybody's for who administers them."""

from django.urls import path

from web.keys import administration, mine

app_name = "keys"
urlpatterns = [
    path("mi-firma/", mine.page, name="mine"),
    path("mi-firma/registrar/", mine.enrol, name="enrol"),
    path("mi-firma/probar/", mine.try_out, name="try_out"),
    path("mi-firma/codigo/", mine.send_code, name="send_code"),
    path("mi-firma/desactivar/", mine.deactivate, name="deactivate"),
    path("administracion/firmas/", administration.people, name="people"),
    path("administracion/firmas/sello/", administration.seal, name="seal"),
    path("administracion/firmas/sello/archivo/", administration.seal_file, name="seal_file"),
    path("administracion/firmas/sello/token/", administration.seal_token, name="seal_token"),
    path("administracion/firmas/sello/remota/", administration.seal_remote, name="seal_remote"),
    path("administracion/firmas/<int:user_id>/", administration.person, name="person"),
    path("administracion/firmas/<int:user_id>/facultad/", administration.grant, name="grant"),
    path("administracion/firmas/<int:user_id>/archivo/", administration.file, name="file"),
    path("administracion/firmas/<int:user_id>/token/", administration.token, name="token"),
    path("administracion/firmas/<int:user_id>/remota/", administration.remote, name="remote"),
    path(
        "administracion/firmas/<int:user_id>/desactivar/",
        administration.let_go,
        name="let_go",
    ),
    path(
        "administracion/firmas/<int:user_id>/facultad/<int:authority_id>/terminar/",
        administration.end_early,
        name="end_early",
    ),
]
