"""form-js JSON as typed, frozen components. Pure."""

from forms.errors import FormFinding, FormRefused
from forms.schema.components import Component, FormSchema, Option, Rules
from forms.schema.reading import load_form

__all__ = [
    "Component",
    "FormFinding",
    "FormRefused",
    "FormSchema",
    "Option",
    "Rules",
    "load_form",
]
