"""Every sub-indication of the standard and every problem of ours has its words."""

import re
from pathlib import Path

import pytest
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate

import signatures.verification as room
from signatures.verification.sentences import SUB_INDICATIONS, sentence

_GENERAL = sentence("no-such-code")
_SOURCES = sorted(Path(room.__file__).parent.glob("*.py"))
CODES = sorted(
    {
        code
        for path in _SOURCES
        for code in re.findall(
            r'(?:Problem|not_verifiable)\(\s*"([a-z-]+)"', path.read_text("utf-8")
        )
    }
)


@pytest.mark.parametrize("name", [*AdESFailure, *AdESIndeterminate], ids=lambda name: name.name)
def test_every_sub_indication_has_a_sentence(name):
    assert name.standard_name in SUB_INDICATIONS


@pytest.mark.parametrize("code", CODES)
def test_every_problem_has_a_sentence(code: str):
    assert sentence(code) != _GENERAL


def test_a_timestamp_says_what_is_wrong_with_it():
    assert sentence("timestamp-revoked-no-poe") == (
        "Una estampa de tiempo no se puede dar por válida: el certificado fue revocado "
        "y no hay prueba de que firmara antes."
    )
