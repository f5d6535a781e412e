"""Filters of actions."""

from django import template

from web.actions.words import explanation

register = template.Library()
register.filter("explicada", explanation)
