"""Addresses of what officials do with one another: hands, questions, notes, absences, the board."""

from django.urls import path

from web.officials import absences, board, bulk, hands, notes, receipts, terms

urlpatterns = [
    *(
        path(f"tarea/<uuid:item_id>/{verb}/", hands.act, {"verb": verb}, name=verb)
        for verb in hands.VERBS
    ),
    path("tarea/<uuid:item_id>/retomar/", hands.take_back, name="take_back"),
    path("consultas/", hands.consultations, name="consultations"),
    path("consultas/<uuid:consultation_id>/", hands.consultation, name="consultation"),
    path("consultas/<uuid:consultation_id>/retirar/", hands.withdraw, name="withdraw_consultation"),
    path("expediente/<str:radicado>/notas/", notes.notes, name="notes"),
    path("radicado/<str:radicado>/constancia/", receipts.receipt, name="receipt"),
    path("varias/", bulk.bulk, name="bulk"),
    path("varias/terminar/", bulk.finish, name="bulk_finish"),
    path("tablero/", board.board, name="board"),
    path("tablero/tareas/", board.items, name="board_items"),
    path("tablero/suspendidos/", board.standing, name="board_standing"),
    path("expediente/<str:radicado>/termino/", terms.term, name="term"),
    path("ausencias/", absences.absences, name="absences"),
    path("ausencias/nueva/", absences.enter, name="absence_own"),
    path("ausencias/de/", absences.whose, name="absence_whose"),
    path("ausencias/de/<int:user_id>/", absences.enter, name="absence_of"),
    path("ausencias/<uuid:absence_id>/terminar/", absences.end, name="end_absence"),
]
