"""How offices word their messages: what is in force, and what was written before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import QuerySet

from lixiang.history.models import Event
from lixiang.messaging.models import Phrasing
from lixiang.messaging.rules.phrasings import SUBJECTS, Sentence, sentences
from lixiang.programmes.models import Programme

# Office, programme (0: all of the office), kind, verb, the product's own words.
Key = tuple[int, int, str, str, str]


@dataclass(frozen=True)
class Phrasings:
    """The words in force, and which office runs which programme."""

    words: Mapping[Key, str] = field(default_factory=dict)
    offices: Mapping[int, int] = field(default_factory=dict)

    def words_of(self, event: Event, default: str) -> str:
        """Those for the programme, else those of the office, else the product's own."""
        office = self.offices.get(event.programme_id or 0)
        if office is None:
            return default
        name = (event.subject_kind, event.verb, default)
        return self.words.get((office, event.programme_id or 0, *name)) or self.words.get((office, 0, *name)) or default


def phrasings_in_force() -> Phrasings:
    """One query where nobody wrote anything, else two."""
    words = _newest(Phrasing.objects.all())
    offices = dict(Programme.objects.values_list("pk", "managing_organisation_id")) if words else {}
    return Phrasings(words, offices)


def _newest(rows: QuerySet[Phrasing]) -> dict[Key, str]:
    """The last row of each key, without those that went back to the default."""
    cells = ("organisation_id", "programme_id", "subject_kind", "verb", "default", "words")
    found: dict[Key, str] = {}
    for office, programme, kind, verb, default, words in rows.order_by("pk").values_list(*cells):
        found[office, programme or 0, kind, verb, default] = words
    return {key: words for key, words in found.items() if words}


@dataclass(frozen=True)
class Line:
    """A sentence as the office's list shows it: the words in force, and where they come from."""

    sentence: Sentence
    words: str
    source: str


def lines_of(programme: Programme) -> tuple[Line, ...]:
    """Every sentence of the catalogue as it is told in this programme; one query."""
    office = programme.managing_organisation_id
    own = _newest(Phrasing.objects.filter(organisation=office))
    return tuple(_line(each, own, office, programme.pk) for each in sentences())


def lines_by_subject(programme: Programme) -> list[tuple[str, list[Line]]]:
    """The same under the word for what each is about."""
    grouped = groupby(lines_of(programme), key=lambda line: line.sentence.kind)
    return [(SUBJECTS[kind], list(lines)) for kind, lines in grouped]


def line_of(sentence: Sentence, programme: Programme) -> Line:
    return next(line for line in lines_of(programme) if line.sentence == sentence)


def initial_of(sentence: Sentence, programme: Programme) -> dict[str, str]:
    """What the form of a sentence starts with."""
    line = line_of(sentence, programme)
    return {"words": line.words, "scope": "office" if line.source == "本单位" else "programme"}


def _line(sentence: Sentence, own: Mapping[Key, str], office: int, programme: int) -> Line:
    for scope, source in ((programme, "本批次"), (0, "本单位")):
        if words := own.get((office, scope, *sentence.key)):
            return Line(sentence, words, source)
    return Line(sentence, sentence.told.words, "")


def history_of(sentence: Sentence, programme: Programme) -> list[Phrasing]:
    """What was written for a sentence, newest first, for the office and for this programme."""
    kind, verb, default = sentence.key
    mine = Phrasing.objects.filter(organisation=programme.managing_organisation_id, subject_kind=kind, verb=verb)
    return [each for each in mine.filter(default=default).order_by("-pk") if each.programme_id in (None, programme.pk)]


def resting(programme: Programme) -> list[Phrasing]:
    """Words written for a sentence that the product words differently now: they count no more."""
    current = {each.key for each in sentences()}
    rows = Phrasing.objects.filter(organisation=programme.managing_organisation_id).exclude(words="").order_by("-pk")
    return [each for each in rows if (each.subject_kind, each.verb, each.default) not in current]
