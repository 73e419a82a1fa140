"""Every page of the product asked by those whom it does not concern: the door, or a page that says nothing."""

import re
from collections.abc import Iterator
from datetime import date

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lixiang.agreements.models import Agreement
from lixiang.documents.models import OfficialDocument
from lixiang.people.roles import Role
from lixiang.projects.states import Status
from tests.journeys.stage import Stage

OPEN = {"account_login", "account_logout", "account_inactive"}
SECRETS = ("甲县秘密项目", "甲县另一项目")
REFUSED = {403, 404, 405}


def patterns(resolver: URLResolver, names: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    """Every route of the table by its full name."""
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from patterns(each, (*names, each.namespace) if each.namespace else names)
        else:
            yield ":".join((*names, each.name or "")), each


def routes() -> list[tuple[str, URLPattern]]:
    return [(name, route) for name, route in patterns(get_resolver()) if name and name != "gallery"]


class TestEveryPageOfTheTable:
    def test_strangers_other_counties_and_administrators_learn_nothing(self, stage: Stage):
        self.given_a_county_whose_projects_reached_an_agreement(stage)
        self.then_a_stranger_is_led_to_the_door()
        self.then_others_learn_nothing(Role.UNIT_CLERK, county=1)
        self.then_others_learn_nothing(Role.NOMINATOR, county=1)
        for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
            self.then_others_learn_nothing(role)

    def given_a_county_whose_projects_reached_an_agreement(self, stage: Stage) -> None:
        self.stage = stage
        self.project = stage.approved(0, titles=SECRETS)[0]
        self.county = self.project.nominating_organisation
        stage.drawn_up(self.project)
        reply = OfficialDocument.objects.get(addressees__organisation=self.county, kind="批复")
        self.reply, self.home = reply.ref, f"{stage.cast.programme.ref}-{self.county.code}"
        assert Agreement.objects.count() == 1 and self.project.status == Status.APPROVED

    def refs(self, name: str) -> dict[str, object]:
        """Real keys of the county's own things, for every part that a route may ask for."""
        room = name.split(":")[0]
        things = {
            "documents": self.reply,
            "programmes": self.stage.cast.programme.ref,
            "nominations": self.home,
            "messaging": self.stage.cast.programme.ref,
        }
        ref = things.get(room, self.project.ref)
        if name in PROJECT_ROUTES:
            ref = self.project.ref
        if name in PROGRAMME_ROUTES:
            ref = self.stage.cast.programme.ref
        return {
            "ref": ref,
            "number": 1,
            "project": self.project.ref,
            "year": 2018,
            "month": 4,
            "schedule": "quarterly",
            "first": date(2018, 4, 1),
            "token": "none",
            "tranche": "first",
            "pk": 1,
            "section": "basics",
            "level": "unit",
            "code": self.county.code,
            "username": self.stage.cast.user(Role.UNIT_CLERK, self.county).username,
            "sheet": "users",
            "sha256": "0" * 64,
            "kind": "project",
            "verb": "hand_in",
            "place": 0,
        }

    def addresses(self) -> Iterator[tuple[str, str]]:
        for name, route in routes():
            wanted = {part: self.refs(name)[part] for part in route.pattern.converters}
            yield name, reverse(name, kwargs=wanted)

    def then_a_stranger_is_led_to_the_door(self) -> None:
        client, wrong = Client(), []
        for name, address in self.addresses():
            if name in OPEN:
                continue
            answer = client.get(address)
            to_the_door = answer.status_code == 302 and answer["Location"].startswith("/account/login/")
            if not (to_the_door or answer.status_code in REFUSED) or self.told(answer):
                wrong.append((name, answer.status_code, self.told(answer)))
        assert wrong == []

    def then_others_learn_nothing(self, role: Role, county: int | None = None) -> None:
        organisation = None if county is None else self.stage.cast.nominators[county]
        client, wrong, refused = Client(), [], 0
        client.force_login(self.stage.cast.user(role, organisation))
        for name, address in self.addresses():
            answer = client.get(address)
            refused += answer.status_code in REFUSED
            is_about_the_county = any(f"/{ref}/" in address for ref in (self.project.ref, self.home, self.reply))
            if self.told(answer) or (is_about_the_county and answer.status_code not in REFUSED):
                wrong.append((role, name, answer.status_code, self.told(answer)))
        assert wrong == []
        assert refused > len(routes()) // 3  # a table that opened to everybody would refuse nobody

    @staticmethod
    def told(answer) -> list[str]:
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = body.decode("utf-8", "replace")
        return [secret for secret in SECRETS if re.search(secret, text)]


PROJECT_ROUTES = {f"nominations:{verb}" for verb in ("send_back", "pass_over", "withdraw", "nominate")}
PROGRAMME_ROUTES = {
    "desk:switch",
    "nominations:overview",
    "nominations:open_slate",
    "nominations:summary",
    "nominations:attachments",
    "nominations:touched",
}
