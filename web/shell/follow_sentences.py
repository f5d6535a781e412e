"""What people read for the errors of following a case: its messages, and the notices they chose."""

from collections.abc import Mapping

from web.shell.sentence import Sentence

FOLLOW_SENTENCES: Mapping[str, Sentence] = {
    "letter-empty": Sentence(
        400,
        "El mensaje está vacío",
        "No escribió nada, así que no enviamos nada.",
        "Escriba su mensaje y envíelo otra vez.",
    ),
    "letter-too-long": Sentence(
        400,
        "El mensaje es muy largo",
        "Tiene {given} letras y caben {most}. No se envió.",
        "Acórtelo, o envíelo como documento con «Aportar un documento».",
    ),
    "letter-files-too-many": Sentence(
        422,
        "Son muchos archivos",
        "Un mensaje lleva hasta {most} archivos. No lo enviamos; su texto sigue en la página.",
        "Elija menos, y envíe los otros en un mensaje más.",
    ),
    "letters-too-many": Sentence(
        429,
        "Ya escribió muchas veces hoy",
        "En un trámite caben {most} mensajes al día de cada lado. Este no se envió.",
        "Espere la respuesta, o escriba mañana.",
    ),
    "stop-link-unreadable": Sentence(
        404,
        "El enlace no está completo",
        "No pudimos saber qué avisos quiere dejar de recibir. No se cambió nada.",
        "Abra otra vez el enlace del correo, o ingrese y use «Mis avisos».",
    ),
}
