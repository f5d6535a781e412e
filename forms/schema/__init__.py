"""form-js JSON as typed, frozen components. Pure."""

from forms.errors import FormFinding, FormRefused
from forms.schema.components import Component, FormSchema, Option, Rules, leaves
from forms.schema.labels import labels
from forms.schema.reading import load_form
from forms.schema.rows import row_title, unrolled

__all__ = [
    "Component",
    "FormFinding",
    "FormRefused",
    "FormSchema",
    "Option",
    "Rules",
    "labels",
    "leaves",
    "load_form",
    "row_title",
    "unrolled",
]
