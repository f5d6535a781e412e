"""Who administers the window says which authorities it trusts, with a source and a reason."""

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from signatures.models import TrustRoot, TrustRootEvent
from tests.signatures.attacks.authority import Authority
from tests.web.pages import Page, visit

pytestmark = pytest.mark.django_db
AUTHORITY = Authority("Entidad de certificación")


def enter(client, *groups: str):
    user = get_user_model().objects.create_user("sandra@ejemplo.test", None, first_name="Sandra")
    user.groups.set([Group.objects.get_or_create(name=name)[0] for name in groups])
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def upload(client, content: bytes) -> Page:
    file = SimpleUploadedFile("raiz.pem", content)
    return Page(client.post(reverse("trust:read"), {"archivo": file}))


def trusted(client) -> TrustRoot:
    page = upload(client, AUTHORITY.root_pem).press(
        client,
        "Confiar en esta raíz",
        {"De dónde la tomó": "Sitio de la entidad", "Por qué se necesita": "Firmas de terceros"},
    )
    assert "Desde ahora confiamos en «Raíz»" in page.html
    return TrustRoot.objects.get()


def test_a_root_is_shown_with_its_fingerprint_before_it_is_trusted(client):
    enter(client, "sistemas")

    page = upload(client, AUTHORITY.root_pem)

    fingerprint = AUTHORITY.root.asn1.sha256.hex().upper()
    assert page.title == "¿Confiar en Raíz?"
    assert fingerprint in page.text.replace(":", "")
    assert not TrustRoot.objects.exists()


def test_it_is_trusted_with_its_source_and_reason(client):
    user = enter(client, "sistemas")

    root = trusted(client)

    assert (root.added_by, root.source) == (user, "Sitio de la entidad")
    assert TrustRootEvent.objects.get().by == user


def test_without_a_reason_nothing_changes(client):
    enter(client, "sistemas")

    page = upload(client, AUTHORITY.root_pem).press(client, "Confiar en esta raíz")

    assert page.response.status_code == 422
    assert "Escriba por qué se necesita" in page.text
    assert not TrustRoot.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"hola", "No es un certificado"),
        (AUTHORITY.issuer.certificate.public_bytes(Encoding.PEM), "No es una raíz"),
    ],
    ids=["text", "intermediate"],
)
def test_what_is_no_root_is_told(client, content: bytes, said: str):
    enter(client, "sistemas")

    page = upload(client, content)

    assert page.response.status_code == 422
    assert said in page.text


def test_a_root_that_is_trusted_already_is_told(client):
    enter(client, "sistemas")
    trusted(client)

    assert "Ya confiamos en «Raíz»" in upload(client, AUTHORITY.root_pem).text


def test_it_is_withdrawn_with_a_reason_and_the_history_stays(client):
    enter(client, "sistemas")
    root = trusted(client)

    page = visit(client, "trust:root", root.pk).press(
        client, "Retirar esta raíz", {"Por qué se retira": "Fin", "Último día": "2026-11-01"}
    )

    root.refresh_from_db()
    assert root.withdrawn_at is not None
    assert root.distrust_after.astimezone().year == 2026
    assert "Se retiró «Raíz»" in page.text
    assert "Ninguna en la lista" in page.text


@pytest.mark.parametrize("groups", [(), ("secretario-gobierno",)], ids=["citizen", "official"])
def test_nobody_else_finds_the_page(client, groups):
    enter(client, *groups)

    assert client.get(reverse("trust:roots")).status_code == 404
    assert client.post(reverse("trust:add"), {}).status_code == 404


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get(reverse("trust:roots")).status_code == 302
