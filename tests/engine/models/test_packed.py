"""States are packed where they are long, and read as they were, whatever packed them."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.models import Case
from engine.models.packed import pack, unpack
from engine.models.packing import DICTIONARIES, NEWEST
from tests.engine import folders
from tests.engine.runtime.models import chain, end

STATE = b'{"format":2,"scopes":[' + b'"Secretar\xc3\xada de Gobierno",' * 100 + b"0]}"


def test_a_long_state_is_packed_and_read_as_it_was() -> None:
    packed = pack(STATE)
    assert len(packed) < len(STATE) / 3
    assert unpack(packed) == STATE


@given(st.binary(max_size=3_000).filter(lambda value: value[:1] != b"\x78"))
def test_any_bytes_that_are_no_packing_come_back(value: bytes) -> None:
    assert unpack(pack(value)) == value


def test_what_is_packed_is_not_packed_again() -> None:
    assert pack(pack(STATE)) == pack(STATE)


def test_a_packing_without_a_dictionary_is_read() -> None:
    assert unpack(zlib.compress(STATE, 1)) == STATE


def test_a_dictionary_that_was_ever_used_is_still_the_same() -> None:
    # Cases in databases name these: add a new one, never change or remove one.
    assert list(DICTIONARIES) == [3124103795]
    assert NEWEST == 3124103795
    assert all(zlib.adler32(text) == name for name, text in DICTIONARIES.items())


@pytest.mark.django_db
def test_the_column_of_a_case_holds_the_packing(office) -> None:
    folders.publish(folders.task("uno"), end("fin"), chain(folders.LAST, "uno", "fin"))
    case = folders.file()
    kept = Case.objects.get(pk=case.pk)
    assert kept.frozen.startswith(b'{"format"')
    assert len(kept.frozen) > len(pack(kept.frozen))
