"""Whatever is done to a store in whatever order, it holds what a plain model of it holds."""

from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from archive.stores import (
    ObjectHeld,
    ObjectMissing,
    RetentionActive,
    RetentionCannotShrink,
    StoredObject,
)
from archive.stores.naming import key_of
from tests.archive.stores.conftest import Place

FIRST = date(2049, 1, 1)
DAYS = st.integers(0, 400).map(lambda days: FIRST + timedelta(days=days))
NUMBERS = PICKS = st.integers(0, 3)
_examples = count()


class StoreAgainstModel(RuleBasedStateMachine):
    """Rules draw from few contents, so that the same one comes again."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place, self.store = place, place.store
        self.model: dict[str, StoredObject] = {}
        # One bucket for all examples: each has contents of its own.
        self.salt = b"%d " % next(_examples)

    @rule(number=NUMBERS, until=DAYS)
    def put(self, number: int, until: date) -> None:
        content = self.salt + b"%d" % number
        stored = self.store.put(content, media_type="text/plain", retain_until=until)
        known = self.model.get(stored.key, stored)
        self.model[stored.key] = StoredObject(
            key=stored.key,
            size_bytes=len(content),
            media_type="text/plain",
            retain_until=max(until, known.retain_until),
            is_held=known.is_held,
        )
        assert stored == self.model[stored.key]

    @precondition(lambda self: self.model)
    @rule(pick=PICKS, until=DAYS)
    def extend(self, pick: int, until: date) -> None:
        key = self._picked(pick)
        known = self.model[key]
        if until < known.retain_until:
            with pytest.raises(RetentionCannotShrink):
                self.store.extend(key, until)
        else:
            self.model[key] = self._changed(known, retain_until=until)
            assert self.store.extend(key, until) == self.model[key]

    @precondition(lambda self: self.model)
    @rule(pick=PICKS)
    def hold(self, pick: int) -> None:
        key = self._picked(pick)
        self.model[key] = self._changed(self.model[key], is_held=True)
        assert self.store.hold(key) == self.model[key]

    @precondition(lambda self: self.model)
    @rule(pick=PICKS)
    def release(self, pick: int) -> None:
        key = self._picked(pick)
        self.model[key] = self._changed(self.model[key], is_held=False)
        assert self.store.release(key) == self.model[key]

    @precondition(lambda self: self.model)
    @rule(pick=PICKS, content=st.sampled_from([b"falso", None]))
    def lay_over(self, pick: int, content: bytes | None) -> None:
        key = self._picked(pick)
        self.place.lay_over(key, content)

    @precondition(lambda self: self.model)
    @rule(pick=PICKS)
    def delete_too_early(self, pick: int) -> None:
        key = self._picked(pick)
        known = self.model[key]
        with pytest.raises(ObjectHeld if known.is_held else RetentionActive):
            self.store.delete(key, known.retain_until)

    @rule(number=NUMBERS)
    def delete(self, number: int) -> None:
        key = key_of(self.salt + b"%d" % number)
        known = self.model.get(key)
        if known is None:
            with pytest.raises(ObjectMissing):
                self.store.delete(key, FIRST)
        elif self.place.can_pass and not known.is_held:
            self.place.let_pass(key)
            self.store.delete(key, known.retain_until + timedelta(days=1))
            del self.model[key]

    @invariant()
    def it_holds_what_the_model_holds(self) -> None:
        for key, known in self.model.items():
            assert self.store.stat(key) == known
            assert len(self.store.get(key)) == known.size_bytes
        assert set(self.model) <= set(self.store.keys())

    def _picked(self, pick: int) -> str:
        keys = sorted(self.model)
        return keys[pick % len(keys)]

    def _changed(self, known: StoredObject, **what: object) -> StoredObject:
        return StoredObject(**(known.__dict__ | what))


def _run(machine: type[StoreAgainstModel], place: Place, examples: int) -> None:
    run_state_machine_as_test(
        lambda: machine(place), settings=settings(max_examples=examples, stateful_step_count=12)
    )


def test_a_folder_holds_what_the_model_holds(folder_place) -> None:
    _run(StoreAgainstModel, folder_place, 30)


@pytest.mark.minio
def test_s3_holds_what_the_model_holds_whatever_is_laid_over_it(s3_place) -> None:
    _run(StoreAgainstModel, s3_place, 10)


@pytest.mark.minio
def test_s3_holds_what_the_model_holds_when_dates_pass(lapsing_s3_place) -> None:
    _run(StoreAgainstModel, lapsing_s3_place, 6)
