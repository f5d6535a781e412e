import tomllib

import pytest

from bpmn.package.sheet import FolderKind
from bpmn.package.sheet_reader import read_sheet
from tests.bpmn.samples import documented_files, edited, folder_with


def _codes_of(old: str, new: str) -> dict[str, str]:
    folder = edited("procedure.toml", old, new)
    return {finding.element: finding.code for finding in folder.findings}


def test_a_complete_sheet_has_no_findings():
    assert folder_with().findings == ()


def test_every_key_of_the_sheet_arrives_typed():
    sheet = folder_with().sheet
    assert sheet.term is not None
    assert (sheet.term.text, sheet.term.words) == ("15 DH", "15 días hábiles")
    assert sheet.documents["constancia"].is_sealed
    assert sheet.documents["constancia"].series == sheet.series
    assert sheet.parameters["jornadas_sin_revision"].value == 1
    assert sheet.legal_basis[0].norm == "Ley 1437 de 2011"


def test_the_case_sees_the_sheet_as_plain_data():
    variables = folder_with().sheet.variables()
    assert variables["unit"] == {"code": "200", "name": "Secretaría de Gobierno"}
    assert variables["term"]["text"] == "15 DH"
    assert variables["validity"] is None
    assert variables["parameters"] == {"jornadas_sin_revision": 1}
    assert variables["documents"]["constancia"]["prefix"] == "CONST-ASI"


def test_an_unknown_key_names_the_nearest_one():
    folder = edited("procedure.toml", "official_name =", "oficial_name =")
    remedies = {finding.code: finding.remedy for finding in folder.findings}
    assert remedies["sheet-unknown-key"] == "¿Quiso decir «official_name»?"
    assert "sheet-missing-key" in remedies


@pytest.mark.parametrize(
    ("old", "new", "element", "code"),
    [
        pytest.param(
            "paperless_percent = 100",
            "paperless_percent = 101",
            "paperless_percent",
            "bad-value",
            id="range",
        ),
        pytest.param(
            "paperless_percent = 100",
            "paperless_percent = true",
            "paperless_percent",
            "wrong-type",
            id="bool is no number",
        ),
        pytest.param(
            'process_type = "misional"',
            'process_type = "mision"',
            "process_type",
            "bad-value",
            id="choice",
        ),
        pytest.param(
            'internal_goal = "3 DH"',
            'internal_goal = "tres días"',
            "internal_goal",
            "bad-value",
            id="period",
        ),
        pytest.param('unit = "DH"', 'unit = "semanas"', "term.unit", "bad-value", id="unit"),
        pytest.param('purpose = "Cert', 'purpose = 3 # "Cert', "purpose", "wrong-type", id="type"),
        pytest.param(
            'channels = ["portal", "ventanilla"]',
            'channels = ["fax"]',
            "channels",
            "bad-value",
            id="option of a list",
        ),
        pytest.param("themes = [", "themes = [3, ", "themes", "wrong-type", id="list of texts"),
        pytest.param(
            'slug = "constancia-asistencia"',
            'slug = "otra"',
            "slug",
            "bad-value",
            id="slug is not the folder",
        ),
        pytest.param(
            'kind = "procedure"', 'kind = "shared"', "kind", "bad-value", id="kind of another file"
        ),
        pytest.param(
            'prefix = "CONST-ASI"',
            'prefix = "const asi"',
            "documents.constancia.prefix",
            "bad-value",
            id="prefix",
        ),
        pytest.param(
            "value = 1\n",
            "",
            "parameters.jornadas_sin_revision.value",
            "missing-key",
            id="parameter without value",
        ),
        pytest.param(
            "value = 1\n",
            "value = {a = 1}\n",
            "parameters.jornadas_sin_revision.value",
            "bad-value",
            id="parameter that is a table",
        ),
        pytest.param(
            'norm = "Ley 1437 de 2011"',
            'norma = "Ley 1437 de 2011"',
            "legal_basis[1].norm",
            "missing-key",
            id="inside a list",
        ),
    ],
)
def test_what_a_sheet_may_not_say_is_found_where_it_stands(old, new, element, code):
    assert _codes_of(old, new)[element] == f"sheet-{code}"


def test_a_sheet_that_is_no_toml_is_one_finding():
    _, findings = read_sheet("x", "procedure.toml", b"slug = \n")
    assert [finding.code for finding in findings] == ["sheet-not-toml"]


@pytest.mark.parametrize(
    "key", sorted(tomllib.loads(documented_files()[1]["procedure.toml"].decode()))
)
def test_no_value_of_a_sheet_raises(key):
    for value in (
        "3",
        '"x"',
        "true",
        "[]",
        "[1]",
        "{}",
        "{a = 1}",
        "2026-01-01",
        "[{}]",
        "{a = {}}",
    ):
        read_sheet("x", "procedure.toml", f"{key} = {value}".encode())


def test_shared_sheets_need_little():
    raw = b'slug = "sp-x"\nkind = "forms"\nofficial_name = "X"\npurpose = "X"\n'
    sheet, findings = read_sheet("sp-x", "subprocess.toml", raw)
    assert (sheet.kind, findings) == (FolderKind.FORMS, ())
