"""Which service is asked when, what the settings say of them, and what others say of their tokens."""

import base64
import hashlib
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from signatures import timestamps, tsas
from signatures.errors import TimestampSettingsWrong, TimestampUnavailable
from signatures.timestamps import algorithms
from signatures.timestamps.algorithms import Algorithm
from signatures.timestamps.errors import AnswerMalformed, UntrustedTsa, WrongImprint
from signatures.timestamps.health import Health
from signatures.trust import TimestampAuthority, TrustSettings
from tests.signatures.devpki_fixture import DevPki
from tests.signatures.timestamps.conftest import trusting
from tests.signatures.timestamps.responder import Behaviour, Issuer, Responder, answering

DIGEST = hashlib.sha256(b"cualquier cosa").digest()
ONE, TWO, THREE = (TimestampAuthority(url=name) for name in ("uno", "dos", "tres"))


def test_services_are_asked_in_order_and_those_that_failed_last():
    ticks = [0.0]
    health = Health(60, lambda: ticks[0])

    health.failed(ONE)
    assert health.in_order([ONE, TWO, THREE]) == [TWO, THREE, ONE]
    ticks[0] = 59
    assert health.in_order([ONE, TWO, THREE]) == [TWO, THREE, ONE]
    ticks[0] = 60
    assert health.in_order([ONE, TWO, THREE]) == [ONE, TWO, THREE]


def test_a_service_that_answers_again_is_asked_in_its_turn():
    health = Health(60, lambda: 0.0)
    health.failed(ONE)

    health.answered(ONE)

    assert health.in_order([ONE, TWO]) == [ONE, TWO]


def test_the_second_document_does_not_wait_for_the_service_that_failed(
    first: Responder, second: Responder, dev_pki: DevPki
):
    first.behaviour = Behaviour(status=500)
    both = trusting(dev_pki, first, second)

    timestamps.stamp(DIGEST, both)
    timestamps.stamp(DIGEST, both)

    assert (first.asked, second.asked) == (1, 2)


def test_with_all_down_each_one_says_why_and_all_were_asked_again(
    first: Responder, second: Responder, dev_pki: DevPki
):
    first.behaviour, second.behaviour = Behaviour(status=500), Behaviour(refusal="cerrado")
    both = trusting(dev_pki, first, second)

    for _ in range(2):
        with pytest.raises(TimestampUnavailable) as caught:
            timestamps.stamp(DIGEST, both)

    reasons = timestamps.reasons_of(caught.value)
    assert {reason["url"]: reason["code"] for reason in reasons} == {
        first.url: "tsa-unreachable",
        second.url: "tsa-refused",
    }
    assert "cerrado" in str(caught.value)
    assert (first.asked, second.asked) == (2, 2)


def test_when_it_returns_it_is_used_again(first: Responder, dev_pki: DevPki):
    only = trusting(dev_pki, first)
    first.behaviour = Behaviour(status=500)
    with pytest.raises(TimestampUnavailable):
        timestamps.stamp(DIGEST, only)

    first.behaviour = Behaviour()

    assert timestamps.stamp(DIGEST, only).tsa == "Estampado de pruebas"


def test_a_service_may_have_a_limit_of_its_own(
    first: Responder, second: Responder, dev_pki: DevPki
):
    first.behaviour = Behaviour(silent=True)
    slow = TimestampAuthority(url=first.url, timeout_seconds=0.05)
    trust = TrustSettings(
        tsas=(slow, TimestampAuthority(url=second.url)), roots=dev_pki.trust.roots
    )

    assert timestamps.stamp(DIGEST, trust).tsa == "Estampado de pruebas"


def test_credentials_go_to_the_service(first: Responder, dev_pki: DevPki):
    named = trusting(dev_pki, first, username="alcaldia", password="secreto")

    timestamps.stamp(DIGEST, named)

    assert first.headers["Authorization"] == (
        "Basic " + base64.b64encode(b"alcaldia:secreto").decode()
    )
    assert "secreto" not in repr(named)


def test_without_any_service_there_is_no_timestamp(dev_pki: DevPki):
    with pytest.raises(TimestampUnavailable):
        timestamps.stamp(DIGEST, TrustSettings(roots=dev_pki.trust.roots))


def test_revocation_is_not_asked_for_every_token(first: Responder, dev_pki: DevPki):
    only = trusting(dev_pki, first)
    timestamps.stamp(DIGEST, only)
    first.behaviour = Behaviour(crl_silent=True)

    timestamps.stamp(DIGEST, only)
    timestamps.forget()

    with pytest.raises(TimestampUnavailable):
        timestamps.stamp(DIGEST, only)


def test_openssl_accepts_the_tokens(first: Responder, dev_pki: DevPki, tmp_path: Path):
    for trust in (trusting(dev_pki, first), dev_pki.trust):
        made = timestamps.stamp(DIGEST, trust)
        assert openssl_says(made.token, b"cualquier cosa", dev_pki, tmp_path) == "Verification: OK"
        assert openssl_says(made.token, b"otra cosa", dev_pki, tmp_path) != "Verification: OK"


