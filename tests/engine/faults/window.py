"""A window on servers with small procedures of its own, and what its tables say from outside."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psycopg

from tests.installation import Installation
from tests.patience import until

PASSWORD = "clave-larga-8841"
PEOPLE = tuple(f"vecino{number}@correo.test" for number in range(4))
# What a case meets on its way: a registry, its own message by way of the workers, a document, a
# moment, the closing of its expediente with a sealed index.
LONG_WAY, SHORT_WAY = "camino-largo", "camino-corto"
_PREPARE = f"""
from pathlib import Path
from django.conf import settings
from signatures import keys
from signatures.devpki import create
from signatures.models import KeyKind
from tests.engine import flows
from web.accounts.models import User
LASTING = (
    "<bpmn:extensionElements><zeebe:properties>"
    '<zeebe:property name="timeToLive" value="PT1H" />'
    "</zeebe:properties></bpmn:extensionElements>"
)
flows.publish(
    "{LONG_WAY}",
    flows.start("inicio"),
    flows.number(),
    flows.service("expediente", "record.open"),
    flows.throw("dice", LASTING + flows.on_message()),
    flows.service("pregunta", "registry.query", retries="60", service="predios"),
    flows.catch("oye", flows.on_message()),
    flows.service("redacta", "document.draft", retries="60", document="constancia"),
    flows.catch("espera", flows.after("PT1S")),
    flows.service("cierra", "record.close", retries="60"),
    flows.end("fin"),
    flows.path(
        "inicio", "numera", "expediente", "dice", "pregunta", "oye", "redacta", "espera",
        "cierra", "fin",
    ),
    beside=flows.message("msg.propio", key="=caseId"),
)
flows.publish(
    "{SHORT_WAY}",
    flows.start("inicio"),
    flows.number(),
    flows.service("pregunta", "registry.query", retries="60", service="predios"),
    flows.end("fin"),
    flows.path("inicio", "numera", "pregunta", "fin"),
)
for number, email in enumerate({PEOPLE!r}):
    User.objects.create_user(email, "{PASSWORD}", first_name="Ana", doc_number=str(27000 + number))
pki = create(Path(settings.PKI_DIR), settings.PKI_URL, seal_pin=settings.SEAL_PASSWORD)
keys.enrol(pki.pkcs12("seal"), settings.SEAL_PASSWORD, None, KeyKind.SEAL)
settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
print("ready")
"""
_PENDING = """
SELECT
  (SELECT count(*) FROM ventanilla_engine_job WHERE status IN ('queued', 'running', 'retrying'))
  + (SELECT count(*) FROM ventanilla_engine_case WHERE status NOT IN ('draft', 'closed')
     AND slug = ANY(%s))
"""


def prepare(window: Installation) -> None:
    """Make its tables and keys, publish its procedures, and give its people their accounts."""
    window.manage("migrate", "--verbosity", "0")
    assert window.script(_PREPARE) == "ready"


def ask(window: Installation, query: str, *values: Any) -> Any:
    """The first value that a query gives."""
    with psycopg.connect(window.env["DATABASE_URL"]) as connection:
        row = connection.execute(query, values).fetchone()
        return row[0] if row else None


def is_drained(window: Installation) -> bool:
    """Whether every case of the two procedures has come to its end."""
    return ask(window, _PENDING, [LONG_WAY, SHORT_WAY]) == 0


def until_drained(window: Installation) -> None:
    """Wait until the workers have brought every case to its end."""
    until(lambda: is_drained(window), "the end of every case")


def findings(window: Installation, filings: Iterable[str] = ()) -> list[dict[str, str]]:
    """What `check_cases` finds, with the filings that were acknowledged."""
    told = Path(window.env["VAR_DIR"]) / "filings.txt"
    told.write_text("\n".join(filings))
    said = window.manage_unchecked("check_cases", "--json", "--filings", str(told), "--late", "30")
    report = json.loads(said.stdout)
    found: list[dict[str, str]] = report["findings"]
    assert said.returncode == (1 if found else 0)
    return found
