import time
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bpmn.drawing import draw, measure
from bpmn.drawing.elements import BPMN
from bpmn.versions.shelf import PROCEDURES, SHARED, folder_paths
from engine.dmn.xml import XmlRefused

NAMESPACES = (
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:x"'
)
TAGS = ("userTask", "serviceTask", "exclusiveGateway", "parallelGateway", "callActivity")
SHELF = [
    path
    for path in [*folder_paths(SHARED), *folder_paths(PROCEDURES)]
    if (path / "process.bpmn").is_file()
]


def model(body: str, pool: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<bpmn:definitions {NAMESPACES}>\n{pool}'
        f'  <bpmn:process id="p" isExecutable="true">\n{body}  </bpmn:process>\n'
        "</bpmn:definitions>\n"
    ).encode()


def flows(pairs: list[tuple[str, str]]) -> str:
    return "".join(
        f'    <bpmn:sequenceFlow id="F_{number}" name="sigue" sourceRef="{a}" targetRef="{b}" />\n'
        for number, (a, b) in enumerate(pairs)
    )


def nodes_of(tags: list[str]) -> str:
    return "".join(
        f'    <bpmn:{tag} id="n{number}" name="Hacer lo que toca" />\n'
        for number, tag in enumerate(tags)
    )


def lanes_of(lanes: list[int]) -> str:
    body = ""
    for lane in range(3):
        refs = "".join(
            f"<bpmn:flowNodeRef>n{number}</bpmn:flowNodeRef>"
            for number, where in enumerate(lanes)
            if where == lane
        )
        body += f'<bpmn:lane id="L{lane}" name="Quien hace">{refs}</bpmn:lane>'
    return f'    <bpmn:laneSet id="lanes">{body}</bpmn:laneSet>\n'


POOL = (
    '  <bpmn:collaboration id="c"><bpmn:participant id="pool" processRef="p" />'
    "</bpmn:collaboration>\n"
)
CHAIN = nodes_of(["startEvent", "userTask", "endEvent"]) + flows([("n0", "n1"), ("n1", "n2")])


@st.composite
def any_flow(draw_from) -> bytes:
    count = draw_from(st.integers(2, 14))
    tags = [
        "startEvent",
        *draw_from(st.lists(st.sampled_from(TAGS), min_size=count, max_size=count)),
    ]
    numbers = st.integers(0, count)
    pairs = draw_from(
        st.lists(st.tuples(numbers, numbers), min_size=1, max_size=2 * count, unique=True)
    )
    lanes = draw_from(st.lists(st.integers(0, 2), min_size=count + 1, max_size=count + 1))
    hosts = draw_from(
        st.lists(st.tuples(st.integers(1, count), st.integers(1, count)), max_size=4, unique=True)
    )
    links = [(f"n{a}", f"n{b}") for a, b in pairs if b != 0]
    boundaries = ""
    for number, (host, target) in enumerate(hosts):
        if "Gateway" not in tags[host]:
            boundaries += (
                f'    <bpmn:boundaryEvent id="b{number}" name="Se pasa el plazo" '
                f'attachedToRef="n{host}" />\n'
            )
            links.append((f"b{number}", f"n{target}"))
    inner = ""
    for number in range(draw_from(st.integers(0, 2))):
        inner += (
            f'    <bpmn:subProcess id="s{number}" name="Por aparte" triggeredByEvent="true">\n'
            f'      <bpmn:startEvent id="s{number}a" /><bpmn:task id="s{number}b" />\n'
            f'      <bpmn:sequenceFlow id="s{number}f" sourceRef="s{number}a" '
            f'targetRef="s{number}b" />\n    </bpmn:subProcess>\n'
        )
    with_lanes = draw_from(st.booleans())
    body = (lanes_of(lanes) if with_lanes else "") + nodes_of(tags) + boundaries + inner
    return model(body + flows(links), POOL if with_lanes else "")


def faults(xml: bytes) -> Iterator[tuple[str, object]]:
    found = measure(xml)
    for what in ("missing", "overlaps", "through", "outside", "labels"):
        if getattr(found, what):
            yield what, getattr(found, what)


@settings(max_examples=40)
@given(any_flow())
def test_any_flow_is_drawn_without_anything_in_the_way_of_anything(xml):
    drawn = draw(xml)
    assert not list(faults(drawn))
    assert draw(drawn) == drawn


