"""Officials who can sign in a test: a key of the development PKI and the acts that let them use it."""

from datetime import UTC, date, datetime

from django.contrib.auth import get_user_model

from signatures import keys
from signatures.models import AuthorityKind
from tests.signatures.devpki_fixture import PIN, DevPki

_NOW = datetime(2024, 1, 2, 14, tzinfo=UTC)


def make_signer(dev_pki: DevPki, label: str, user_id: int | None, *offices: str) -> None:
    """Enrol the key of that label for somebody, whatever their name, and let them sign for offices."""
    assert user_id is not None
    registrar, _ = get_user_model().objects.get_or_create(email="registro@ejemplo.test")
    answers = keys.Confirmation(by=registrar.pk, reason="Persona de la prueba")
    keys.enrol(dev_pki.pki.pkcs12(label), PIN, user_id, confirmation=answers)
    for office in offices:
        authorise(user_id, office)


def authorise(user_id: int, office: str, **changes) -> None:
    """Register an appointment of 2024 that has no end."""
    act = {
        "user_id": user_id,
        "office": office,
        "position": "Secretaria de Gobierno",
        "kind": AuthorityKind.HOLDER,
        "act": "Decreto 001",
        "act_date": date(2024, 1, 1),
        "valid_from": date(2024, 1, 2),
    } | changes
    keys.grant(keys.Grant(**act), by=None, now=_NOW)
