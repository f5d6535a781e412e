"""Data objects and properties are variables; data associations are mappings."""

import pytest

from engine.runtime import ModelRefused
from tests.engine.runtime import models as m
from tests.engine.runtime.cases import Case


def text(tag, content):
    return f"<bpmn:{tag}>{content}</bpmn:{tag}>"


def data_object(name, object_id=""):
    return m.node("dataObject", object_id or name, **({"name": name} if object_id else {}))


def reference(ref_id, object_id):
    return m.node("dataObjectReference", ref_id, dataObjectRef=object_id)


def brings(source, target, *more):
    return text(
        "dataInputAssociation",
        text("sourceRef", source) + text("targetRef", target) + "".join(more),
    )


def takes(source, target, *more):
    return text(
        "dataOutputAssociation",
        text("sourceRef", source) + text("targetRef", target) + "".join(more),
    )


def assigns(source, target):
    return text("assignment", m.formal("from", source) + m.formal("to", target))


def user(*parts, inputs=("in1",), outputs=("out1",)):
    """A user task with data inputs and outputs."""
    named = "".join(m.node("dataInput", name, name=name) for name in inputs)
    named += "".join(m.node("dataOutput", name, name=name) for name in outputs)
    return m.node("userTask", "a", text("ioSpecification", named), *parts)


def process(*parts):
    return m.model(m.start(), *parts, m.end(), m.chain("start", "a", "end"))


def test_association_brings_a_data_object_into_the_task_and_its_result_back():
    model = process(
        data_object("plan", "d1"),
        reference("r1", "d1"),
        user(brings("r1", "in1"), takes("out1", "r1")),
    )
    case = Case(model, {"plan": 5})
    assert case.at("a").variables["in1"] == 5
    case.complete("a", out1=6, noise=1)
    assert case.variables == {"plan": 6}


def test_assignments_say_what_goes_where():
    model = process(
        data_object("plan", "d1"), reference("r1", "d1"),
        user(brings("r1", "in1", assigns("=plan.area * 2", "=in1.twice")), takes("out1", "r1", assigns("=out1", "plan.area"))),
    )  # fmt: skip
    case = Case(model, {"plan": {"area": 2, "kept": True}})
    assert case.at("a").variables["in1"] == {"twice": 4}
    case.complete("a", out1=9)
    assert case.variables == {"plan": {"area": 9, "kept": True}}


def test_transformation_makes_the_value():
    model = process(
        data_object("plan", "d1"), reference("r1", "d1"),
        user(brings("r1", "in1", m.formal("transformation", "=plan + 1"))),
    )  # fmt: skip
    assert Case(model, {"plan": 1}).at("a").variables["in1"] == 2


def test_data_object_that_nobody_filled_is_null():
    model = process(data_object("plan", "d1"), reference("r1", "d1"), user(brings("r1", "in1")))
    case = Case(model)
    assert case.variables == {"plan": None}
    assert case.at("a").variables["in1"] is None


def test_data_object_of_a_sub_process_ends_with_it():
    inner = m.sub("a", data_object("draft", "d1"), m.start("s1"), m.user("u"), m.end("s2"), m.chain("s1", "u", "s2"))  # fmt: skip
    case = Case(process(inner), {"x": 1})
    assert case.at("u").variables == {"x": 1, "draft": None}
    case.complete("u", draft=5)
    assert case.finished
    assert case.variables == {"x": 1}


def test_properties_are_variables_of_what_declares_them():
    task = m.node("userTask", "a", m.node("property", "p2", name="note"))
    case = Case(process(m.node("property", "p1", name="total"), task))
    assert case.variables == {"total": None}
    assert case.at("a").variables == {"total": None, "note": None}
    case.complete("a", total=3, note="local")
    assert case.variables == {"total": 3}


def test_name_that_is_no_variables_gives_way_to_the_id():
    model = process(
        data_object("El plano", "plan1"),
        reference("r1", "plan1"),
        user(brings("r1", "in1"), takes("out1", "r1")),
    )
    case = Case(model)
    case.complete("a", out1=1)
    assert case.variables == {"plan1": 1}


def test_drawn_data_that_nothing_reads_is_documentation():
    drawn = m.node("property", "p1", name="__targetRef_placeholder")
    task = m.node("userTask", "a", drawn, brings("r1", "p1"), takes("a", "r1"), brings("gone", "p1"), brings("r2", "p1"),
                  brings("st", "p1"))  # fmt: skip
    store = m.node("dataStoreReference", "st")
    case = Case(
        process(
            data_object("El plano", "plan1"),
            reference("r1", "plan1"),
            reference("r2", "gone"),
            store,
            task,
        )
    )
    case.complete("a")
    assert case.finished
    assert case.variables == {}


@pytest.mark.parametrize(
    ("association", "code"),
    [
        (brings("r1", "in1", assigns("=1", "not a name")), "mapping-target"),
        (brings("r1", "in1", assigns("", "in1")), "mapping-target"),
        (brings("r1", "in1", m.formal("transformation", "=1 +")), "feel-syntax"),
    ],
    ids=["target", "source", "transformation"],
)
def test_association_that_cannot_be_read_is_refused(association, code):
    with pytest.raises(ModelRefused) as caught:
        process(data_object("plan", "d1"), reference("r1", "d1"), user(association))
    assert code in {finding.code for finding in caught.value.findings}


def test_hyphen_of_an_id_is_no_minus():
    model = process(
        data_object("El plano", "sid-7"),
        reference("r1", "sid-7"),
        user(brings("r1", "in1"), takes("out1", "r1")),
    )
    case = Case(model, {"sid_7": 5})
    assert case.at("a").variables["in1"] == 5
    case.complete("a", out1=6)
    assert case.variables == {"sid_7": 6}


def test_association_may_fill_a_property_of_the_task():
    task = m.node("userTask", "a", m.node("property", "p1", name="note"), brings("r1", "p1"))
    model = process(data_object("plan", "d1"), reference("r1", "d1"), task)
    assert Case(model, {"plan": 5}).at("a").variables["note"] == 5
