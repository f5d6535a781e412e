"""What people read for the errors of money."""

from collections.abc import Mapping

from web.shell.sentence import Sentence

PAYMENT_SENTENCES: Mapping[str, Sentence] = {
    "payment-order-not-found": Sentence(
        404,
        "No encontramos esa orden de pago",
        "Ninguna orden de esta ventanilla tiene esa referencia.",
        "Abra otra vez el enlace del correo, o entre a su trámite y busque la orden allí.",
    ),
    "payment-not-open": Sentence(
        409,
        "Esta orden no se puede pagar ahora",
        "Ya se pagó, está en proceso en el banco, venció o se anuló.",
        "Mire el estado de la orden antes de intentarlo otra vez.",
    ),
    "refund-too-high": Sentence(
        409,
        "No se puede devolver ese valor",
        "Es más de lo que se pagó y no se ha devuelto todavía.",
        "Revise cuánto se pagó y cuánto se devolvió ya.",
    ),
    "payment-line-not-found": Sentence(
        404,
        "No encontramos esa diferencia",
        "No hay una diferencia entre la ventanilla y el banco en esta dirección.",
        "Vuelva a «Pagos» y elíjala en la lista.",
    ),
    "payment-line-resolved": Sentence(
        409,
        "Esta diferencia ya se resolvió",
        "Otra persona la resolvió antes, o se aclaró sola.",
        "Vuelva a «Pagos» para ver cómo quedó.",
    ),
    "resolution-does-not-fit": Sentence(
        400,
        "Elija qué se hace",
        "Esta diferencia no se puede resolver de esa manera.",
        "Elija una de las opciones que aparecen y escriba el motivo.",
    ),
    "gateway-unavailable": Sentence(
        503,
        "El banco no responde",
        "La pasarela de pagos no contestó. No se cobró nada.",
        "Espere unos minutos e inténtelo otra vez.",
    ),
}
