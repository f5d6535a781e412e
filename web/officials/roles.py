"""What people call a role: the title of its office, or its code as words."""

from django.conf import settings

from bpmn.entity import load as load_entity


def role_name(code: str) -> str:
    """The role in words."""
    office = load_entity(settings.ENTITY).offices.get(code)
    return office.title if office else code.replace("-", " ").capitalize()
