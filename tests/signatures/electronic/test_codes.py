"""The rules of one-time codes, on the real store; a carrier of the test's own keeps what was sent."""

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from signatures.electronic import (
    Agreement,
    Channel,
    CodeRequest,
    DeliveryFailed,
    Letter,
    Signer,
    SmsCarrierSimulator,
    TypedCode,
    confirm,
    pending,
    request_code,
    signed,
)
from signatures.electronic.errors import (
    CodeBlocked,
    CodeExpired,
    CodeMalformed,
    CodeNotSent,
    CodeReplaced,
    CodesUsedUp,
    CodeTooSoon,
    CodeUnknown,
    CodeUsed,
    CodeWrong,
    DocumentChanged,
)
from signatures.models import CodeChallenge

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DOCUMENT, OTHER = "a" * 64, "b" * 64


@dataclass
class Postbox:
    """Takes every message, as a mail server does."""

    sent: list[tuple[str, str]] = field(default_factory=list)

    def send(self, address: str, letter: Letter) -> None:
        self.sent.append((address, letter.text))

    @property
    def code(self) -> str:
        found = re.search(r"\d{6}", self.sent[-1][1])
        assert found
        return found.group()


class DeadLine:
    def send(self, address: str, letter: Letter) -> None:
        raise DeliveryFailed(detail="down")


def wish(**changes) -> CodeRequest:
    request = CodeRequest(
        purpose="solicitud",
        signer=Signer(subject="user:7", name="Rosa Chaves", doc_type="CC", doc_number="27080111"),
        document_sha256=DOCUMENT,
        agreement=Agreement(version="1", text="Acepto."),
        channel=Channel.MAIL,
        address="rosa@correo.test",
        compose=lambda code: Letter(subject="Código", text=f"Su código es {code}."),
    )
    return replace(request, **changes)


def typed(challenge, code: str, **changes) -> TypedCode:
    return replace(
        TypedCode(challenge_id=challenge.id, code=code, subject="user:7", document_sha256=DOCUMENT),
        **changes,
    )


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


def test_the_code_that_was_sent_signs(postbox):
    challenge = request_code(wish(), postbox, now=NOW)
    evidence = confirm(typed(challenge, postbox.code), now=NOW + MINUTE)
    assert postbox.sent[0][0] == "rosa@correo.test"
    assert evidence.code_id == challenge.id
    assert evidence.document_sha256 == DOCUMENT
    assert evidence.signer.doc_number == "27080111"
    assert evidence.masked_address == "r***@correo.test"
    assert (evidence.requested_at, evidence.confirmed_at) == (NOW, NOW + MINUTE)


def test_blanks_between_the_digits_are_forgiven(postbox):
    challenge = request_code(wish(), postbox, now=NOW)
    spaced = f" {postbox.code[:3]} {postbox.code[3:]} "
    assert confirm(typed(challenge, spaced), now=NOW).code_id == challenge.id


def test_neither_the_code_nor_the_address_is_kept(postbox):
    challenge = request_code(wish(), postbox, now=NOW)
    evidence = confirm(typed(challenge, postbox.code), now=NOW)
    row = str(CodeChallenge.objects.filter(pk=challenge.id).values().get())
    for told in (row, evidence.as_bytes().decode()):
        assert not re.search(rf"(?<![0-9a-f]){postbox.code}(?![0-9a-f])", told)
        assert "rosa@" not in told


def test_a_wrong_code_says_how_many_tries_are_left(postbox):
    challenge = request_code(wish(), postbox, now=NOW)
    with pytest.raises(CodeWrong) as refused:
        confirm(typed(challenge, wrong(postbox.code)), now=NOW)
    assert refused.value.data == {"left": 4}
    assert confirm(typed(challenge, postbox.code), now=NOW).wrong_tries == 1


@pytest.mark.parametrize("text", ["", "12345", "1234567", "12345a", "١٢٣٤٥٦", "²²²²²²"])
def test_what_is_no_code_counts_as_no_try(postbox, text):
    challenge = request_code(wish(), postbox, now=NOW)
    with pytest.raises(CodeMalformed):
        confirm(typed(challenge, text), now=NOW)
    assert confirm(typed(challenge, postbox.code), now=NOW).wrong_tries == 0


def _block(postbox):
    challenge = request_code(wish(), postbox, now=NOW)
    for _ in range(4):
        with pytest.raises(CodeWrong):
            confirm(typed(challenge, wrong(postbox.code)), now=NOW)
    with pytest.raises(CodeBlocked) as blocked:
        confirm(typed(challenge, wrong(postbox.code)), now=NOW)
    assert blocked.value.until == NOW + 30 * MINUTE
    return challenge


def test_five_wrong_codes_block_for_half_an_hour_even_the_right_one(postbox):
    challenge = _block(postbox)
    with pytest.raises(CodeBlocked):
        confirm(typed(challenge, postbox.code), now=NOW + MINUTE)
    with pytest.raises(CodeBlocked):
        request_code(wish(), postbox, now=NOW + 29 * MINUTE)


def test_after_the_block_only_a_new_code_signs(postbox):
    old, old_code = _block(postbox), postbox.code
    with pytest.raises(CodeExpired):
        confirm(typed(old, old_code), now=NOW + 30 * MINUTE)
    new = request_code(wish(), postbox, now=NOW + 30 * MINUTE)
    assert confirm(typed(new, postbox.code), now=NOW + 31 * MINUTE).code_id == new.id