def openssl_says(token: bytes, content: bytes, dev_pki: DevPki, folder: Path) -> str:
    (folder / "token.der").write_bytes(token)
    (folder / "content").write_bytes(content)
    (folder / "root.pem").write_bytes(dev_pki.pki.root_pem)
    done = subprocess.run(
        ["openssl", "ts", "-verify", "-data", "content", "-in", "token.der", "-token_in", "-CAfile", "root.pem"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    return next((line for line in done.stdout.splitlines() if "Verification" in line), "")


def test_a_kept_token_is_checked_without_the_network(issuer: Issuer, dev_pki: DevPki):
    with answering(issuer) as responder:
        made = timestamps.stamp(DIGEST, trusting(dev_pki, responder))

    assert timestamps.check_stamp(made.token, DIGEST, dev_pki.trust) == made
    assert timestamps.read_stamp(made.token) == made
    with pytest.raises(WrongImprint):
        timestamps.check_stamp(made.token, b"x" * 32, dev_pki.trust)
    with pytest.raises(AnswerMalformed):
        timestamps.check_stamp(b"garbage", DIGEST, dev_pki.trust)


def test_a_root_that_is_not_for_timestamps_does_not_carry_one(first: Responder, dev_pki: DevPki):
    made = timestamps.stamp(DIGEST, trusting(dev_pki, first))
    root = hashlib.sha256(issued(dev_pki)).hexdigest()
    trust = TrustSettings(roots=dev_pki.trust.roots, signers_only=frozenset({root}))

    with pytest.raises(UntrustedTsa):
        timestamps.check_stamp(made.token, DIGEST, trust)


def test_a_withdrawn_root_carries_what_is_older(first: Responder, dev_pki: DevPki):
    made = timestamps.stamp(DIGEST, trusting(dev_pki, first))
    root = hashlib.sha256(issued(dev_pki)).hexdigest()

    def withdrawn(at: datetime) -> TrustSettings:
        return TrustSettings(
            roots=(), former_roots=dev_pki.trust.roots, distrusted_after={root: at}
        )

    assert timestamps.check_stamp(made.token, DIGEST, withdrawn(datetime(2040, 1, 1, tzinfo=UTC)))
    with pytest.raises(UntrustedTsa):
        timestamps.check_stamp(made.token, DIGEST, withdrawn(datetime(2020, 1, 1, tzinfo=UTC)))


def issued(dev_pki: DevPki) -> bytes:
    lines = dev_pki.pki.root_pem.decode().strip().splitlines()
    return base64.b64decode("".join(lines[1:-1]))


def test_the_address_alone_is_enough(settings):
    settings.TSA_URL, settings.TSA_FILE = "https://uno.test https://dos.test", ""
    settings.TSA_POLICIES, settings.TSA_ACCURACY_SECONDS = "1.2.3 1.2.4", 2.0

    one, two = tsas.configured()

    assert (one.url, two.url) == ("https://uno.test", "https://dos.test")
    assert one.policies == two.policies == ("1.2.3", "1.2.4")
    assert one.accuracy_seconds == 2.0


def test_without_settings_it_is_the_development_pki(settings):
    settings.TSA_URL, settings.TSA_FILE = "", ""

    (only,) = tsas.configured()

    assert only.url == settings.PKI_URL + "/dev/tsa/tsa"
    assert only.accuracy_seconds is None


FILE = """
[[tsa]]
url = "https://uno.test"
policies = ["1.2.3"]
accuracy_seconds = 1
timeout_seconds = 2.5
username = "alcaldia"
password_env = "CLAVE_DE_PRUEBA"

[[tsa]]
url = "https://dos.test"
"""


def test_a_file_says_more_of_each(settings, tmp_path, monkeypatch):
    monkeypatch.setenv("CLAVE_DE_PRUEBA", "secreto")
    settings.TSA_FILE = str(tmp_path / "tsa.toml")
    (tmp_path / "tsa.toml").write_text(FILE)

    one, two = tsas.configured()

    assert one == TimestampAuthority(
        url="https://uno.test",
        policies=("1.2.3",),
        accuracy_seconds=1.0,
        timeout_seconds=2.5,
        username="alcaldia",
        password="secreto",
    )
    assert two == TimestampAuthority(url="https://dos.test")


@pytest.mark.parametrize(
    "text",
    ["", "[[tsa]", "tsa = 3", FILE, FILE + "unknown = 1", '[[tsa]]\nurl = "x"\ntimeout_seconds = "no"'],
    ids=["empty", "no-toml", "no-tables", "no-password", "unknown-key", "no-number"],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_named(settings, tmp_path, text):
    settings.TSA_FILE = str(tmp_path / "tsa.toml")
    (tmp_path / "tsa.toml").write_text(text)

    with pytest.raises(TimestampSettingsWrong):
        tsas.configured()


def test_a_missing_file_is_named(settings, tmp_path):
    settings.TSA_FILE = str(tmp_path / "tsa.toml")

    with pytest.raises(TimestampSettingsWrong):
        tsas.configured()


@pytest.mark.parametrize(
    ("algorithm", "ends"),
    [
        (Algorithm("sha1"), date(2012, 8, 1)),
        (Algorithm("sha256"), None),
        (Algorithm("rsassa_pkcs1v15", 1024), date(2019, 10, 1)),
        (Algorithm("rsassa_pkcs1v15", 4096), date(2029, 1, 1)),
        (Algorithm("rsassa_pss", 4096), None),
        (Algorithm("ecdsa", 256), None),
        (Algorithm("ecdsa", 112), date.min),
        (Algorithm("unheard-of", 256), date.min),
        (Algorithm("unheard-of"), date.min),
    ],
    ids=str,
)
def test_the_end_of_an_algorithm_is_data(algorithm, ends):
    assert algorithms.end_of(algorithm) == ends
    assert algorithms.is_usable(algorithm, date(2012, 7, 31)) is (ends is not date.min)
