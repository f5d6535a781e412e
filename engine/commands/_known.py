"""What a case already holds of what its person sent, for forms that ask for a part of it again."""

from collections.abc import Mapping
from typing import Any

from engine.feel.wire import from_wire
from engine.models import Case
from forms.fields import filed_files
from forms.models import Upload

_LATER = ("answers", "correction")


def known_answers(case: Case, seen: Mapping[str, Any]) -> dict[str, Any]:
    """What was filed, with what was completed since in its place.

    Args:
        case: whose filing it is.
        seen: variables of the place that asks; the model keeps there what was completed.
    """
    filed = from_wire(case.answers)
    known = dict(filed) if isinstance(filed, Mapping) else {}
    for name in _LATER:
        later = seen.get(name)
        if isinstance(later, Mapping):
            known |= {key: value for key, value in later.items() if value is not None}
    return known


def known_files(case: Case, seen: Mapping[str, Any]) -> dict[str, Upload]:
    """Files that were handed in with them and need not be sent again, by id."""
    return filed_files(known_answers(case, seen))
