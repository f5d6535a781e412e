"""Addresses of the analysts' shelf, of drafts and of what becomes of them."""

from django.urls import include, path

from web.analysts import comparing, draft_files, drafts, moving, rehearsals, review, shared, views

app_name = "analysts"
_DRAFT = "borradores/<uuid:draft_id>/"
urlpatterns = [
    path("", views.shelf, name="shelf"),
    path("compartido/", shared.listing, name="shared"),
    path("compartido/<slug:slug>/", shared.page, name="shared_one"),
    path("compartido/<slug:slug>/borrador/", shared.begin, name="shared_draft"),
    path("borradores/", drafts.listing, name="drafts"),
    path("borradores/nuevo/", drafts.make, name="draft_new"),
    path(_DRAFT, include("web.analysts.studio_urls")),
    path("borradores/plantilla/", drafts.make_new, name="draft_template"),
    path(f"{_DRAFT}resumen/", drafts.overview, name="draft"),
    path(f"{_DRAFT}descartar/", drafts.discard, name="draft_discard"),
    path(f"{_DRAFT}exportar.zip", drafts.export, name="draft_zip"),
    path(f"{_DRAFT}archivos.json", draft_files.listing, name="draft_files"),
    path(f"{_DRAFT}archivos/<path:path>", draft_files.file, name="draft_file"),
    path(f"{_DRAFT}mover.json", draft_files.move, name="draft_move"),
    path(f"{_DRAFT}presencia.json", draft_files.presence_of, name="draft_presence"),
    path(f"{_DRAFT}historia.json", draft_files.history, name="draft_history"),
    path(f"{_DRAFT}hallazgos.json", rehearsals.findings, name="draft_findings"),
    path(f"{_DRAFT}ensayos/", rehearsals.ask, name="draft_rehearse"),
    path(f"{_DRAFT}ensayar/", rehearsals.ask_all, name="draft_rehearse_all"),
    path(
        f"{_DRAFT}ensayos/<uuid:rehearsal_id>/detener/",
        rehearsals.stop,
        name="draft_rehearsal_stop",
    ),
    path(
        f"{_DRAFT}ensayos/<uuid:rehearsal_id>/seguir/",
        rehearsals.resume,
        name="draft_rehearsal_resume",
    ),
    path(f"{_DRAFT}ensayos/<uuid:rehearsal_id>.json", rehearsals.told, name="draft_rehearsal"),
    path(
        f"{_DRAFT}revisiones/<int:revision>/<path:path>", draft_files.earlier, name="draft_earlier"
    ),
    path(f"{_DRAFT}diferencia/", comparing.of_draft, name="draft_difference"),
    path(f"{_DRAFT}revision/", review.submit, name="draft_submit"),
    path("revision/<uuid:draft_id>/", review.page, name="review"),
    path("revision/<uuid:draft_id>/publicar/", review.publish, name="review_publish"),
    path("revision/<uuid:draft_id>/devolver/", review.send_back, name="review_return"),
    path("<slug:slug>/versiones/", comparing.listing, name="versions"),
    path("<slug:slug>/versiones/<int:number>/flujo.bpmn", comparing.flow, name="version_flow"),
    path("<slug:slug>/retirar/", comparing.retire, name="retire"),
    path("<slug:slug>/diferencias/", comparing.choose, name="difference_choose"),
    path("<slug:slug>/diferencias/<int:before>/<int:after>/", comparing.two, name="difference"),
    path("<slug:slug>/casos/", moving.page, name="moving"),
    path("<slug:slug>/casos/<uuid:moving_id>/", moving.progress, name="moved"),
    path("<slug:slug>/", views.procedure, name="procedure"),
    path("<slug:slug>/flujo.bpmn", views.diagram, name="diagram"),
]
