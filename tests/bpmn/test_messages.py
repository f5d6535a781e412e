from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bpmn.package.messages import MessageRefused, read_message, render
from engine.feel.values import DayTimeDuration, Range, YearMonthDuration
from forms.wording import words


def _raw(body: str, subject: str = "Asunto") -> bytes:
    return f'---\nsubject: "{subject}"\n---\n{body}\n'.encode()


def test_a_message_is_text_and_html():
    message = render(
        _raw(
            "Hola, {{ applicant.name }}:\n\nSu número es **{{ radicado }}**.", "Va {{ radicado }}"
        ),
        {"radicado": "R-1", "applicant": {"name": "Ana"}},
    )
    assert message.subject == "Va R-1"
    assert message.text == "Hola, Ana:\n\nSu número es R-1.\n"
    assert message.html == "<p>Hola, Ana:</p>\n<p>Su número es <strong>R-1</strong>.</p>\n"


def test_what_a_person_typed_is_neither_html_nor_markdown():
    typed = "<script>x</script> **a** [b](http://c)"
    message = render(_raw("{{ name }}"), {"name": typed})
    assert message.html == ("<p>&lt;script&gt;x&lt;/script&gt; **a** [b](http://c)</p>\n")
    assert message.text == typed + "\n"


def test_html_of_the_author_is_shown_as_text():
    assert "<b>" not in render(_raw("<b>a</b>"), {}).html


@pytest.mark.parametrize(
    ("url", "href"),
    [
        ("https://a.test/x?y=1&z=2", "https://a.test/x?y=1&amp;z=2"),
        ("/tramites/1", "/tramites/1"),
        ("javascript:alert(1)", "#"),
        (" JavaScript:alert(1)", "#"),
        ("//evil.test", "#"),
        ('https://a.test" onclick="x', "https://a.test&quot; onclick=&quot;x"),
    ],
    ids=["https", "path", "script", "script with space", "other host", "quote"],
)
def test_a_link_made_with_a_value_is_safe(url, href):
    assert f'<a href="{href}">' in render(_raw("[ver]({{ url }})"), {"url": url}).html


def test_a_value_cannot_name_another_value():
    message = render(_raw("{{ a }} {{ b }}"), {"a": "vvcampo1z {{ b }}", "b": "secreto"})
    assert message.text == "vvcampo1z {{ b }} secreto\n"


def test_a_subject_is_one_line():
    assert render(_raw("x", "A {{ a }}"), {"a": "b\r\nBcc: c"}).subject == "A b Bcc: c"


def test_what_is_missing_prints_nothing():
    assert render(_raw("a{{ no.such }}b"), {}).text == "ab\n"


def test_lists_and_links_are_readable_as_text():
    text = render(_raw("- uno\n- dos\n\n[ver](https://a.test/{{ n }})"), {"n": 7}).text
    assert text == "- uno\n- dos\n\nver (https://a.test/7)\n"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        pytest.param(b"Hola", "message-no-front-matter", id="no front matter"),
        pytest.param(b"---\ntitle: x\n---\nHola", "message-no-subject", id="no subject"),
        pytest.param(b"---\nsubject: x\nto: y\n---\nHola", "message-unknown-key", id="unknown key"),
        pytest.param(b"---\nsubject: [\n---\nHola", "message-front-matter-not-yaml", id="no YAML"),
        pytest.param(_raw("{{ 1 + }}"), "message-not-feel", id="no FEEL"),
        pytest.param(_raw("{{ }}"), "message-not-feel", id="empty"),
    ],
)
def test_a_faulty_message_is_refused(raw, reason):
    with pytest.raises(MessageRefused) as refusal:
        read_message(raw)
    assert refusal.value.reason == reason


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "sí"),
        (False, "no"),
        (Decimal(1250000), "1.250.000"),
        (Decimal("1234.50"), "1.234,5"),
        (Decimal("-0.25"), "-0,25"),
        (7, "7"),
        (date(2026, 11, 20), "20 de noviembre de 2026"),
        (datetime(2026, 11, 20, 14, 5, tzinfo=UTC), "20 de noviembre de 2026, 9:05 a. m."),
        (datetime(2026, 1, 1, 12, 0), "1 de enero de 2026, 12:00 p. m."),
        (["a", None, Decimal(2)], "a, 2"),
        ({"a": "x", "b": None}, "x"),
        (DayTimeDuration(15 * 86_400 * 10**9), "15 días"),
        (DayTimeDuration((26 * 60 + 1) * 60 * 10**9), "1 día y 2 horas y 1 minuto"),
        (YearMonthDuration(14), "1 año y 2 meses"),
        (Range(Decimal(1), Decimal(6)), "[1..6]"),
    ],
    ids=str,
)
def test_values_are_written_as_in_colombia(value, text):
    assert words(value) == text
