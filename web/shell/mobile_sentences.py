"""What people read when the code that confirms their mobile does not go through."""

from collections.abc import Mapping

from web.shell.sentence import Sentence

MOBILE_SENTENCES: Mapping[str, Sentence] = {
    "code-not-sent": Sentence(
        503,
        "No pudimos enviar el código",
        "El mensaje de texto no salió. Sus avisos por correo siguen igual.",
        "Inténtelo otra vez en un momento.",
    ),
    "codes-used-up": Sentence(
        429,
        "Pidió muchos códigos",
        "Enviamos todos los códigos que se pueden pedir en una hora. Podrá pedir otro desde el {until}.",
        "Use el último que recibió, si aún sirve.",
    ),
    "code-too-soon": Sentence(
        429,
        "Espere un momento",
        "Acabamos de enviarle un código. Puede pedir otro desde el {until}.",
        "Revise los mensajes de su celular.",
    ),
    "code-blocked": Sentence(
        403,
        "Espere para intentarlo otra vez",
        "Se escribieron muchos códigos errados. Podrá pedir uno nuevo desde el {until}.",
        "Mientras tanto le avisamos por correo.",
    ),
    "code-expired": Sentence(
        422,
        "El código venció",
        "El código servía diez minutos y ya pasaron.",
        "Pida uno nuevo.",
    ),
    "document-changed": Sentence(
        422,
        "Ese código era para otro celular",
        "Usted cambió el número después de pedir el código.",
        "Pida un código para el número de ahora.",
    ),
}
