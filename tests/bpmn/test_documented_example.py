import pytest

from bpmn import versions
from bpmn.checks import check
from bpmn.package.sheet_reader import read_sheet
from engine.runtime.compile.vocabulary import EVENT_DEFINITIONS, FLOW_NODES
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


def _rows(title: str) -> list[list[str]]:
    text = PAGE.read_text(encoding="utf-8")
    table = text[text.index(f"| {title} |") :].partition("\n\n")[0].splitlines()
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in table if row]


def test_the_page_names_every_element_that_runs():
    named = "".join(row[0] for title in ("activity", "gateway") for row in _rows(title))
    elements = {name for name in FLOW_NODES if not name.endswith("Event")}
    assert {name for name in elements if f"`{name}`" not in named} == set()


@pytest.mark.parametrize(
    ("column", "element"),
    [
        (3, "intermediateCatchEvent"),
        (4, "boundaryEvent"),
        (5, "intermediateThrowEvent"),
        (6, "endEvent"),
    ],
)
def test_the_page_says_where_each_event_may_stand(column, element):
    said = {row[0] for row in _rows("event")[2:] if row[column]} - {"none"}
    wanted = {kind.replace("compensate", "compensation") for kind in EVENT_DEFINITIONS[element]}
    assert said == wanted
