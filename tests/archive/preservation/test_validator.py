import json
import shlex
import sys

import pytest

from archive.preservation import FindingCode, inspect
from archive.preservation.validator import ValidatorFailed, ask_validator, read_verdict, validated
from archive.render import render
from tests.archive.preservation import corpus

MRR = b"""<?xml version="1.0" encoding="utf-8"?>
<report><buildInformation><releaseDetails id="core" version="1.28.1"/></buildInformation>
<jobs><job><validationReport profileName="PDF/A-3B validation profile" isCompliant="false">
<details><rule specification="ISO 19005-3:2012" clause="6.2.11.4.1" testNumber="1" status="failed"/>
</details></validationReport></job></jobs></report>"""
REPORT = {
    "report": {
        "buildInformation": {"releaseDetails": [{"id": "core", "version": "1.28.1"}]},
        "jobs": [
            {
                "validationResult": [
                    {
                        "profileName": "PDF/A-3B validation profile",
                        "compliant": True,
                        "details": {"ruleSummaries": []},
                    }
                ]
            }
        ],
    }
}


@pytest.fixture(scope="module")
def ours() -> bytes:
    return render({"m.typ": b"= Hola"}, "m.typ", {"document": {"title": "Prueba"}}).pdf


def _command(said: str) -> str:
    """A validator that reads its file and says this, whatever is in it."""
    code = f"import sys; open(sys.argv[1], 'rb').read(); print({said!r})"
    return shlex.join([sys.executable, "-c", code])


def _plain(*, is_compliant: bool) -> str:
    failures = [] if is_compliant else ["6.1.2-1"]
    return json.dumps({"compliant": is_compliant, "profile": "PDF/A-3A", "failures": failures})


def test_the_record_says_that_a_full_validator_spoke(ours) -> None:
    found = validated(inspect(ours), ours, _command(_plain(is_compliant=True)))

    assert (found.is_compliant, found.check_name) == (True, "estructural + veraPDF")
    assert found.is_archival


def test_what_a_full_validator_denies_is_no_pdfa(ours) -> None:
    found = validated(inspect(ours), ours, _command(_plain(is_compliant=False)))

    assert found.is_compliant is False
    assert found.findings[-1].code is FindingCode.NOT_COMPLIANT
    assert found.findings[-1].detail == "PDF/A-3A: 6.1.2-1"
    assert not found.is_archival


def test_without_a_validator_the_structural_check_stands(ours) -> None:
    found = validated(inspect(ours), ours, "")

    assert (found.is_compliant, found.check_name) == (None, "estructural")


@pytest.mark.parametrize(
    "command",
    [_command("nada"), "no-such-validator --flag", _command(json.dumps({"compliant": "quizás"}))],
    ids=["says nothing", "is not there", "says neither yes nor no"],
)
def test_a_validator_that_gives_no_verdict_is_told_and_stops_nothing(ours, command) -> None:
    found = validated(inspect(ours), ours, command)

    assert found.findings[-1].code is FindingCode.VALIDATOR_FAILED
    assert (found.is_compliant, found.check_name) == (None, "estructural")
    assert found.is_archival


def test_a_validator_that_hangs_is_left(ours) -> None:
    hanging = shlex.join([sys.executable, "-c", "import time; time.sleep(60)"])

    with pytest.raises(ValidatorFailed):
        ask_validator(ours, hanging, seconds=0.2)


def test_a_file_without_a_claim_is_not_validated() -> None:
    plain = corpus.plain()

    assert validated(inspect(plain), plain, "no-such-validator").is_compliant is None


def test_the_xml_report_of_verapdf_is_understood() -> None:
    said = read_verdict(MRR)

    assert (said.validator, said.is_compliant) == ("veraPDF 1.28.1", False)
    assert said.failures == ("6.2.11.4.1-1",)


def test_the_json_report_of_verapdf_is_understood() -> None:
    said = read_verdict(json.dumps(REPORT).encode())

    assert (said.validator, said.is_compliant) == ("veraPDF 1.28.1", True)
