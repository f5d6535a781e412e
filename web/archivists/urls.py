"""Addresses of the archivist's desk; `avisos/` is for anyone."""

from django.urls import path

from web.archivists import acts, expedientes, integrity, notices, schedule

app_name = "archivists"
urlpatterns = [
    path("", expedientes.home, name="home"),
    path("expedientes/", expedientes.expedientes, name="expedientes"),
    path("expedientes/<str:number>/", expedientes.expediente, name="expediente"),
    path("expedientes/<str:number>/indice.xml", expedientes.index_xml, name="index_xml"),
    path("expedientes/<str:number>/indice-sellado/", expedientes.index_pdf, name="index_pdf"),
    path("expedientes/<str:number>/retener/", expedientes.place_hold, name="place_hold"),
    path("retenciones/<uuid:hold_id>/levantar/", expedientes.release_hold, name="release_hold"),
    path("expedientes/<str:number>/paquete.zip", integrity.package, name="package"),
    path("integridad/", integrity.integrity, name="integrity"),
    path("trd/", schedule.schedule, name="schedule"),
    path("trd/<uuid:version_id>/", schedule.version, name="version"),
    path("trd/<uuid:version_id>/serie/", schedule.line, name="new_line"),
    path("trd/<uuid:version_id>/serie/<int:line_id>/", schedule.line, name="line"),
    path(
        "trd/<uuid:version_id>/serie/<int:line_id>/quitar/",
        schedule.remove_line,
        name="remove_line",
    ),
    path("trd/<uuid:version_id>/revisar/", schedule.submit, name="submit_version"),
    path("trd/<uuid:version_id>/devolver/", schedule.send_back, name="send_back_version"),
    path("trd/<uuid:version_id>/aprobar/", schedule.adopt, name="adopt_version"),
    path("trd/<uuid:version_id>/trd.csv", schedule.as_csv, name="version_csv"),
    path("trd/<uuid:version_id>/diferencias/", schedule.compare, name="compare"),
    path("actas/", acts.acts, name="acts"),
    path("actas/proponer/<slug:kind>/", acts.propose, name="propose"),
    path("actas/<uuid:act_id>/", acts.act, name="act"),
    path("actas/<uuid:act_id>/aprobar/", acts.approve, name="approve_act"),
    path("actas/<uuid:act_id>/sellar/", acts.seal, name="seal_act"),
    path("actas/<uuid:act_id>/rechazar/", acts.reject, name="reject_act"),
    path("actas/<uuid:act_id>/publicar/", acts.publish, name="publish_act"),
    path("actas/<uuid:act_id>/ejecutar/", acts.start, name="start_act"),
    path("actas/<uuid:act_id>/acta.pdf", acts.document, name="act_document"),
    path("avisos/", notices.notices, name="notices"),
    path("avisos/<uuid:act_id>/acta.pdf", notices.document, name="notice_document"),
]
