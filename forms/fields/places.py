"""Where on a form somebody goes for a thing that they are asked."""

from collections.abc import Iterator

from forms.fields.form import ProcedureForm
from forms.schema import Component

# A field, after the groups and lists that it lies in.
_Chain = tuple[Component, ...]


def place_of(form: ProcedureForm, key: str) -> str:
    """Name of the field for what is asked under a key; empty only where the form shows none.

    That is its own field, or the first one of its group or list. While the answers hide it, it is the one whose
    answer brings it up; for a key that the form does not have, the first of all.
    """
    chains = list(_chains(form.components))
    shown = [chain[-1] for chain in chains if not any(form.hides(one) for one in chain)]
    wanted = next((chain for chain in chains if key and key in {one.key for one in chain}), ())
    if wanted and wanted[-1] in shown:
        return wanted[-1].name
    reasons = {name for one in wanted if one.hide is not None for name in one.hide.names}
    found = next((leaf for leaf in shown if leaf.key in reasons), next(iter(shown), None))
    return found.name if found else ""


def _chains(components: _Chain, above: _Chain = ()) -> Iterator[_Chain]:
    for component in components:
        if component.is_leaf:
            yield (*above, component)
        else:
            yield from _chains(component.children, (*above, component))
