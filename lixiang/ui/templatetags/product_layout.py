"""Lets allauth's Django templates wear the product's Jinja2 layout."""

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag(takes_context=True)
def wear(context: Context, name: str) -> SafeString:
    """The Jinja2 page `name`, given page_title, page_head, page_body and page_tail as already rendered parts."""
    # The Jinja2 backend returns a plain str; unmarked, the whole page would come out escaped.
    return mark_safe(render_to_string(name, context.flatten(), request=context["request"], using="jinja2"))