@pytest.mark.parametrize("path", SHELF, ids=lambda path: path.name)
def test_every_folder_can_be_drawn_well_and_means_what_it_meant(path):
    before = (path / "process.bpmn").read_bytes()
    drawn = draw(before)
    assert not list(faults(drawn))
    assert meaning(before) == meaning(drawn)


def meaning(xml: bytes) -> list[tuple[str, list[tuple[str, str]], str]]:
    root = etree.fromstring(xml)
    return [
        (str(element.tag), list(element.attrib.items()), (element.text or "").strip())
        for element in root.iter(etree.Element, etree.Comment)
        if "/DD/" not in str(element.tag)
        and "/DI" not in str(element.tag)
        and str(element.tag) not in (f"{{{BPMN}}}incoming", f"{{{BPMN}}}outgoing")
    ]


def test_a_straight_flow_stands_on_one_line():
    root = etree.fromstring(draw(model(CHAIN)))
    ys = {point.get("y") for point in root.iter("{http://www.omg.org/spec/DD/20100524/DI}waypoint")}
    assert len(ys) == 1


def test_flows_are_named_in_their_nodes_where_the_schema_wants_them():
    body = """    <bpmn:startEvent id="n0" />
    <bpmn:task id="n1">
      <bpmn:documentation>Dice qué hace.</bpmn:documentation>
      <bpmn:extensionElements />
      <bpmn:multiInstanceLoopCharacteristics />
    </bpmn:task>
"""
    root = etree.fromstring(draw(model(body + flows([("n0", "n1")]))))
    task = root.find(f".//{{{BPMN}}}task")
    assert [etree.QName(child).localname for child in task] == [
        "documentation",
        "extensionElements",
        "incoming",
        "multiInstanceLoopCharacteristics",
    ]


def test_quotes_comments_and_breaks_stay_as_they_were():
    body = "    <!-- por qué -->\n    <bpmn:task id='n0'\n      name='Dice \"sí\"' />\n"
    drawn = draw(model(body)).decode()
    assert body in drawn


def test_an_element_without_end_tag_gets_one_for_its_flows():
    drawn = draw(model(CHAIN)).decode()
    assert (
        '    <bpmn:userTask id="n1" name="Hacer lo que toca">\n'
        "      <bpmn:incoming>F_0</bpmn:incoming>\n"
        "      <bpmn:outgoing>F_1</bpmn:outgoing>\n"
        "    </bpmn:userTask>\n"
    ) in drawn


def test_flows_that_no_longer_exist_are_taken_out():
    drawn = draw(model(CHAIN)).decode()
    cut = drawn.replace(
        '    <bpmn:sequenceFlow id="F_1" name="sigue" sourceRef="n1" targetRef="n2" />\n', ""
    )
    assert "F_1" not in draw(cut.encode()).decode()


def test_a_compensation_handler_stands_below_its_host():
    body = (
        nodes_of(["startEvent", "serviceTask"])
        + '    <bpmn:boundaryEvent id="undo" attachedToRef="n1">'
        "<bpmn:compensateEventDefinition /></bpmn:boundaryEvent>\n"
        '    <bpmn:serviceTask id="handler" isForCompensation="true" />\n'
        '    <bpmn:association id="A" sourceRef="undo" targetRef="handler" />\n'
    )
    drawn = draw(model(body + flows([("n0", "n1")])))
    assert not list(faults(drawn))
    places = shapes(drawn)
    assert places["handler"][1] > places["n1"][1] + places["n1"][3]
    assert places["handler"][0] == places["n1"][0]


def test_a_sub_process_holds_what_is_inside():
    body = (
        '    <bpmn:startEvent id="s" />\n    <bpmn:transaction id="t">\n'
        + CHAIN.replace("F_", "G_")
        + '    </bpmn:transaction>\n    <bpmn:adHocSubProcess id="h"><bpmn:task id="h1" />'
        '<bpmn:task id="h2" /></bpmn:adHocSubProcess>\n'
    )
    drawn = draw(model(body + flows([("s", "t"), ("t", "h")])))
    assert not list(faults(drawn))
    x, y, width, height = shapes(drawn)["t"]
    inner = shapes(drawn)["n1"]
    assert x < inner[0] < x + width
    assert y < inner[1] < y + height


