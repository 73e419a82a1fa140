"""Around every request: the moment of its arrival, the end of an idle session, the change of an initial password."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from lixiang.people.models import User
from lixiang.ui.pages import page

Handler = Callable[[HttpRequest], HttpResponse]
SEEN = "seen"  # in the session: whole seconds since 1970
TICK = timedelta(minutes=1)


def arrival(get_response: Handler) -> Handler:
    """`request.arrived_at`: what counts for a deadline, read once when the request starts."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.arrived_at = timezone.now()  # type: ignore[attr-defined]
        return get_response(request)

    return answer


def idle_log_out(get_response: Handler) -> Handler:
    """End a session that nobody used for IDLE_MINUTES; writes at most once a minute, reads nothing further."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not _is_signed_in(request):
            return get_response(request)
        at = request.arrived_at  # type: ignore[attr-defined]
        request.user.asked_at = at  # roles held for somebody else end on their day
        seen = _last_seen(request, at)
        if at - seen > timedelta(minutes=settings.IDLE_MINUTES):
            return _log_out(request)
        if at - seen >= TICK:
            request.session[SEEN] = int(at.timestamp())
            User.objects.note_seen(request.user.pk, at)
        return get_response(request)

    return answer


def initial_password(get_response: Handler) -> Handler:
    """Nobody works with an initial password: reading leads to the page that changes it, writing is refused."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not (_is_signed_in(request) and request.user.must_change_password and _is_guarded(request)):
            return get_response(request)
        if request.method not in ("GET", "HEAD"):
            return page(request, "people/initial_password_first.html", {}, status=403)
        return _go(request, reverse("people:change_password"))

    return answer


def _is_signed_in(request: HttpRequest) -> bool:
    """Asks for the user only where a session cookie came along: a stranger's page costs no query."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


def _is_guarded(request: HttpRequest) -> bool:
    return request.path not in (reverse("people:change_password"), reverse("account_logout"))


def _last_seen(request: HttpRequest, at: datetime) -> datetime:
    """A session without a mark is as old as its log-in."""
    seconds = request.session.get(SEEN)
    if seconds is not None:
        return datetime.fromtimestamp(seconds, UTC)
    return request.user.last_login or at


def _log_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.info(request, f"您已超过{settings.IDLE_MINUTES}分钟没有操作，系统已自动退出，请重新登录。")
    return _go(request, redirect_to_login(_place_to_return_to(request)).url)


def _place_to_return_to(request: HttpRequest) -> str:
    """Where the person was: a form that was just sent cannot be opened by its own address."""
    if request.method == "GET" and not _is_htmx(request):
        return request.get_full_path()
    before = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    return before.removeprefix(f"{request.scheme}://{request.get_host()}") if before else "/"


def _is_htmx(request: HttpRequest) -> bool:
    return "HX-Request" in request.headers


def _go(request: HttpRequest, url: str) -> HttpResponse:
    """htmx would follow a redirect and put the whole page where a part belongs."""
    if _is_htmx(request):
        return HttpResponse(status=401, headers={"HX-Redirect": url} if request.method == "GET" else {})
    return HttpResponseRedirect(url)
