"""pyHanko's analysis of what changed, made to look only at what did change.

Its rules report the appearance of every field as changeable in place, changed or not, and so refuse any
timestamp after a signature that locks a field which has an appearance.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    FieldComparisonContext,
    FieldComparisonSpec,
    FormUpdate,
    FormUpdatingRule,
    GenericFieldModificationRule,
    ModificationLevel,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
)

_Updates = Iterable[tuple[ModificationLevel, FormUpdate]]


class _OtherFields(GenericFieldModificationRule):
    def check_form_field(
        self, fq_name: str, spec: FieldComparisonSpec, context: FieldComparisonContext
    ) -> _Updates:
        return _touched(super().check_form_field(fq_name, spec, context), context)


class _SignatureFields(SigFieldModificationRule):
    def check_form_field(
        self, fq_name: str, spec: FieldComparisonSpec, context: FieldComparisonContext
    ) -> _Updates:
        return _touched(super().check_form_field(fq_name, spec, context), context)


def _touched(
    updates: _Updates, context: FieldComparisonContext
) -> Iterator[tuple[ModificationLevel, FormUpdate]]:
    newer: Any = context.new
    written = newer.explicit_refs_in_revision()
    for level, update in updates:
        if update.updated_ref in written:
            yield level, update


_creation = SigFieldCreationRule()  # type: ignore[no-untyped-call]
POLICY = StandardDiffPolicy(
    global_rules=DEFAULT_DIFF_POLICY.global_rules,
    form_rule=FormUpdatingRule(field_rules=[_creation, _SignatureFields(), _OtherFields()]),
)
