"""What analysts read for the errors of drafts."""

from collections.abc import Mapping

from web.shell.sentence import Sentence

DRAFT_SENTENCES: Mapping[str, Sentence] = {
    "draft-error": Sentence(
        409,
        "El borrador no se pudo cambiar",
        "El borrador sigue como estaba.",
        "Vuelva a la lista de borradores e inténtelo otra vez.",
    ),
    "procedure-draft-not-found": Sentence(
        404,
        "No encontramos ese borrador",
        "Ningún borrador de trámite tiene esa dirección.",
        "Vuelva a la lista de borradores y elíjalo allí.",
    ),
    "draft-file-not-found": Sentence(
        404,
        "Ese archivo no está en el borrador",
        "No está, o alguien lo quitó o le cambió el nombre.",
        "Actualice la lista de archivos; lo que tenía sigue en la historia.",
    ),
    "draft-conflict": Sentence(
        412,
        "Otra persona guardó este archivo antes",
        "{by} guardó otro contenido mientras usted trabajaba. No se sobrescribió nada.",
        "Mire qué cambió y decida: quedarse con lo suyo, con lo otro, o unirlos.",
    ),
    "draft-precondition-missing": Sentence(
        428,
        "Falta decir sobre qué contenido se escribe",
        "La petición no trae If-Match ni If-None-Match.",
        "Abra otra vez el archivo antes de guardarlo.",
    ),
    "draft-too-large": Sentence(
        413,
        "Es demasiado grande",
        "Un archivo puede tener hasta 2 MB, y un borrador hasta 200 archivos.",
        "Divida el contenido, o quite los archivos que el trámite no usa.",
    ),
    "draft-entry-refused": Sentence(
        422,
        "Ese archivo no puede ser parte de un trámite",
        "{why}",
        "Use forms/NOMBRE.form, decisions/NOMBRE.dmn, documents/NOMBRE.typ, messages/NOMBRE.md o scenarios/NOMBRE.yaml.",
    ),
    "draft-closed": Sentence(
        409,
        "Este borrador ya no se cambia",
        "Está en revisión, se publicó o se descartó.",
        "Si está en revisión, pida que lo devuelvan; si no, empiece otro borrador.",
    ),
    "draft-slug-refused": Sentence(
        422,
        "Ese nombre no sirve para la carpeta",
        "«{slug}»: {why}",
        "Escriba otro nombre corto, por ejemplo permiso-de-espectaculos.",
    ),
    "draft-not-ready": Sentence(
        409,
        "Todavía no se puede pasar a revisión",
        "{why}",
        "Corrija lo que falta, ensaye otra vez y vuelva a enviarlo.",
    ),
    "draft-not-rehearsable": Sentence(
        409,
        "Todavía no se puede ensayar",
        "{why}",
        "Corrija lo que dicen los hallazgos y ensaye otra vez.",
    ),
    "draft-author-is-publisher": Sentence(
        409,
        "Otra persona debe publicarlo",
        "Quien escribió algo del borrador no lo puede publicar.",
        "Pida la revisión a otra persona con el rol de analista de procesos.",
    ),
    "draft-uses-refused": Sentence(
        409,
        "No se publicó nada",
        "Hay trámites que no pueden pasar a esta versión: {slugs}.",
        "Quite esos trámites, o devuelva el borrador para corregirlo.",
    ),
    "draft-reason-missing": Sentence(
        422,
        "Falta el motivo",
        "Para devolver un borrador hay que decir qué se debe corregir.",
        "Escriba el motivo y devuélvalo otra vez.",
    ),
}
