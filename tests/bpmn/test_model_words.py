"""Whatever the compiler of models finds is told in Spanish, with a remedy."""

import re
from pathlib import Path

import pytest

from bpmn.checks.model_words import known_codes, sentence

ENGINE = Path(__file__).resolve().parents[2] / "engine"
READ = [*sorted((ENGINE / "runtime/compile").glob("*.py")), ENGINE / "runtime/timing.py"]
_CODE = re.compile(r'"([a-z]+(?:-[a-z]+)+)"|(?:_at|refuse|finding|Finding)\(\s*"([a-z-]+)"')
_COMMENT = re.compile(r"^#.*$", re.MULTILINE)
_MADE = re.compile(r'f"\{kind\}-([a-z-]+)"')
# Codes of this room: what a procedure needs beyond what runs.
OWN = {"conditional-start", "no-end-event", "no-plain-start"}


def _codes() -> set[str]:
    texts = [_COMMENT.sub("", path.read_text(encoding="utf-8")) for path in READ]
    xml = (ENGINE / "dmn/xml.py").read_text(encoding="utf-8")
    codes = {one or other for text in texts for one, other in _CODE.findall(text)}
    codes |= {
        f"{kind}-{rest}"
        for text in texts
        for rest in _MADE.findall(text)
        for kind in ("error", "escalation")
    }
    return codes | set(re.findall(r'"(xml-[a-z-]+)"', xml))


@pytest.mark.parametrize("code", sorted(_codes() | OWN))
def test_every_finding_of_the_compiler_has_its_sentence_and_remedy(code):
    assert code in known_codes()
    message, remedy = sentence(code, "X")
    assert message.endswith(".")
    assert remedy.endswith(".")
    assert "{" not in message + remedy


def test_no_sentence_is_left_of_a_code_that_nothing_finds():
    assert known_codes() - _codes() == OWN


def test_a_code_that_nobody_knows_is_told_all_the_same():
    message, remedy = sentence("new-code", "X")
    assert "new-code" in message
    assert "X" in message
    assert remedy
