"""The kinds of files that are taken, for pages that ask for files without a form of a procedure."""

from django import template

from forms.schema.components import FILE_ENDINGS

register = template.Library()


@register.simple_tag
def clases_de_archivo() -> str:
    """Value of `accept`: their endings."""
    return ",".join(FILE_ENDINGS)
