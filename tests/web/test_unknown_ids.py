"""An address with an id that nothing has is no page, whoever asks and whatever they send."""

from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse

from tests.engine.conftest import friday, office, store
from tests.signatures.devpki_fixture import dev_pki
from tests.web.test_access_walk import addresses

__all__ = ["dev_pki", "friday", "office", "store"]

DESKS = (
    "officials", "analysts", "auditors", "archivists", "keys", "trust", "parameters", "payments",
    "letters", "actions", "readings",
)  # fmt: skip
ROLES = (
    "supervisor", "engine-admin", "auditor", "analista-procesos", "archivo-central", "sistemas", "tesorero",
    "secretario-gobierno", "ventanilla",
)  # fmt: skip
# Quitting what is not there is done; what the studio sends is judged before its draft is looked for, for
# everybody alike.
APART = {
    "officials:delete_filter",
    "analysts:draft_move",
    "analysts:preview_document",
    "analysts:preview_form",
    "analysts:preview_message",
}
VALUES = {
    "user_id": 987_654,
    "seq": 3,
    "number": 3,
    "root_id": 987_654,
    "authority_id": 987_654,
    "filter_id": 987_654,
    "line_id": 987_654,
    "before": 1,
    "revision": 1,
    "after": 2,
}


def unknown(parts: list[str]) -> dict[str, object]:
    return {
        part: VALUES.get(part, uuid4() if part.endswith("_id") else "no-hay-tal") for part in parts
    }


@pytest.fixture
def everyman(client, office, settings, tmp_path):
    """Somebody who may do everything, so that nothing is refused for who they are."""
    settings.VAR_DIR = tmp_path
    person = get_user_model().objects.create(email="todo@correo.test", first_name="Todo")
    person.groups.set([Group.objects.get_or_create(name=name)[0] for name in ROLES])
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_what_nothing_has_is_no_page(everyman) -> None:
    found = []
    for name, parts in addresses():
        if name.partition(":")[0] not in DESKS or not parts or name in APART:
            continue
        for method in (everyman.get, everyman.post):
            try:
                address = reverse(name, kwargs=unknown(parts))
            except Exception as error:  # noqa: BLE001 — told with the others
                found.append(f"{name}: {error}")
                continue
            answer = method(address)
            if answer.status_code not in (404, 405):
                found.append(f"{name} {answer.request['REQUEST_METHOD']}: {answer.status_code}")

    assert found == [], "\n".join(found)
