"""Sentences of the checks in the language of the page."""

from django import template

from web.analysts.finding_words import said

register = template.Library()
register.filter("dicho", said)
