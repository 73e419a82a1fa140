"""The one tag by which allauth's Django templates wear the product's Jinja2 layout."""
