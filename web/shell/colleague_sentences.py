"""What people read for the errors of questions between colleagues, notes and absences."""

from collections.abc import Mapping

from web.shell.sentence import Sentence

COLLEAGUE_SENTENCES: Mapping[str, Sentence] = {
    "consultation-not-found": Sentence(
        404,
        "No encontramos esa consulta",
        "La consulta no existe, se retiró o se le hizo a otra persona.",
        "Vuelva a «Consultas» para ver las que esperan su respuesta.",
    ),
    "consultation-answered": Sentence(
        409,
        "Esa consulta ya terminó",
        "Ya se respondió, o quien preguntó la retiró. No se cambió nada.",
        "Vuelva a «Consultas» para ver las que siguen abiertas.",
    ),
    "consultation-asked": Sentence(
        409,
        "Ya le preguntó a esa persona",
        "{person} tiene una pregunta suya sobre esta tarea y aún no la responde.",
        "Espere su respuesta, o retire la pregunta y hágala otra vez.",
    ),
    "text-missing": Sentence(
        400,
        "Falta el texto",
        "El texto está vacío y no se guardó nada.",
        "Escríbalo y envíe otra vez.",
    ),
    "items-differ": Sentence(
        409,
        "Esas tareas no se pueden terminar juntas",
        "Sólo se terminan juntas tareas iguales del mismo trámite y la misma versión, que no se firmen ni pidan archivos.",
        "Filtre la lista por una sola tarea y marque otra vez. Para firmar varias use «Firmar en lote».",
    ),
    "actor-away": Sentence(
        409,
        "Usted está ausente",
        "Mientras dura su ausencia esta tarea la atiende {substitute}, hasta el {until}",
        "Si ya volvió, termine su ausencia en «Ausencias» y siga con la tarea.",
    ),
    "absence-not-found": Sentence(
        404,
        "No encontramos esa ausencia",
        "La ausencia no existe, ya terminó o usted no puede terminarla.",
        "Vuelva a «Ausencias» para ver las que siguen vigentes.",
    ),
    "absence-for-oneself": Sentence(
        400,
        "Nadie se encarga a sí mismo",
        "La persona ausente y la encargada no pueden ser la misma, ni puede registrar el encargo quien lo recibe.",
        "Elija a otra persona, o pida a un supervisor que registre el encargo.",
    ),
    "absence-dates-refused": Sentence(
        400,
        "Revise las fechas",
        "La ausencia debe terminar después de empezar, no puede haber pasado ya, y no puede empezar antes de la fecha del acto.",
        "Corrija las fechas y guarde otra vez.",
    ),
    "absence-overlaps": Sentence(
        409,
        "Ya hay una ausencia en esos días",
        "{person} ya tiene una ausencia registrada del {since} al {until}",
        "Termine esa ausencia primero, o elija días que no se crucen.",
    ),
    "substitute-away": Sentence(
        409,
        "La persona encargada también está ausente",
        "{substitute} está ausente del {since} al {until}",
        "Elija a otra persona encargada, o días en que ella esté.",
    ),
    "person-substitutes": Sentence(
        409,
        "Esa persona ya tiene otro encargo",
        "{person} atiende lo de {other} por encargo del {since} al {until}",
        "Cambie primero ese encargo: así el trabajo no da vueltas entre personas ausentes.",
    ),
    "absence-signing-refused": Sentence(
        403,
        "Su firma no la puede encargar usted",
        "Quien se ausenta puede encargar sus tareas; que otra persona firme por su oficina lo registra un supervisor.",
        "Quite la marca de la firma, o pida a un supervisor que registre la ausencia.",
    ),
    "absence-roles-refused": Sentence(
        400,
        "Ese rol no se puede encargar",
        "La persona ausente no tiene ese rol, o es uno que no pasa a otra persona.",
        "Elija roles de la lista.",
    ),
}
