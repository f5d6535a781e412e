import pytest

from archive.errors import RecordError
from engine.clock import ClockError
from engine.errors import EngineError, ItemAlreadyClaimed
from forms.errors import FormError
from signatures.errors import SignatureError
from web.shell.sentences import SENTENCES, sentence_for


def _tree(root):
    yield root
    for child in root.__subclasses__():
        yield from _tree(child)


CODES = sorted(
    {
        error.code
        for root in (EngineError, ClockError, FormError, RecordError, SignatureError)
        for error in _tree(root)
    }
)


@pytest.mark.parametrize("code", CODES)
def test_every_error_has_its_sentence(code):
    assert code in SENTENCES


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_sentence_says_what_happened_and_what_to_do(code):
    sentence = SENTENCES[code]
    assert 400 <= sentence.status < 600
    assert sentence.title
    assert sentence.happened.endswith((".", "}"))
    assert sentence.next_step.endswith(".")


def test_a_sentence_carries_the_words_of_its_error():
    assert "Carmen Portilla" in sentence_for(ItemAlreadyClaimed(by="Carmen Portilla")).happened


def test_an_unknown_failure_still_has_a_sentence():
    assert sentence_for(ValueError("x")).status == 500
