"""Trusted roots are managed: added and withdrawn with a reason, and judged at the time of signing."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.management import call_command

from signatures import roots, trust
from signatures.errors import RootAlreadyTrusted, RootRefused, RootUnknown, RootWordsMissing
from signatures.models import RootUse, TrustRoot, TrustRootEvent
from signatures.trust import TrustSettings
from signatures.verification import Report, Verdict, verify, verify_isolated
from tests.signatures.attacks.authority import NOW, Authority
from tests.signatures.attacks.cases import LATER, World

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def world() -> World:
    return World()


@pytest.fixture
def window(settings, tmp_path: Path) -> None:
    """A window whose settings name no root."""
    settings.TRUST_ROOTS, settings.PKI_DIR = "", tmp_path


def add(world: World, **changes) -> TrustRoot:
    arguments = {
        "use": RootUse.BOTH,
        "source": "Sitio de la entidad, huella comprobada por teléfono",
        "reason": "Firma de los ciudadanos",
        "by": None,
        "now": NOW,
    } | changes
    return roots.add(world.authority.root_pem, **arguments)


def told(world: World, *, now=LATER) -> Report:
    found = replace(trust.from_settings(), fetches_revocation=False)
    return verify(world.signed, found, now=now)


@pytest.mark.django_db
def test_a_root_counts_from_the_moment_that_it_is_added(world: World, window):
    add(world)

    assert told(world).valid


@pytest.mark.django_db
def test_a_root_of_nobody_counts_for_nothing(window):
    with pytest.raises(FileNotFoundError):
        trust.from_settings()


@pytest.mark.django_db
def test_a_root_for_timestamps_gives_no_trust_to_signers(world: World, window):
    add(world, use=RootUse.TIMESTAMPS)

    report = told(world)

    assert not report.valid
    assert {stamp.verdict for stamp in report.timestamps} == {Verdict.TOTAL_PASSED}


@pytest.mark.django_db
def test_a_root_for_signers_gives_no_trust_to_timestamps(world: World, window):
    add(world, use=RootUse.SIGNERS)

    assert Verdict.INDETERMINATE in {stamp.verdict for stamp in told(world).timestamps}


@pytest.mark.django_db
def test_what_was_stamped_before_a_root_lost_trust_stays_valid(world: World, window):
    root = add(world)
    roots.withdraw(
        root.sha256,
        reason="Fin del contrato",
        by=None,
        now=NOW + 30 * DAY,
        distrust_after=NOW + DAY,
    )

    assert told(world, now=NOW + 40 * DAY).valid


@pytest.mark.django_db
def test_what_was_stamped_after_it_does_not(world: World, window):
    root = add(world)
    roots.withdraw(
        root.sha256, reason="Clave robada", by=None, now=NOW + DAY, distrust_after=NOW - DAY
    )

    report = told(world)

    assert report.verdict is Verdict.INDETERMINATE
    assert "root-withdrawn" in {problem.code for problem in report.problems}


@pytest.mark.django_db
def test_a_root_withdrawn_without_a_date_counts_for_nothing(world: World, window):
    other = Authority("Otra")
    add(world)
    roots.add(other.root_pem, use=RootUse.BOTH, source="sitio", reason="prueba", by=None, now=NOW)
    root = TrustRoot.objects.get(sha256=world.authority.root.asn1.sha256.hex())
    roots.withdraw(root.sha256, reason="Error", by=None, now=NOW, distrust_after=None)

    assert told(world).sub_indication == "NO_CERTIFICATE_CHAIN_FOUND"


@pytest.mark.django_db
def test_a_withdrawn_root_is_out_though_the_settings_name_it(
    world: World, settings, tmp_path: Path
):
    file = tmp_path / "raiz.pem"
    file.write_bytes(world.authority.root_pem)
    settings.TRUST_ROOTS = str(file)
    assert told(world).valid

    root = add(world)
    roots.withdraw(root.sha256, reason="Clave robada", by=None, now=NOW, distrust_after=None)

    assert not told(world).valid


def test_the_child_process_knows_of_withdrawn_roots(world: World):
    pem = world.authority.root_pem
    sha256 = world.authority.root.asn1.sha256.hex()
    for end, passes in ((NOW + DAY, True), (NOW - DAY, False)):
        found = TrustSettings(
            roots=(), former_roots=(pem,), distrusted_after={sha256: end}, fetches_revocation=False
        )

        assert verify_isolated(world.signed, found, now=LATER).valid is passes


@pytest.mark.django_db
def test_every_change_leaves_a_row_that_nobody_rewrites(world: World, window):
    root = add(world)
    roots.withdraw(root.sha256, reason="Fin", by=None, now=NOW + DAY, distrust_after=None)

    newest, first = TrustRootEvent.objects.all()

    assert (first.change, newest.change) == ("agregada", "retirada")
    assert first.details["source"].startswith("Sitio")
    for forbidden in (newest.save, newest.delete):
        with pytest.raises(TypeError):
            forbidden()


@pytest.mark.django_db
def test_a_root_can_come_back_and_its_history_stays(world: World, window):
    root = add(world)
    roots.withdraw(root.sha256, reason="Fin", by=None, now=NOW, distrust_after=None)

    add(world)

    assert told(world).valid
    assert TrustRootEvent.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("what", "reason"),
    [
        (lambda world: b"hola", "unreadable"),
        (lambda world: world.ana.certificate.public_bytes(Encoding.PEM), "no-authority"),
        (
            lambda world: world.authority.issuer.certificate.public_bytes(Encoding.DER),
            "not-self-signed",
        ),
        (lambda world: world.authority.root_pem * 2, "several"),
        (lambda world: Authority("Vieja").expired_root(), "expired"),
    ],
    ids=["text", "person", "intermediate", "two", "expired"],
)
def test_only_the_root_of_an_authority_is_taken(world: World, what, reason: str):
    with pytest.raises(RootRefused) as caught:
        roots.read(what(world), now=NOW)

    assert caught.value.data["reason"] == reason


@pytest.mark.django_db
def test_a_change_without_its_reason_is_refused(world: World, window):
    with pytest.raises(RootWordsMissing):
        add(world, reason=" ")
    add(world)
    with pytest.raises(RootAlreadyTrusted):
        add(world)
    with pytest.raises(RootUnknown):
        roots.withdraw("00", reason="no está", by=None, now=NOW, distrust_after=None)


@pytest.mark.django_db
def test_the_command_adds_lists_and_withdraws(world: World, window, tmp_path: Path, capsys):
    file = tmp_path / "raiz.pem"
    file.write_bytes(world.authority.root_pem)
    call_command("trust_roots", "add", str(file), "--source", "sitio", "--reason", "prueba")
    digits = TrustRoot.objects.get().sha256
    call_command("trust_roots", "withdraw", digits.upper(), "--reason", "fin")
    call_command("trust_roots", "list")

    told_words = capsys.readouterr().out

    assert "Se agregó «Raíz»" in told_words
    assert "retirada el" in told_words


@pytest.mark.django_db
def test_the_command_changes_nothing_when_refused(window, tmp_path: Path):
    file = tmp_path / "x.pem"
    file.write_bytes(b"hola")

    with pytest.raises(SystemExit):
        call_command("trust_roots", "add", str(file), "--source", "sitio", "--reason", "prueba")

    assert not TrustRoot.objects.exists()
