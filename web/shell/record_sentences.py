"""What the archivist reads for each refusal of the archive's book: what happened and what to do next."""

from collections.abc import Mapping

from web.shell.sentence import Sentence

RECORD_SENTENCES: Mapping[str, Sentence] = {
    "record-error": Sentence(
        500,
        "No se pudo anotar en el archivo",
        "El archivo no pudo hacer lo que usted pidió y no se cambió nada.",
        "Inténtelo otra vez. Si sigue igual, avise a sistemas.",
    ),
    "archive-event-rewrite-refused": Sentence(
        409,
        "La bitácora no se cambia",
        "Lo que ya quedó en la bitácora del archivo no se modifica ni se borra.",
        "Haga la actuación que corrige lo anterior; quedará anotada después.",
    ),
    "expediente-unknown": Sentence(
        404,
        "No encontramos ese expediente",
        "El archivo no tiene un expediente con ese número.",
        "Búsquelo por su número completo en la lista de expedientes.",
    ),
    "expediente-not-open": Sentence(
        409,
        "El expediente está cerrado",
        "Un expediente cerrado no recibe más cambios de ese tipo.",
        "Revise la página del expediente.",
    ),
    "expediente-held": Sentence(
        409,
        "Una retención legal lo protege",
        "El expediente {number} tiene una retención legal y no puede entrar en un acta.",
        "Quítelo de la selección, o espere a que la retención se levante.",
    ),
    "expediente-gone": Sentence(
        409,
        "Ese expediente ya se eliminó",
        "El contenido del expediente {number} se eliminó con un acta aprobada.",
        "Consulte el acta y el índice, que se conservan.",
    ),
    "hold-unknown": Sentence(
        404,
        "Esa retención ya no está",
        "La retención legal no existe o alguien ya la levantó.",
        "Vuelva a la página del expediente y mire las retenciones vigentes.",
    ),
    "schedule-version-unknown": Sentence(
        404,
        "No encontramos esa parte de la TRD",
        "La versión o la serie que busca no existe.",
        "Vuelva a la TRD y elíjala en la lista.",
    ),
    "schedule-version-settled": Sentence(
        409,
        "Esta versión ya no cambia",
        "La versión {name} no está en borrador, así que sus series no se modifican.",
        "Haga una versión nueva a partir de ella.",
    ),
    "schedule-version-name": Sentence(
        409,
        "Ese nombre ya se usó",
        "Ya hay una versión de la TRD que se llama {name}.",
        "Escriba otro nombre.",
    ),
    "schedule-dates-refused": Sentence(
        422,
        "Esa fecha cambiaría el pasado",
        "Ya hay una versión que rige desde el {after}. La nueva no puede empezar antes.",
        "Escriba una fecha igual o posterior.",
    ),
    "schedule-empty": Sentence(
        422,
        "La versión no tiene series",
        "Una TRD sin series no se puede revisar.",
        "Agregue por lo menos una serie.",
    ),
    "series-repeated": Sentence(
        409,
        "Ese código ya está en la versión",
        "Otra serie de esta versión tiene el código {series}.",
        "Use otro código, o cambie la serie que ya está.",
    ),
    "schedule-same-person": Sentence(
        403,
        "La aprueba otra persona",
        "Usted escribió una parte de esta versión, y quien escribe una TRD no la aprueba.",
        "Pídale a otra persona del archivo que la revise.",
    ),
    "adoption-act-missing": Sentence(
        422,
        "Falta el acto de adopción",
        "Una TRD rige por un acto de la entidad, con su número y su fecha.",
        "Escriba el número del acto que la adopta.",
    ),
    "act-unknown": Sentence(
        404,
        "No encontramos esa acta",
        "El archivo no tiene un acta con ese número.",
        "Búsquela en la lista de actas.",
    ),
    "act-empty": Sentence(
        422,
        "No eligió ningún expediente",
        "Un acta necesita por lo menos un expediente en su inventario.",
        "Marque los expedientes y vuelva a proponerla.",
    ),
    "not-due": Sentence(
        409,
        "Todavía no es su tiempo",
        "El expediente {number} no ha cumplido su tiempo de retención, o su disposición es otra.",
        "Quítelo de la selección. Nada se transfiere ni se elimina antes de su fecha.",
    ),
    "already-in-act": Sentence(
        409,
        "Ya está en otra acta",
        "El expediente {number} está en un acta que todavía no termina.",
        "Termine o rechace esa acta primero.",
    ),
    "act-same-person": Sentence(
        403,
        "La aprueba otra persona",
        "Usted propuso esta acta, y quien propone no aprueba.",
        "Pídale a otra persona del archivo que la revise.",
    ),
    "act-already-approved": Sentence(
        409,
        "Usted ya la aprobó",
        "Su aprobación ya quedó. La segunda la da otra persona.",
        "Pídale a otra persona del archivo que la revise.",
    ),
    "act-state-refused": Sentence(
        409,
        "El acta no está en ese punto",
        "Alguien la movió antes, o le falta un paso. No se cambió nada.",
        "Mire en qué punto está y siga desde ahí.",
    ),
    "act-not-sealed": Sentence(
        409,
        "El acta espera su sello",
        "Sin el sello de la entidad y su estampa de tiempo, el acta no se publica ni se ejecuta.",
        "Oprima «Sellar el acta». Si el servicio de estampas no responde, inténtelo más tarde.",
    ),
    "notice-running": Sentence(
        409,
        "El aviso público sigue abierto",
        "El inventario está publicado hasta el {until}; antes no se elimina nada.",
        "Vuelva después de esa fecha.",
    ),
    "grounds-missing": Sentence(
        422,
        "Falta una razón",
        "Esta actuación queda en la bitácora del archivo con quién la ordenó y por qué. No se cambió nada.",
        "Complete los campos que están vacíos.",
    ),
    "schedule-refused": Sentence(
        422,
        "La TRD no se puede leer",
        "El archivo de la TRD tiene un error. No se cargó nada.",
        "Corrija el archivo y vuelva a cargarlo.",
    ),
    "series-unknown": Sentence(
        422,
        "Esa serie no está en la TRD",
        "Ninguna versión adoptada tiene la serie del trámite.",
        "Agregue la serie en una versión nueva de la TRD, o corrija el código en el trámite.",
    ),
}

PROBLEMS: Mapping[str, str] = {
    "expediente-held": "No se hizo: una retención legal lo protege.",
    "not-due": "No se hizo: su fecha o su etapa cambió.",
    "retention-active": "No se hizo: un documento se conserva por más tiempo.",
    "object-held": "No se hizo: el almacén protege uno de sus documentos.",
}
