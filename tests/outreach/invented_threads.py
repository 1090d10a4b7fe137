"""Invented threads and vague questions about them, three facts each. Two sets of words: `TUNED` was looked at while building, `HELD` was not."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from assistant.rules.stages import Stage
from assistant.store import search
from assistant.store.bulk import insert_columns, insert_rows
from assistant.store.models import Contact, Direction, Message, MessageState, Note, NoteKind, Point
from assistant.store.points import point_keys

TODAY = date(2026, 11, 23)
NAMES = [
    "Luna",
    "Daniela",
    "Valeria",
    "Camila",
    "Jessica",
    "Sofia",
    "Isabella",
    "Gabriela",
    "Natalia",
    "Alexandra",
    "Bianca",
    "Ramona",
    "Ioana",
    "Elena",
    "Mirela",
    "Denisa",
    "Kinga",
    "Zsofia",
    "Eszter",
    "Réka",
    "Anastasia",
    "Katarzyna",
    "Oksana",
    "Svetlana",
    "Chantal",
    "Priscilla",
    "Esmeralda",
    "Yolanda",
    "Xiomara",
    "Yesenia",
    "Milena",
    "Desislava",
    "Tsvetelina",
    "Thaís",
    "Larissa",
    "Bruna",
    "Rayssa",
    "Pim",
    "Nong",
    "Aom",
    "Mei",
    "Ling",
    "Candy",
    "Amber",
    "Kelly",
    "Shakira",
    "Samantha",
    "Vanessa",
    "Monique",
    "Amina",
    "Fatou",
    "Blessing",
    "Joy",
    "Precious",
    "Aylin",
    "Melek",
    "Nour",
    "Layla",
    "Victoria",
    "Jacqueline",
    "Michelle",
]
TOWNS = [
    "Leeuwarden",
    "Groningen",
    "Zwolle",
    "Assen",
    "Emmen",
    "Utrecht",
    "Amsterdam",
    "Rotterdam",
    "Arnhem",
    "Nijmegen",
    "Eindhoven",
    "Tilburg",
    "Breda",
    "Maastricht",
    "Enschede",
    "Almere",
    "Haarlem",
    "Dordrecht",
    "Heerlen",
    "Deventer",
    "Apeldoorn",
    "Amersfoort",
    "Drachten",
    "Heerenveen",
    "Sneek",
    "Hoogeveen",
    "Venlo",
    "Gouda",
    "Alkmaar",
    "Antwerpen",
    "Gent",
    "Hasselt",
] + ["Den Haag", "Den Bosch"]
PEOPLE = (("CO", "es"), ("VE", "es"), ("DO", "es"), ("EC", "es"), ("BR", "pt-BR"), ("RO", "ro"), ("BG", "bg"), ("HU", "hu"), ("PL", "pl"), ("UA", "uk"), ("TH", "th"), ("NG", "en"), ("ES", "es"), ("NL", "nl"), ("TR", "tr"), ("PE", "es"), ("CN", "zh"), ("CU", "es"))  # fmt: skip
SHARES = (9, 5, 4, 2, 7, 16, 10, 10, 6, 3, 4, 2, 3, 14, 2, 2, 2, 1)
WORKERS = ("anna", "bram", "sofie", "noor", "milan")
# what a note or message says → the word somebody remembers of it
THINGS = {
    "Ze heeft een hondje, Max": ("hond", "dog"), "Vroeg naar een advocaat voor haar verblijf": ("advocaat", "verblijf"), "Haar dochter woont bij oma": ("dochter", "oma"),
    "Zoekt een huisarts, heeft last van haar rug": ("huisarts", "rug"), "Wil Nederlandse les op dinsdag": ("les", "dinsdag"), "Brieven van de belastingdienst begreep ze niet": ("belastingdienst", "brieven"),
    "Koffie gedronken in de bibliotheek": ("bibliotheek", "koffie"), "Spaart voor een kapperszaak": ("kapperszaak", "spaart"), "Is bang voor de verhuurder": ("verhuurder", "bang"),
    "Had een nieuwe tatoeage van een vlinder": ("vlinder", "tatoeage"), "Zingt in een koor": ("koor", "zingt"), "Kies getrokken, zocht een tandarts": ("tandarts", "kies"),
    "Fiets gestolen bij het station": ("fiets", "station"), "Haar paspoort ligt bij iemand anders": ("paspoort", "paspoort"), "Wil stoppen en naar school": ("school", "stoppen"),
    "Kookt graag, stuurde een foto van soep": ("soep", "kookt"), "Zus komt over met de bus": ("zus", "bus"), "Kat heet Pluto": ("kat", "pluto"), "Zwanger, vroeg om verloskundige": ("zwanger", "verloskundige"),
    "Bankrekening openen lukte niet": ("bankrekening", "rekening"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """How the facts are said."""

    language: dict[str, tuple[str, ...]]
    country: dict[str, tuple[str, ...]]
    gender: dict[str, tuple[str, ...]]
    seasons: tuple[tuple[str, ...], ...]
    months_ago: tuple[str, ...]
    worker: tuple[str, ...]
    digits: tuple[str, ...]
    channel: dict[str, tuple[str, ...]]
    town: tuple[str, ...]
    joins: tuple[str, ...]
    month: tuple[str, ...]
    feast: tuple[str, ...]


TUNED = Words(
    language={"es": ("spaans", "spanish"), "pt": ("portugees", "portuguese"), "ro": ("roemeens", "romanian"), "bg": ("bulgaars", "bulgarian"), "hu": ("hongaars", "hungarian"), "pl": ("pools", "polish"), "uk": ("oekraïens", "ukrainian"), "th": ("thais", "thai"), "en": ("engels", "english"), "nl": ("nederlands", "dutch"), "tr": ("turks", "turkish"), "zh": ("chinees", "chinese")},
    country={"CO": ("colombia", "colombiaanse"), "VE": ("venezuela", "venezuelan"), "DO": ("dominicaanse",), "EC": ("ecuador",), "BR": ("brazilië", "brazilian"), "RO": ("roemenië", "roemeense"), "BG": ("bulgarije", "bulgaria"), "HU": ("hongarije",), "PL": ("polen", "poland"), "UA": ("oekraine", "ukraine"), "TH": ("thailand",), "NG": ("nigeria",), "ES": ("spanje",), "NL": ("nederland",), "TR": ("turkije",), "PE": ("peru",), "CN": ("china",), "CU": ("cuba",)},
    gender={"trans vrouw": ("trans", "transvrouw"), "vrouw": ("vrouw", "woman"), "man": ("man",), "non-binair": ("non-binair",)},
    seasons=(("winter",), ("voorjaar", "spring", "lente"), ("zomer", "summer"), ("najaar", "autumn", "herfst")),
    months_ago=("{n} maanden geleden", "{n} months ago"), worker=("met {w}", "with {w}"), digits=("eindigt op {d}", "...{d}"),
    channel={"whatsapp": ("whatsapp",), "telegram": ("telegram",), "signal": ("signal",), "email": ("mail",)}, town=("{t}",), joins=(" ", ", "),
    month=("x januari februari maart april mei juni juli augustus september oktober november december", "x january february march april may june july august september october november december"), feast=("kerst", "christmas"),
)  # fmt: skip
HELD = Words(
    language={"es": ("ze sprak spaans", "spanish speaker", "spaanstalig"), "pt": ("wrote in portuguese", "portugese taal"), "ro": ("in het roemeens",), "bg": ("bulgaarse",), "hu": ("spoke hungarian",), "pl": ("poolse",), "uk": ("oekrains",), "th": ("thaise",), "en": ("engelstalig", "english speaking"), "nl": ("nederlandstalig", "wrote dutch"), "tr": ("turkse",), "zh": ("mandarin", "chinese")},
    country={"CO": ("afkomstig uit colombia", "colombian", "zuid-amerika"), "VE": ("venezolaanse", "latin america"), "DO": ("dominican", "dominicaanse republiek"), "EC": ("ecuadoriaanse", "latina"), "BR": ("braziliaanse", "from brazil", "south american"), "RO": ("romania", "roemeense meid"), "BG": ("bulgaarse", "oost-europa"), "HU": ("hongaarse", "from hungary"), "PL": ("poolse",), "UA": ("oekraïense",), "TH": ("thai girl",), "NG": ("nigeriaanse", "afrikaanse"), "ES": ("uit spanje",), "NL": ("hollandse",), "TR": ("turkish",), "PE": ("peruaanse",), "CN": ("chinese",), "CU": ("cubaanse", "cuban")},
    gender={"trans vrouw": ("transgender", "trans woman", "transseksueel"), "vrouw": ("female", "dame"), "man": ("jongen", "male"), "non-binair": ("nonbinary",)},
    seasons=(("afgelopen winter", "last winter"), ("dit voorjaar", "in the spring", "begin van de lente"), ("deze zomer", "over the summer"), ("dit najaar", "this fall", "in de herfst")),
    months_ago=("een maand of {n} terug", "zo'n {n} maanden terug", "about {n} months back"), worker=("{w} schreef met haar", "contact van {w}", "talked to {w}"), digits=("nummer op {d}", "last digits {d}", "tel {d}"),
    channel={"whatsapp": ("via de app", "op whatsapp"), "telegram": ("over telegram",), "signal": ("signal app",), "email": ("per e-mail", "emailed")}, town=("in {t}", "around {t}", "omgeving {t}", "buurt van {t}"), joins=(", ", " en ", "; ", " - "),
    month=("x jan feb mrt apr mei jun jul aug sept okt nov dec",), feast=("met de kerst", "around xmas", "rond de feestdagen"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Invented:
    """One thread as values, and what could be remembered of it."""

    number: int
    alias: str
    town: str
    country: str
    language: str
    gender: str
    worker: str
    channel: str
    phone: str
    days: tuple[date, ...]
    thing: str


def invent(count: int, *, seed: int) -> Iterator[Invented]:
    chance = random.Random(seed)
    for number in range(count):
        country, language = chance.choices(PEOPLE, SHARES)[0]
        first = TODAY - timedelta(days=chance.randint(20, 600))
        days = [first]
        for _ in range(chance.randint(0, 7)):
            days.append(min(TODAY - timedelta(days=1), days[-1] + timedelta(days=chance.randint(1, 25))))
        yield Invented(
            number, chance.choice(NAMES), chance.choice(TOWNS), country, language,
            chance.choices(("vrouw", "trans vrouw", "man", "non-binair"), (75, 17, 6, 2))[0],
            chance.choice(WORKERS), chance.choices(("whatsapp", "telegram", "signal", "email"), (70, 15, 8, 7))[0],
            f"+3161{chance.randint(0, 10**7 - 1):07d}", tuple(days), chance.choice(list(THINGS)),
        )  # fmt: skip


def store(session: Session, people: list[Invented], *, team_id: int, workers: dict[str, int]) -> None:
    """Keep them as an import of whole threads would, with her number as reference."""
    for one in people:
        moments = [datetime(day.year, day.month, day.day, 14, tzinfo=UTC) for day in one.days]
        her = Contact(team_id=team_id, owner_id=workers[one.worker], reference=f"T{one.number:05d}", alias=one.alias, town=one.town, language=one.language, country=one.country, gender=one.gender, stage=Stage.TALKING, created_at=moments[0], changed_at=moments[-1])  # fmt: skip
        her.points.append(Point(channel="phone", value=one.phone, key=point_keys(session, "phone", one.phone)[0] , slot=one.number, created_at=moments[0]))  # fmt: skip
        for at, moment in enumerate(moments):
            hers = at % 2 == 1
            her.messages.append(Message(direction=Direction.IN if hers else Direction.OUT, channel=one.channel, state=MessageState.RECEIVED if hers else MessageState.SENT, body="gracias, tot snel" if hers else "Hoi, wij zijn De Brug. Zin in koffie?", at=moment, by_id=None if hers else workers[one.worker]))  # fmt: skip
        her.notes.append(Note(body=one.thing, at=moments[-1], by_id=workers[one.worker]))
        session.add(her)


def store_many(session: Session, people: list[Invented], *, team_id: int, workers: dict[str, int]) -> None:
    """The same in a handful of statements, into a store that holds nobody else: their keys are made later, as after a long list."""
    numbers = [one.number + 1 for one in people]
    moments = [[datetime(day.year, day.month, day.day, 14, tzinfo=UTC) for day in one.days] for one in people]
    owners = [workers[one.worker] for one in people]
    firsts, lasts = [theirs[0] for theirs in moments], [theirs[-1] for theirs in moments]
    facts: dict[str, list[object]] = {name: [getattr(one, name) for one in people] for name in ("alias", "town", "language", "country", "gender")}  # fmt: skip
    facts |= {"reference": [f"T{one.number:05d}" for one in people], "stage": [Stage.TALKING] * len(people), "team_id": [team_id] * len(people)}  # fmt: skip
    facts |= {"id": [*numbers], "owner_id": [*owners], "created_at": [*firsts], "changed_at": [*lasts], "unanswered": [0] * len(people), "renewals": [0] * len(people), "version": [1] * len(people)}  # fmt: skip
    insert_columns(session, Contact, facts)
    keys = [point_keys(session, "phone", one.phone)[0] for one in people]
    insert_columns(session, Point, {"contact_id": numbers, "channel": ["phone"] * len(people), "value": [one.phone for one in people], "key": keys, "slot": numbers, "created_at": firsts})  # fmt: skip
    rows = []
    for number, one, owner, theirs in zip(numbers, people, owners, moments, strict=True):
        for at, moment in enumerate(theirs):
            hers = at % 2 == 1
            rows.append({"contact_id": number, "direction": Direction.IN if hers else Direction.OUT, "channel": one.channel, "state": MessageState.RECEIVED if hers else MessageState.SENT, "body": "gracias, tot snel" if hers else "Hoi, wij zijn De Brug. Zin in koffie?", "at": moment, "by_id": None if hers else owner, "proposal": False, "danger": False, "version": 1})  # fmt: skip
    insert_rows(session, Message, rows)
    insert_columns(session, Note, {"contact_id": numbers, "kind": [NoteKind.NOTE] * len(people), "body": [one.thing for one in people], "at": lasts, "by_id": owners})  # fmt: skip
    search.later(session, numbers, new=True)


def _shared(kind: str, one: Invented, other: Invented) -> bool:
    """Whether a fact about one holds for the other too."""
    if kind == "name":
        return one.alias == other.alias
    if kind == "digits":
        return one.phone[-4:] == other.phone[-4:]
    if kind == "period":
        return any(abs((a - b).days) < 40 for a in one.days[:2] for b in other.days)
    return bool(getattr(one, kind) == getattr(other, kind))


def question(one: Invented, words: Words, chance: random.Random, everybody: list[Invented]) -> str:
    """Three facts about somebody, in any order, that together fit at most five people: else nobody could know whom they mean."""
    told = {
        "name": _name(one.alias, chance),
        "town": chance.choice(words.town).format(t=one.town),
        "language": chance.choice(words.language[one.language[:2]]),
        "country": chance.choice(words.country[one.country]),
        "gender": chance.choice(words.gender[one.gender]),
        "period": _period(one, words, chance),
        "worker": chance.choice(words.worker).format(w=one.worker.capitalize()),
        "digits": chance.choice(words.digits).format(d=one.phone[-chance.randint(3, 4) :]),
        "channel": chance.choice(words.channel[one.channel]),
        "thing": chance.choice(THINGS[one.thing][:1] if words is TUNED else THINGS[one.thing]),
    }
    weights = {
        "name": 6,
        "town": 6,
        "language": 4,
        "country": 4,
        "gender": 3,
        "period": 6,
        "worker": 3,
        "digits": 2,
        "channel": 2,
        "thing": 5,
    }
    while True:
        picked: list[str] = []
        while len(picked) < 3:
            kind = chance.choices(list(weights), list(weights.values()))[0]
            if kind not in picked and not {kind, *picked} >= {"language", "country"}:
                picked.append(kind)
        if sum(all(_shared(kind, one, other) for kind in picked) for other in everybody) <= 5:
            break
    return chance.choice(words.joins).join(told[kind] for kind in picked)


def _name(alias: str, chance: random.Random) -> str:
    kind = chance.choice(("whole", "whole", "part", "sound", "slip"))
    low = alias.lower()
    if kind == "part" and len(low) > 4:
        return low[: chance.randint(3, len(low) - 1)]
    if kind == "sound":
        for old, new in (("sh", "ch"), ("c", "k"), ("s", "z"), ("y", "j"), ("v", "w"), ("i", "ie")):
            if old in low:
                return low.replace(old, new, 1)
    if kind == "slip" and len(low) > 5:
        at = chance.randint(1, len(low) - 2)
        return low[:at] + low[at + 1 :]
    return alias


def _period(one: Invented, words: Words, chance: random.Random) -> str:
    day = chance.choice(one.days[:2])
    ago = round((TODAY - day).days / 30.4)
    choices = []
    if 1 <= ago <= 14:
        choices.append(chance.choice(words.months_ago).format(n=ago))
    if day.year == TODAY.year or (TODAY - day).days < 270:
        choices.append(chance.choice(words.seasons[day.month % 12 // 3]))
    listed = chance.choice(words.month).split()
    choices.append(f"{listed[day.month]} {day.year}")
    if (day.month, day.day) >= (12, 18) and (day.month, day.day) <= (12, 31):
        choices.append(chance.choice(words.feast))
    return chance.choice(choices)
