"""Groups that nobody knows are told at the key that was written, with the nearest ones."""

from bpmn.checks import check
from tests.bpmn.samples import edited


def _unknown(old: str, new: str) -> list[tuple[str, str]]:
    found = check(edited("procedure.toml", old, new), {})
    return [(f.element, f.remedy) for f in found if f.code == "group-unknown"]


def test_a_misspelt_signer_is_told_as_the_signer_that_was_written():
    ((place, remedy),) = _unknown('signer = "seal"', 'signer = "secretario-gobiero"')
    assert place == "documents.constancia.signer"
    assert remedy.startswith("¿Quiso decir «secretario-gobierno», ")
    assert remedy.count("«") == 3
    assert "bpmn/checks/groups.toml" in remedy


def test_an_office_is_told_only_where_one_was_written():
    assert [
        place for place, _ in _unknown('office = "secretario-gobierno"', 'office = "nadie"')
    ] == ["documents.constancia.office"]
    owner = 'info_owner = "secretario-gobierno"'
    assert [place for place, _ in _unknown(owner, 'info_owner = "nadie"')] == ["info_owner"]
