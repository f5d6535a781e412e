"""What a rehearsal, FEEL and the reader of forms say is English to an analyst who chose English, whatever language they were written in."""

import json
import re

import pytest

from archive.render import RenderFailed
from bpmn.package.messages import MessageRefused
from engine.errors import AnswersRefused, CaseOver, CaseStuck, EngineError, NothingAwaitsMessage
from engine.feel import check
from engine.feel.checking import sentences
from engine.feel.errors import FeelSyntaxError, Problem
from engine.rehearsal import wording
from engine.rehearsal.player import StepImpossible
from engine.rehearsal.standing import Place
from forms.schema import FormRefused, load_form
from web.analysts import preview_words
from web.analysts.finding_words import in_english
from web.analysts.preview_words import message_words, template_words

_SPANISH = re.compile(
    r"[áéíóúñ¿¡]|\b(el|los|las?|del?|que|para|por|con|una?|se|sus?|al|y|en|es|lo|sin|no (se|hay|existe)|dato|caso)\b"
)
_VALUES = [{"label": "A", "value": "a"}]
PLACES = [
    Place(element="firmar", process="", kind=kind, detail=detail)
    for kind in wording._WAITS
    for detail in ("", "alcalde")
] + [Place(element="firmar", process="sp-firma", kind="item", detail="alcalde")]
ERRORS = {
    "answers": AnswersRefused(errors={"applicant.name": ["Escriba «Nombres»."]}),
    "message": NothingAwaitsMessage(message="msg.x"),
    "over": CaseOver(),
    "stuck": CaseStuck(element="firmar", reason="x", detail="7"),
    "other": EngineError(),
}
FEEL = [
    'date("2026-02-30")',
    '1 + "x"',
    "sqrt(1, 2)",
    'sqrt("x")',
    "sqrt(numero: 1)",
    "raiz(1)",
    'if "x" then 1 else 2',
    'true and "x"',
    "some x in [1] satisfies 2",
    'date("2026-01-01") + 3',
    '-"x"',
    '[1]["x"]',
    "1 = true",
    "{a: 1} < {a: 2}",
    '@"2026-13-01"',
    "1(2)",
    "1 instance of numbre",
    'date("2026-01-01").yeer',
    "{a: 1}.b",
    "1 +",
    "1 ; 2",
    "“x”",
    "{a: 1, a: 2}",
    "a == 1",
    'string("x',
]


def told(text: str) -> str:
    """The English, without what is quoted: names and values are nobody's language."""
    return re.sub(r"“[^”]*”|«[^»]*»|\"[^\"]*\"|dato\(", "", in_english(text))


@pytest.mark.parametrize("part", list(wording._PARTS))
@pytest.mark.parametrize("of", ["", "otro-tramite"], ids=["own", "another"])
def test_what_came_otherwise_is_told_in_english(part, of):
    text = wording.differs(part, ["uno", "dos"], None, of=of)
    assert not _SPANISH.search(told(text)), in_english(text)


@pytest.mark.parametrize("error", list(ERRORS.values()), ids=list(ERRORS))
def test_why_a_step_failed_is_told_in_english(error):
    text = wording.at_line("scenarios/t1.yaml", 4, wording.failed(error))
    assert in_english(text).startswith("scenarios/t1.yaml, line 4: ")
    assert not _SPANISH.search(told(text)), in_english(text)
    assert not _SPANISH.search(told(wording.capital(wording.failed(error))))


def test_where_a_case_stands_is_told_in_english():
    text = wording.stands(PLACES, is_over=False)
    assert "firmar of sp-firma (task alcalde)" in in_english(text)
    for one in (text, wording.stands([], is_over=True), wording.stands([], is_over=False)):
        assert not _SPANISH.search(told(one)), in_english(one)


def test_awaited_messages_are_told_in_english():
    text = wording.awaited([("msg.x", ""), ("msg.y", "llave")])
    assert in_english(text) == "It waits for: «msg.x», «msg.y» with the key «llave»."


def test_a_fault_of_the_program_is_told_in_english():
    assert not _SPANISH.search(told(wording.broke_off(StepImpossible("x"))))


@pytest.mark.parametrize("text", FEEL)
def test_what_is_wrong_with_an_expression_is_told_in_english(text):
    found = check(text, knows_all=True)
    assert found
    for one in found:
        assert not _SPANISH.search(told(one.sentence)), (one.sentence, in_english(one.sentence))


@pytest.mark.parametrize("code", [*sentences._PROBLEMS, "new"])
def test_why_an_evaluation_gave_nothing_is_told_in_english(code):
    text = sentences.problem_sentence(Problem(code, "number"))
    assert not _SPANISH.search(told(text)), in_english(text)


@pytest.mark.parametrize("expected", [*sentences.EXPECTED, ")"])
def test_what_was_expected_is_told_in_english(expected):
    for found in ("x", *sentences._HINTS):
        text = sentences.syntax_sentence(FeelSyntaxError(1, 1, found, expected))
        assert not _SPANISH.search(told(text)), in_english(text)


# Each of them is a form that cannot be used.
_FORMS = {
    "json": "{",
    "list": "{}",
    "empty": '{"components": []}',
    "kind": '{"components": [{"type": "mapa", "key": "x"}]}',
    "feel": '{"components": [{"type": "textfield", "key": "x", "conditional": {"hide": "=1 +"}}]}',
    "equals": '{"components": [{"type": "textfield", "key": "x", "conditional": {"hide": "1"}}]}',
    "file": '{"components": [{"type": "filepicker", "key": "x", "accept": ".exe"}]}',
    "group": '{"components": [{"type": "group", "components": 1}]}',
    "none": '{"components": [{"type": "textfield"}]}',
    "twice": '{"components": [{"type": "textfield", "key": "x"}, {"type": "number", "key": "x"}]}',
    "many": json.dumps({"components": [{"type": "text"}] * 3000}),
    "options": '{"components": [{"type": "select", "key": "x", "values": []}]}',
    "number": '{"components": [{"type": "number", "key": "x", "validate": {"min": "a"}}]}',
    "pattern": '{"components": [{"type": "textfield", "key": "x", "validate": {"pattern": "("}}]}',
    **{
        f"default-{kind}": json.dumps(
            {"components": [{"type": kind, "key": "x", "defaultValue": [{}], "values": _VALUES}]}
        )
        for kind in ("textfield", "number", "select", "checklist", "checkbox", "datetime")
    },
    "default-file": '{"components": [{"type": "filepicker", "key": "x", "defaultValue": "a"}]}',
}


@pytest.mark.parametrize("text", list(_FORMS.values()), ids=list(_FORMS))
def test_why_a_form_cannot_be_used_is_told_in_english(text):
    with pytest.raises(FormRefused) as refused:
        load_form(text.encode(), includes={}.get)
    for one in refused.value.findings:
        assert not _SPANISH.search(told(one.detail)), (one.detail, in_english(one.detail))


_PREVIEWS = [
    *(template_words(RenderFailed(code, "x", line=3)) for code in preview_words._TEMPLATE),
    *(template_words(RenderFailed("x", f"{start}x", line=3)) for start, _ in preview_words._TYPST),
    *(message_words(MessageRefused(reason, "x")) for reason in preview_words._MESSAGES),
]


@pytest.mark.parametrize("texts", _PREVIEWS)
def test_why_there_is_no_preview_is_told_in_english(texts):
    for one in texts:
        assert not _SPANISH.search(told(one)), (one, in_english(one))
