import pytest

from bpmn import versions
from bpmn.checks import check
from bpmn.package.sheet_reader import read_sheet
from tests.bpmn.samples import NOW, PAGE, folder_with


def test_the_page_s_example_is_found_whole():
    assert {path.partition("/")[0] for path in folder_with().files} == {
        "procedure.toml",
        "process.bpmn",
        "forms",
        "decisions",
        "documents",
        "messages",
        "scenarios",
    }


def test_the_page_s_example_has_nothing_to_mend():
    assert check(folder_with(), {}) == ()


@pytest.mark.django_db
def test_the_page_s_example_is_published_by_this_entity():
    version = versions.publish(folder_with(), library={}, author="ana", publisher="luis", now=NOW)
    assert versions.current(version.slug) == version
    assert versions.compiled(version).root == version.slug


def test_the_page_s_example_of_a_sheet_is_a_sheet():
    text = PAGE.read_text(encoding="utf-8")
    start = text.index("```toml\n") + len("```toml\n")
    raw = text[start : text.index("```", start)].encode()
    sheet, findings = read_sheet("certificado-ejemplo", "procedure.toml", raw)
    assert findings == ()
    assert sheet.validity is not None
