"""Every invariant with its code and its sentence, in one place."""

from engine.checking import evidence, flow, outside, rows, series
from engine.checking.contents import Contents
from engine.checking.finding import Invariant, Options

OF_CASE: tuple[Invariant[Contents], ...] = (
    Invariant(
        "event-chain-broken",
        "La cadena de eventos del trámite está completa y sin cambios.",
        "The case's chain of events is whole and unaltered.",
        evidence.broken_chain,
    ),
    Invariant(
        "state-unreadable",
        "El estado guardado del trámite se puede leer y es de su versión.",
        "The case's frozen state can be read and is of its version.",
        flow.unreadable_state,
    ),
    Invariant(
        "token-without-row",
        "Lo que el flujo espera tiene su tarea, trabajo, temporizador o suscripción abiertos.",
        "What the flow waits for has its open item, job, timer or subscription.",
        flow.tokens_without_row,
    ),
    Invariant(
        "row-without-token",
        "Cada tarea, trabajo, temporizador o suscripción abiertos los espera el flujo.",
        "Every open item, job, timer or subscription is one that the flow waits for.",
        flow.rows_without_token,
    ),
    Invariant(
        "case-stuck",
        "Un trámite en curso espera algo que puede llegar.",
        "A case under way waits for something that can come.",
        flow.stuck,
    ),
    Invariant(
        "status-unfit",
        "La situación, el estado y las fechas del trámite concuerdan.",
        "Status, state and dates of the case agree.",
        flow.unfit_status,
    ),
    Invariant(
        "inbox-wrong",
        "Cada tarea abierta está una vez en cada bandeja que le corresponde, y ninguna otra.",
        "Every open item stands once in each inbox that it belongs to, and no other does.",
        rows.wrong_entries,
    ),
    Invariant(
        "item-wrong",
        "Una tarea tomada tiene responsable, una disponible no, una terminada tiene fecha.",
        "A claimed item has a holder, a ready one has none, a finished one has its moment.",
        rows.wrong_items,
    ),
    Invariant(
        "item-completion-wrong",
        "Cada tarea terminada se terminó una sola vez.",
        "Every completed item was completed once.",
        evidence.finished_items,
    ),
    Invariant(
        "incident-count-wrong",
        "El trámite cuenta bien sus incidentes abiertos.",
        "The case counts its open incidents.",
        rows.wrong_incident_count,
    ),
    Invariant(
        "job-wrong",
        "Un trabajo en curso tiene quien lo haga; los demás no; los terminados tienen fecha.",
        "A running job has a lease, no other has one, and one that is over has its moment.",
        rows.wrong_jobs,
    ),
    Invariant(
        "job-dead-in-silence",
        "Un trabajo detenido tiene su incidente.",
        "A job that was set aside has its incident.",
        rows.silent_dead_jobs,
    ),
    Invariant(
        "job-result-doubled",
        "El resultado de un trabajo entró una sola vez al trámite.",
        "A job's result came into the case once.",
        evidence.doubled_results,
    ),
    Invariant(
        "job-doubled",
        "Una tarea automática no tiene más trabajos que veces llegó a ella el flujo.",
        "A service task has no more jobs than the flow came to it.",
        evidence.doubled_jobs,
    ),
    Invariant(
        "document-wrong",
        "Cada documento se hizo una vez, por un trabajo de su trámite, y está.",
        "Every document was made once, by a job of its case, and is there.",
        evidence.wrong_documents,
    ),
    Invariant(
        "message-wrong",
        "Un mensaje entregado entró una sola vez a su trámite.",
        "A delivered message came into its case once.",
        evidence.wrong_messages,
    ),
    Invariant(
        "timer-stopped",
        "Sólo están detenidos los temporizadores de un trámite suspendido o con incidente.",
        "Only timers of a suspended case, or with an incident, stand still.",
        rows.stopped_timers,
    ),
)

OF_ALL: tuple[Invariant[Options], ...] = (
    Invariant(
        "filing-lost",
        "Todo radicado que se entregó existe.",
        "Every acknowledged radicado exists.",
        outside.lost_filings,
    ),
    Invariant(
        "submission-wrong",
        "La primera respuesta a cada envío nombra un trámite que existe.",
        "The first answer to each submit names a case that exists.",
        outside.wrong_submissions,
    ),
    Invariant(
        "job-late",
        "Ningún trabajo lleva mucho tiempo sin que alguien lo haga.",
        "No job waits for a worker, or runs past its deadline, for long.",
        outside.late_jobs,
    ),
    Invariant(
        "timer-late",
        "Ningún temporizador lleva mucho tiempo vencido.",
        "No timer is due for long.",
        outside.late_timers,
    ),
    Invariant(
        "message-late",
        "Ningún mensaje sigue guardado después de vencer, ni sin que nadie lo haya mirado.",
        "No message is stored past its expiry, or was never looked at.",
        outside.late_messages,
    ),
    Invariant(
        "signal-late",
        "Ninguna señal lleva mucho tiempo sin llegar a todos.",
        "No signal is on its way for long.",
        outside.late_signals,
    ),
)

# Found while all cases go by; `Numbers` says where.
OF_SERIES: dict[str, tuple[str, str]] = {
    series.GAP: (
        "Una serie de números no tiene huecos.",
        "A series of numbers has no gap.",
    ),
    series.REPEATED: (
        "Un número de una serie se dio una sola vez.",
        "A number of a series was given once.",
    ),
    series.UNKNOWN: (
        "Todo número lo dio su serie.",
        "Every number was given by its series.",
    ),
}

ALL: dict[str, tuple[str, str]] = {
    **{one.code: (one.spanish, one.english) for one in OF_CASE},
    **{one.code: (one.spanish, one.english) for one in OF_ALL},
    **OF_SERIES,
}
