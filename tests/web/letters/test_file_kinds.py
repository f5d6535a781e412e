"""A letter asks for the kinds of files that are taken, wherever they are named."""

from django.template import Context, Template

from forms.schema.components import FILE_TYPES


def test_the_page_asks_for_every_kind_of_the_table() -> None:
    shown = Template("{% load archivos %}{% clases_de_archivo %}").render(Context())

    assert shown.split(",") == list(FILE_TYPES)
