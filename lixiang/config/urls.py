"""The routes of the whole house; each room brings its own."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import include, path

ROOMS = (
    "ui",
    "people",
    "documents",
    "work",
    "programmes",
    "projects",
    "nominations",
    "approvals",
    "agreements",
    "delivery",
    "funds",
    "closing",
    "appraisal",
    "ranking",
    "outcomes",
    "messaging",
    "desk",
    "files",
)

handler400 = "lixiang.ui.stops.bad_request"
handler500 = "lixiang.ui.stops.server_error"

urlpatterns = [
    path("account/", include("lixiang.people.log_in_urls")),
    *(
        path("", include(import_module(f"lixiang.{room}.urls")))
        for room in ROOMS
        if find_spec(f"lixiang.{room}") and find_spec(f"lixiang.{room}.urls")
    ),
]
