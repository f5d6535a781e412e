"""What people read when a signature by one-time code does not go through."""

from collections.abc import Mapping

from web.shell.sentence import Sentence

CODE_SENTENCES: Mapping[str, Sentence] = {
    "agreement-not-accepted": Sentence(
        422,
        "Falta aceptar el acuerdo",
        "Para firmar electrónicamente hace falta que acepte el acuerdo. No enviamos el código.",
        "Lea el acuerdo, marque que lo acepta y pida el código otra vez.",
    ),
    "code-not-sent": Sentence(
        503,
        "No pudimos enviar el código",
        "El código no salió. Su solicitud sigue guardada como borrador.",
        "Inténtelo otra vez en un momento, o pídalo por otro medio si se lo ofrecemos.",
    ),
    "delivery-failed": Sentence(
        503,
        "No pudimos enviar el mensaje",
        "El servicio de mensajes no lo recibió. No se perdió nada.",
        "Inténtelo otra vez en un momento.",
    ),
    "code-too-soon": Sentence(
        429,
        "Espere un momento",
        "Acabamos de enviarle un código. Puede pedir otro desde el {until}.",
        "Revise su correo, también la carpeta de no deseados, o sus mensajes.",
    ),
    "codes-used-up": Sentence(
        429,
        "Pidió muchos códigos",
        "Enviamos todos los códigos que se pueden pedir en una hora. Podrá pedir otro desde el {until}.",
        "Use el último que recibió si aún sirve. Su solicitud sigue guardada como borrador.",
    ),
    "code-malformed": Sentence(
        422,
        "Escriba las seis cifras",
        "El código tiene seis cifras, sin letras.",
        "Cópielo del mensaje que le enviamos.",
    ),
    "code-wrong": Sentence(
        422,
        "El código no es correcto",
        "Intentos que le quedan: {left}.",
        "Cópielo del último mensaje que le enviamos.",
    ),
    "code-blocked": Sentence(
        403,
        "La firma está bloqueada",
        "Se escribieron muchos códigos errados. Podrá pedir uno nuevo desde el {until}.",
        "Su solicitud sigue guardada como borrador: vuelva después de esa hora.",
    ),
    "code-expired": Sentence(
        422,
        "El código venció",
        "El código servía diez minutos y ya pasaron.",
        "Pida uno nuevo: sus respuestas siguen guardadas.",
    ),
    "code-replaced": Sentence(
        422,
        "Hay un código más nuevo",
        "Pidió otro código después de ese, y solo sirve el último.",
        "Escriba el del mensaje más reciente.",
    ),
    "code-unknown": Sentence(
        422,
        "Ese código no sirve",
        "No encontramos un código suyo que espere respuesta.",
        "Pida uno nuevo: sus respuestas siguen guardadas.",
    ),
    "code-used": Sentence(
        409,
        "Ese código ya se usó",
        "Cada código sirve una sola vez.",
        "Mire en «Mis trámites» si su solicitud ya tiene radicado; si no, pida un código nuevo.",
    ),
    "document-changed": Sentence(
        422,
        "Sus respuestas cambiaron",
        "Lo que iba a firmar ya no es lo que se le mostró.",
        "Léalo otra vez como está ahora y pida un código nuevo.",
    ),
    "signature-does-not-fit": Sentence(
        409,
        "La firma no corresponde",
        "La firma es de otro documento o de otra versión del acuerdo. No se radicó nada.",
        "Vuelva a su borrador, léalo y pida un código nuevo.",
    ),
    "request-not-rendered": Sentence(
        503,
        "No pudimos preparar su solicitud",
        "No se pudo hacer el PDF de su solicitud. Sus respuestas siguen guardadas como borrador.",
        "Espere unos minutos e inténtelo otra vez. Si sigue igual, escríbanos.",
    ),
}