def test_a_new_code_gives_no_new_tries(postbox):
    first = request_code(wish(), postbox, now=NOW)
    for _ in range(4):
        with pytest.raises(CodeWrong):
            confirm(typed(first, wrong(postbox.code)), now=NOW)
    second = request_code(wish(), postbox, now=NOW + MINUTE)
    with pytest.raises(CodeBlocked):
        confirm(typed(second, wrong(postbox.code)), now=NOW + MINUTE)


def test_the_block_is_of_the_person_and_of_the_purpose(postbox):
    _block(postbox)
    other = wish(signer=Signer(subject="user:8", name="Luis"))
    assert request_code(other, postbox, now=NOW)
    assert request_code(wish(purpose="desistimiento"), postbox, now=NOW)


def test_a_code_is_over_after_ten_minutes(postbox):
    challenge = request_code(wish(), postbox, now=NOW)
    assert pending("user:7", "solicitud", now=NOW + 9 * MINUTE)
    assert pending("user:7", "solicitud", now=NOW + 10 * MINUTE) is None
    with pytest.raises(CodeExpired):
        confirm(typed(challenge, postbox.code), now=NOW + 10 * MINUTE)


def test_a_new_code_makes_the_earlier_one_no_good(postbox):
    first = request_code(wish(), postbox, now=NOW)
    first_code = postbox.code
    second = request_code(wish(), postbox, now=NOW + MINUTE)
    with pytest.raises(CodeReplaced):
        confirm(typed(first, first_code), now=NOW + MINUTE)
    assert confirm(typed(second, postbox.code), now=NOW + MINUTE)


def test_a_code_signs_once(postbox):
    challenge = request_code(wish(), postbox, now=NOW)
    first = confirm(typed(challenge, postbox.code), now=NOW)
    with pytest.raises(CodeUsed):
        confirm(typed(challenge, postbox.code), now=NOW)
    assert signed("user:7", "solicitud", DOCUMENT) == first
    assert signed("user:7", "solicitud", OTHER) is None


def test_another_document_is_told_and_counts_as_no_try(postbox):
    challenge = request_code(wish(), postbox, now=NOW)
    with pytest.raises(DocumentChanged):
        confirm(typed(challenge, postbox.code, document_sha256=OTHER), now=NOW)
    assert confirm(typed(challenge, postbox.code), now=NOW).wrong_tries == 0


def test_nobody_else_can_use_the_code(postbox):
    challenge = request_code(wish(), postbox, now=NOW)
    with pytest.raises(CodeUnknown):
        confirm(typed(challenge, postbox.code, subject="user:8"), now=NOW)


def test_a_code_kept_for_one_document_fits_no_other_even_in_the_table(postbox):
    challenge = request_code(wish(), postbox, now=NOW)
    CodeChallenge.objects.update(document_sha256=OTHER)
    with pytest.raises(CodeWrong):
        confirm(typed(challenge, postbox.code, document_sha256=OTHER), now=NOW)


def test_a_second_code_waits_a_minute(postbox):
    request_code(wish(), postbox, now=NOW)
    with pytest.raises(CodeTooSoon) as refused:
        request_code(wish(), postbox, now=NOW + MINUTE / 2)
    assert refused.value.data == {"until": NOW + MINUTE}
    assert len(postbox.sent) == 1


def test_five_codes_an_hour_are_enough(postbox):
    for minute in range(5):
        request_code(wish(), postbox, now=NOW + minute * MINUTE)
    with pytest.raises(CodesUsedUp) as refused:
        request_code(wish(), postbox, now=NOW + 6 * MINUTE)
    assert refused.value.data == {"until": NOW + 60 * MINUTE}
    assert request_code(wish(), postbox, now=NOW + 60 * MINUTE)


def test_a_code_that_did_not_leave_counts_as_none(postbox):
    with pytest.raises(CodeNotSent):
        request_code(wish(), DeadLine(), now=NOW)
    assert pending("user:7", "solicitud", now=NOW) is None
    challenge = request_code(wish(), postbox, now=NOW)
    assert confirm(typed(challenge, postbox.code), now=NOW)


def test_the_evidence_is_the_same_bytes_when_it_is_read_again(postbox):
    bogota = NOW.astimezone(tz=None)
    challenge = request_code(wish(), postbox, now=bogota)
    first = confirm(typed(challenge, postbox.code, origin={"ip": "x"}), now=bogota)
    again = signed("user:7", "solicitud", DOCUMENT)
    assert again is not None
    assert again.as_bytes() == first.as_bytes()
    assert again.sha256 == first.sha256


def test_a_text_message_is_a_file_and_can_be_made_to_fail(tmp_path):
    carrier = SmsCarrierSimulator(tmp_path / "sms")
    challenge = request_code(wish(channel=Channel.SMS, address="3001234567"), carrier, now=NOW)
    text = next((tmp_path / "sms").glob("*.txt")).read_text()
    assert text.startswith("3001234567\n")
    assert challenge.masked_address == "***67"
    (tmp_path / "sms" / "down").touch()
    with pytest.raises(CodeNotSent):
        request_code(wish(channel=Channel.SMS), carrier, now=NOW + MINUTE)


def test_old_codes_are_forgotten(postbox):
    request_code(wish(), postbox, now=NOW)
    request_code(wish(), postbox, now=NOW + timedelta(days=2))
    assert CodeChallenge.objects.count() == 1