def test_pools_without_process_annotations_and_message_flows_are_drawn():
    pool = (
        '  <bpmn:collaboration id="c"><bpmn:participant id="pool" processRef="p" />'
        '<bpmn:participant id="bank" name="Banco" />'
        '<bpmn:messageFlow id="m" sourceRef="n1" targetRef="bank" /></bpmn:collaboration>\n'
    )
    note = (
        '    <bpmn:textAnnotation id="note"><bpmn:text>Se paga en línea.</bpmn:text>'
        '</bpmn:textAnnotation>\n    <bpmn:association id="A" sourceRef="n1" targetRef="note" />\n'
    )
    assert not list(faults(draw(model(CHAIN + note, pool))))


def test_a_model_of_global_tasks_is_left_alone():
    xml = f'<bpmn:definitions {NAMESPACES}><bpmn:globalTask id="g" /></bpmn:definitions>'.encode()
    assert draw(xml) == xml
    assert measure(xml).missing == ()


def test_a_document_type_is_refused():
    with pytest.raises(XmlRefused):
        draw(b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')


def test_measures_name_what_is_wrong():
    drawn = draw(model(CHAIN)).decode()
    end, task = shapes(drawn.encode())["n2"], shapes(drawn.encode())["n1"]
    moved = drawn.replace(
        f'x="{end[0]}" y="{end[1]}" width="36"', f'x="{task[0]}" y="{end[1]}" width="36"'
    )
    assert measure(moved.encode()).overlaps == (("n1", "n2"),)
    assert measure(drawn.encode()).overlaps == ()


def test_eighty_nodes_are_drawn_in_time():
    tags = ["startEvent", *(TAGS[number % 5] for number in range(79))]
    pairs = [(f"n{number}", f"n{number + 1}") for number in range(79)]
    pairs += [(f"n{number}", f"n{(number * 7) % 79 + 1}") for number in range(4, 79, 4)]
    xml = model(
        lanes_of([number // 5 % 3 for number in range(80)]) + nodes_of(tags) + flows(pairs), POOL
    )
    began = time.process_time()
    draw(xml)
    assert time.process_time() - began < 4


def shapes(xml: bytes) -> dict[str, tuple[int, int, int, int]]:
    root = etree.fromstring(xml)
    return {
        shape.get("bpmnElement"): tuple(
            int(shape[0].get(key)) for key in ("x", "y", "width", "height")
        )
        for shape in root.iter("{http://www.omg.org/spec/BPMN/20100524/DI}BPMNShape")
    }


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "mi-tramite").mkdir()
    (tmp_path / "mi-tramite" / "process.bpmn").write_bytes(model(CHAIN))
    return tmp_path / "mi-tramite"


def test_the_verb_draws_a_folder(folder, capsys):
    call_command("procedures", "draw", str(folder))
    assert capsys.readouterr().out == "mi-tramite: dibujado\n"
    assert measure((folder / "process.bpmn").read_bytes()).missing == ()


def test_the_verb_tells_what_is_not_drawn_and_writes_nothing(folder, capsys):
    with pytest.raises(CommandError):
        call_command("procedures", "draw", str(folder), "--check")
    said = "mi-tramite: sin dibujar: n0, n1, n2, F_0, F_1. Dibújelo con «procedures draw».\n"
    assert capsys.readouterr().out == said
    assert (folder / "process.bpmn").read_bytes() == model(CHAIN)


def test_lanes_that_stand_in_no_pool_get_one_of_the_name_of_their_process(folder, capsys):
    lanes = '<bpmn:laneSet id="s"><bpmn:lane id="l" name="Sistema"><bpmn:flowNodeRef>n0</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>'
    text = (folder / "process.bpmn").read_text()
    place = text.index(">", text.index("<bpmn:process")) + 1
    (folder / "process.bpmn").write_text(text[:place] + lanes + text[place:])

    call_command("procedures", "draw", str(folder))

    drawn = (folder / "process.bpmn").read_bytes()
    assert capsys.readouterr().out == "mi-tramite: dibujado\n"
    assert measure(drawn).missing == ()
    assert b'<bpmn:participant id="Pool_1" name="p" processRef="p" />' in drawn
    assert draw(drawn) == drawn


def test_the_verb_tells_of_a_model_that_cannot_be_read(folder, capsys):
    (folder / "process.bpmn").write_text("<no>")
    with pytest.raises(CommandError):
        call_command("procedures", "draw", str(folder), str(folder.parent / "otro"))
    out = capsys.readouterr().out
    assert "mi-tramite: no se puede leer" in out
    assert "otro: no existe la carpeta" in out
