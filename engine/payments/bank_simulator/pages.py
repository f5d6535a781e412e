"""The simulated bank's pages: plain HTML in Spanish, every value escaped, no script."""

from html import escape

from engine.payments.bank_simulator.bank import APPROVE, LEAVE_PENDING, NEVER, REJECT
from engine.payments.bank_simulator.ledger import OPEN, Transaction

_WORDS = {
    "PENDING": "Este pago está en proceso.",
    "APPROVED": "Este pago ya se aprobó.",
    "REJECTED": "Este pago se rechazó. Vuelva a la ventanilla para intentarlo otra vez.",
}
_BUTTONS = (
    (APPROVE, "Aprobar", "El banco toma el dinero y avisa a la entidad.", "boton"),
    (REJECT, "Rechazar", "El banco dice que no. Se puede intentar otra vez.", "boton otro"),
    (LEAVE_PENDING, "Dejar pendiente", "El banco decide más tarde.", "boton otro"),
    (
        NEVER,
        "No responder nunca",
        "El banco toma el dinero y no avisa: sólo se ve en el extracto del día.",
        "boton otro",
    ),
)

STYLE = """
:root { color-scheme: light; --tinta: #1f2a3c; --suave: #4a5568; --borde: #d5dbe5; --marca: #5b2a86; --claro: #f3ecf9; }
* { box-sizing: border-box; }
body { margin: 0; background: #f6f4f9; color: var(--tinta); font: 1.0625rem/1.55 "Work Sans", system-ui, sans-serif; }
header { background: var(--marca); color: #fff; padding: 1rem 1.25rem; }
header p { margin: 0 auto; max-width: 40rem; font-weight: 700; font-size: 1.25rem; }
header small { display: block; font-weight: 400; font-size: .9375rem; }
main { max-width: 40rem; margin: 1.5rem auto 3rem; padding: 0 1rem; }
.hoja { background: #fff; border: 1px solid var(--borde); border-radius: .75rem; padding: 1.5rem; }
h1 { margin: 0 0 .25rem; font-size: 1.375rem; line-height: 1.25; overflow-wrap: anywhere; }
.valor { margin: .25rem 0 1.25rem; font-size: 2.25rem; font-weight: 700; }
dl { margin: 0 0 1.5rem; }
dl div { padding: .625rem 0; border-bottom: 1px solid var(--borde); }
dt { color: var(--suave); font-size: .9375rem; }
dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; }
.eleccion { margin: 0 0 1rem; }
.eleccion p { margin: .25rem 0 0; color: var(--suave); font-size: .9375rem; }
.boton { width: 100%; min-height: 3rem; border: 2px solid var(--marca); border-radius: 1.5rem; background: var(--marca); color: #fff; font: inherit; font-weight: 600; cursor: pointer; }
.boton.otro { background: #fff; color: var(--marca); }
.boton:hover { background: #43186b; border-color: #43186b; color: #fff; }
:focus-visible { outline: 3px solid #ffab00; outline-offset: 2px; }
details { margin: 0 0 1.25rem; padding: .75rem 1rem; border-radius: .5rem; background: var(--claro); }
summary { cursor: pointer; font-weight: 600; }
label { display: block; margin: .75rem 0 .25rem; }
input[type=text] { width: 100%; max-width: 16rem; min-height: 2.75rem; padding: .25rem .75rem; border: 1px solid #6b7a90; border-radius: .375rem; font: inherit; }
.aviso { padding: .75rem 1rem; border-left: 6px solid var(--marca); border-radius: .5rem; background: var(--claro); }
a { color: var(--marca); }
"""


def payment_page(transaction: Transaction, *, is_over: bool) -> str:
    """The page of a try: what is paid, and the payer's four choices while it is open."""
    body = [
        f"<h1>{escape(transaction.concept)}</h1>",
        f'<p class="valor">{_money(transaction.amount)}</p>',
        f"<dl><div><dt>Referencia</dt><dd>{escape(transaction.reference)}</dd></div>",
        f"<div><dt>Transacción</dt><dd>{escape(transaction.number)}</dd></div></dl>",
    ]
    if transaction.status == OPEN and not is_over:
        body.append(_choices())
    else:
        words = _WORDS.get(transaction.status, "El plazo para pagar terminó.")
        body.append(f'<p class="aviso">{words}</p>')
        body.append(f'<p><a href="{escape(transaction.return_url)}">Volver a la ventanilla</a></p>')
    return _page("Pagar", "\n".join(body))


def message_page(title: str, text: str) -> str:
    """A page that only says something."""
    return _page(title, f"<h1>{escape(title)}</h1><p>{escape(text)}</p>")


def _choices() -> str:
    buttons = "\n".join(
        f'<div class="eleccion"><button class="{kind}" type="submit" name="decision" value="{value}">'
        f"{label}</button><p>{help_text}</p></div>"
        for value, label, help_text, kind in _BUTTONS
    )
    return (
        '<form method="post">'
        "<details><summary>Para probar errores</summary>"
        '<label><input type="checkbox" name="dos_veces" value="1"> Avisar dos veces</label>'
        '<label for="valor">Pagar otro valor (en pesos, sin puntos)</label>'
        '<input type="text" id="valor" name="valor" inputmode="numeric" pattern="[0-9]{1,12}" autocomplete="off">'
        f"</details>{buttons}</form>"
    )


def _money(amount: int) -> str:
    return "$ " + f"{amount:,}".replace(",", ".")


def _page(title: str, body: str) -> str:
    return (
        '<!doctype html><html lang="es-CO"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)} · Banco simulado</title><link rel="stylesheet" href="/banco.css"></head>'
        "<body><header><p>Banco simulado<small>No mueve dinero: sirve para probar la ventanilla.</small></p></header>"
        f'<main><div class="hoja">{body}</div></main></body></html>'
    )
