"""The simulator of a remote signing service answers as the specification says, also to who asks wrongly."""

import base64
import contextlib
import hashlib
import json
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.signatures.devpki_fixture import PIN

DIGEST = base64.b64encode(hashlib.sha256(b"uno").digest()).decode()
OTHER = base64.b64encode(hashlib.sha256(b"dos").digest()).decode()
RSA = "1.2.840.113549.1.1.11"


@pytest.fixture
def ask(remote):
    """Ask by plain HTTP, without our client: status and body."""
    token = remote.service.permissions.new_token()

    def ask(
        method: str, body: dict[str, Any], *, version: int = 1, bearer: str = f"Bearer {token}"
    ):
        headers = {"Content-Type": "application/json", "Authorization": bearer}
        connection = HTTPConnection(urlsplit(remote.base).netloc)
        with contextlib.closing(connection):
            connection.request("POST", f"/csc/v{version}/{method}", json.dumps(body), headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read() or b"null")

    return ask


@pytest.fixture
def authorize(ask):
    def authorize(hashes: list[str], **changes) -> tuple[int, dict[str, Any]]:
        body = {
            "credentialID": "rsa-2048",
            "numSignatures": len(hashes),
            "hash": hashes,
            "PIN": PIN,
        }
        return ask("credentials/authorize", body | changes)

    return authorize


@pytest.fixture
def sign(ask):
    def sign(activation: str, hashes: list[str], **changes) -> tuple[int, dict[str, Any]]:
        body = {
            "credentialID": "rsa-2048",
            "SAD": activation,
            "hash": hashes,
            "signAlgo": RSA,
        }
        return ask("signatures/signHash", body | changes)

    return sign


def test_activation_data_serve_once(authorize, sign) -> None:
    activation = authorize([DIGEST])[1]["SAD"]

    assert sign(activation, [DIGEST])[0] == 200
    assert sign(activation, [DIGEST]) == (
        400,
        {"error": "invalid_request", "error_description": "Invalid parameter SAD"},
    )


def test_activation_data_serve_for_their_hashes_only(authorize, sign) -> None:
    activation = authorize([DIGEST])[1]["SAD"]

    assert sign(activation, [OTHER]) == (
        400,
        {"error": "invalid_request", "error_description": "Hash is not authorized by the SAD"},
    )


def test_activation_data_of_several_hashes_can_be_spent_in_parts(authorize, sign) -> None:
    activation = authorize([DIGEST, OTHER])[1]["SAD"]

    assert sign(activation, [OTHER])[0] == 200
    assert sign(activation, [OTHER])[0] == 400
    assert sign(activation, [DIGEST])[0] == 200


@pytest.mark.parametrize(
    ("changes", "description"),
    [
        ({"credentialID": 7}, "Missing (or invalid type) string parameter credentialID"),
        ({"credentialID": "nadie"}, "Invalid parameter credentialID"),
        ({"numSignatures": "1"}, "Missing (or invalid type) integer parameter numSignatures"),
        ({"numSignatures": 0}, "Invalid value for parameter numSignatures"),
        ({"numSignatures": 4}, "Numbers of signatures is too high"),
        ({"hash": []}, "Empty hash array"),
        ({"hash": ["###"]}, "Invalid Base64 hash string parameter"),
        ({"hash": ["AAAA"]}, "Invalid digest value length"),
        ({"hash": None}, "Missing (or invalid type) array parameter hash"),
    ],
)
def test_an_authorization_is_refused_in_the_words_of_the_specification(
    authorize, changes, description
) -> None:
    status, body = authorize([DIGEST], **changes)

    assert (status, body["error"]) == (400, "invalid_request")
    assert body["error_description"] == description


@pytest.mark.parametrize(
    ("changes", "description"),
    [
        ({"SAD": None}, "Missing (or invalid type) string parameter SAD"),
        ({"signAlgo": None}, "Missing (or invalid type) string parameter signAlgo"),
        ({"signAlgo": "1.2.3"}, "Invalid parameter signAlgo"),
        (
            {"signAlgo": "1.2.840.113549.1.1.1"},
            "Missing (or invalid type) string parameter hashAlgo",
        ),
        ({"hashAlgo": "1.3.14.3.2.26"}, "Invalid parameter hashAlgo"),
    ],
)
def test_a_signature_is_refused_in_the_words_of_the_specification(
    authorize, sign, changes, description
) -> None:
    status, body = sign(authorize([DIGEST])[1]["SAD"], [DIGEST], **changes)

    assert status == 400
    assert body["error_description"] == description


def test_a_wrong_pin_has_its_own_code_and_the_third_one_locks(authorize) -> None:
    answers = [authorize([DIGEST], PIN="0000")[1] for _ in range(3)]

    assert {answer["error"] for answer in answers} == {"invalid_pin"}
    assert authorize([DIGEST])[1]["error_description"] == "PIN locked"


def test_nobody_asks_without_a_token(ask) -> None:
    assert ask("credentials/list", {}, bearer="")[1]["error_description"] == (
        "Malformed authorization header"
    )
    assert ask("credentials/list", {}, bearer="Bearer otro")[0] == 401
    assert ask("info", {}, bearer="")[0] == 200


def test_a_method_that_it_does_not_have_is_not_implemented(ask) -> None:
    assert ask("signatures/timestamp", {})[0] == 501


def test_version_two_describes_what_it_asks_for_in_its_own_way(ask) -> None:
    first = ask("credentials/info", {"credentialID": "p256"})[1]
    second = ask("credentials/info", {"credentialID": "p256"}, version=2)[1]

    assert first["PIN"]["presence"] == "true"
    assert [one["id"] for one in second["auth"]["objects"]] == ["PIN"]
    assert len(first["cert"]["certificates"]) == 1
