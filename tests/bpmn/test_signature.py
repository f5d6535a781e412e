"""A procedure whose requests are signed has what it takes, and says so in words that exist."""

import pytest

from bpmn import checks
from bpmn.package.sheet import CitizenSignature
from tests.bpmn.samples import documented_files, folder_with

TEMPLATES = {"documents/solicitud.typ": b"x", "documents/solicitud-firmada.typ": b"x"}


def sheet(citizen: str, **changes: str) -> dict[str, bytes | None]:
    _, files = documented_files()
    text = files["procedure.toml"].decode()
    for old, new in changes.items():
        text = text.replace(old, new)
    return {
        "procedure.toml": text.replace(
            "[term]", f'[signature]\ncitizen = "{citizen}"\n\n[term]', 1
        ).encode()
    }


def codes(files: dict[str, bytes | None]) -> set[str]:
    return {finding.code for finding in checks.check(folder_with(files), {})}


def test_nothing_written_means_that_nobody_signs():
    assert folder_with().sheet.citizen_signature is CitizenSignature.NONE
    assert not folder_with().sheet.is_signed_by_citizen


def test_a_signed_procedure_is_read_and_has_its_templates():
    files = sheet("electronic") | TEMPLATES
    assert folder_with(files).sheet.is_signed_by_citizen
    assert not {"signature-template-missing", "signature-anonymous"} & codes(files)


def test_without_its_templates_it_is_refused():
    assert "signature-template-missing" in codes(sheet("electronic"))


def test_who_is_not_known_cannot_sign():
    files = sheet("electronic", **{'"natural"': '"natural", "anonimo"'}) | TEMPLATES
    assert "signature-anonymous" in codes(files)


@pytest.mark.parametrize("word", ["digital", ""])
def test_another_word_is_a_finding(word):
    findings = checks.check(folder_with(sheet(word)), {})
    assert any(finding.element == "signature.citizen" for finding in findings)
