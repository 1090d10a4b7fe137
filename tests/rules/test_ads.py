"""The reader of ads, measured on fictional ads and held to its invariants."""

import json
import sys
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.cli import read_ad as command
from assistant.errors import TextTooLong
from assistant.rules import languages
from assistant.rules.ads import MAX_TEXT, Channel, plain_text, read_ad
from assistant.rules.digits import fold
from tests.rules.make_ads import ads
from tests.rules.score_ads import score

DATA = Path(__file__).parent / "data"


def phones(text: str, region: str | None = None) -> list[str]:
    return [point.value for point in read_ad(text, region=region).points if point.channel is Channel.PHONE]


@pytest.mark.parametrize("split", ["tune", "held"])
def test_the_reader_keeps_its_figures(split: str) -> None:
    figures = score(ads(split, seed=7, count=360))
    precision, recall, f1 = figures["phones"]
    assert precision >= 0.99
    assert recall >= 0.97
    assert f1 >= 0.98
    assert figures["mean F1 over kinds"] >= 0.97
    assert figures["number where there is none"] == 0
    assert figures["emails"][2] >= 0.98
    assert figures["handles"][2] >= 0.97
    assert figures["alias"] >= 0.95
    assert figures["town"] >= 0.95
    assert figures["language"] >= 0.99


@pytest.mark.parametrize("half", ["a", "b", "c", "d", "e", "f", "g", "h", "i"])
def test_ads_as_strangers_write_them(half: str) -> None:
    """By others, who saw no list of ours. All were looked at since they were first read: d at a phones' F1 of .89 to .96, e at .97 and .98,
    f (half of it made to fool a reader) at .94 to .99, g at .97 to 1.0, h at .97 to .99; in h, which is full of other towns and of names of
    two, the town was right at first in .76 to .93 and the name in .87 to .95. i is thirteen sets that were asked to be as ads are, read in four
    groups with mends between: phones .988 to .995, .989 to 1.0, .977 to .985, .975 to .994; names .95 to .97, .92 to .97, .95 to .98, .96 to .98;
    towns .93 to .99, .93 to .97, .92 to .99, .93 to .97."""
    lines = (DATA / f"stranger_ads_{half}.jsonl").read_text(encoding="utf-8").splitlines()
    figures = score(map(json.loads, lines))
    precision, recall, f1 = figures["phones"]
    assert precision >= 0.99
    assert recall >= 0.96
    assert f1 >= 0.975
    assert figures["mean F1 over kinds"] >= 0.96
    assert figures["number where there is none"] == 0
    assert figures["emails"][2] >= 0.98
    assert figures["handles"][2] >= 0.96
    assert figures["alias"] >= 0.9
    assert figures["town"] >= 0.9
    assert figures["language"] >= 0.95


def test_ads_in_seventeen_languages_say_who_and_where() -> None:
    """Alias .97, town .96, language 1.0 when first seen; a few words were added for its misses since."""
    lines = (DATA / "fresh_ads.jsonl").read_text(encoding="utf-8").splitlines()
    figures = score(map(json.loads, lines))
    assert figures["phones"][2] >= 0.99
    assert figures["alias"] >= 0.97
    assert figures["town"] >= 0.96
    assert figures["language"] >= 0.99


def test_american_ads_are_read() -> None:
    examples = [json.loads(line) for line in (DATA / "ads_us.jsonl").read_text(encoding="utf-8").splitlines()]
    right = sum(set(phones(example["text"], "US")) == set(example["phones"]) for example in examples)
    assert right >= 0.95 * len(examples)


@pytest.mark.parametrize(
    "text",
    [
        "100€ 30min, 150€ 1h, 24/7, 170cm 55kg 90-60-90",
        "Open 10:00-22:00, ma-vr 11.00-23.00",
        "IBAN NL91 ABNA 0417 1643 00, KvK 68412233",
        "Ad ID 612345678 posted 12/10/2026",
        "100 150 200 250 300",
        "30 min 100\n60 min 180\n90 min 250",
        "Foto's 1 2 3 4 5 6 7 8 9 10",
        "21yo 5'4 120lbs 34C, 36DD-24-36",
    ],
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert phones(text, "NL") == []


def test_rejected_digits_are_said() -> None:
    assert "24/7" in read_ad("Bel 24/7 op 0612345678, 100 euro", region="NL").not_numbers


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("Deze week ben ik in Zwolle, vanaf maandag in Assen.", "Zwolle"),
        ("Vanaf maandag in Assen, deze week nog in Zwolle", "Zwolle"),
        ("Ik ben de Best e. Nu in Best!", "Best"),
        ("Ik ontvang echt graag in Echt", "Echt"),
        ("Gewoon echt leuk, Goes naar mij", None),
        ("Múlt héten Szegeden voltam, most Budapesten vagyok", "Budapest"),
        ("W tym tygodniu jestem w Krakowie, zapraszam", "Kraków"),
        ("Acum în București, sună-mă", "București"),
        ("Сега съм в София, обади се", "София"),
        ("Vandaag en morgen nog in Den Bosch, woensdag weer terug in Eindhoven", "Den Bosch"),
        ("Vanaf maandag ben ik in Brugge, nu nog Kortrijk", "Kortrijk"),
        ("Dojrzała pani z Katowic, 48 lat", "Katowice"),
        ("Soy Brisa de Rosario, escribime", "Rosario"),
        ("Sou a Beatriz, de Aveiro\nRua de Coimbra, rés do chão", "Aveiro"),
        ("Ich bin Sabine, frisch nach Koblenz gezogen", "Koblenz"),
        ("Ik ben Lea, net naar Zwolle verhuisd", "Zwolle"),
        ("Soy Yaiza, me mudé a Murcia", "Murcia"),
        ("Léa, je viens de m'installer à Nantes", "Nantes"),
        ("Escort nach Koblenz gern", None),
        ("Natalia była w Gliwicach, obecnie Katowice", "Katowice"),
        ("Szia, Zsófi vagyok, most Wien", "Wien"),
        ("Perto de Braga mas moro em Guimarães", "Guimarães"),
        ("yvonne uit apeldoorn zoekt nette heren", "Apeldoorn"),
        ("In Wedding, Berlin empfange ich dich", "Berlin"),
        ("A nevem Niki, Bécsből jöttem haza, Sopronban vagyok", "Sopron"),
        ("I love reading books and a nice bath, visiting Leeds now", "Leeds"),
        ("Sou a Bruna de Campinas, não atendo em Valinhos", "Campinas"),
        ("Visszajöttem Pécsre, hívj", "Pécs"),
        ("Luna, been in Leeds since Monday", "Leeds"),
        ("Sunt Andreea, Cluj-Napoca. Nu ma deplasez la Turda", "Cluj-Napoca"),
        ("roksana radom, 6O I2 3S 2B7 zdjęcia moje", "Radom"),
        ("Moved from Waterford to Cork last week, Mihaela", "Cork"),
        ("Verhuisd van Assen naar Zwolle, Luna", "Zwolle"),
        ("Fui de Natal pra Recife em 2023 e agora tô em Maceió", "Maceió"),
        ("Ihr findet mich seit zwei Wochen in Rendsburg", "Rendsburg"),
        ("Isabella, 35, Reading town centre. Shot by a lady in Oxford Rd.", "Reading"),
        ("Ich bin Vreni aus Solothurn. Ein Glas Weissen steht parat.", "Solothurn"),
        ("Centro de masajes, Valladolid. Pregunta por Lorena.", "Valladolid"),
        ("Szegedről átköltöztem Kecskemétre, a belvárosba", "Kecskemét"),
    ],
)
def test_the_town_that_holds_now(text: str, town: str | None) -> None:
    assert read_ad(text).town == town


@pytest.mark.parametrize(
    ("text", "alias"),
    [
        ("MELISSA - Zwolle - prive ontvangst", "Melissa"),
        ("Call Xandri on 07400 123456, Cardiff", "Xandri"),
        ("Lekker ontspannen in Amersfoort? Bel mij. Groetjes Joyce", "Joyce"),
        ("✨ new in town ✨ Kiki ✨", "Kiki"),
        ("Ana Paula, São Paulo, perto do metrô", "Ana Paula"),
        ("أنا سارة من الدار البيضاء", "سارة"),
        ("Vorfreude pur! Köln. insta: oxanaxo_22 Oxana", "Oxana"),
        ("Massage in Leiden, Haarlemmerstraat. 45 min 60,-", None),
        ("70 la demi-heure à Bordeaux", None),
        ("🍒 M I K A 🍒 nieuw in Den Haag", "Mika"),
        ("Velvet Rooms, Manchester", None),
        ("Oázis masszázs, Veszprém", None),
        ("Zen & Relax, Dordrecht", None),
        ("Pareja, ella 30 él 34, La Plata", None),
        ("People call me Dallas but I'm in Austin", "Dallas"),
        ("Ogłoszenie 601223118, wyświetleń 20115, dodano 22.11.2026\nPola Bydgoszcz", "Pola"),
        ("🐚 dwie syrenki, Sopot 🐚", None),
        ("Holly, Hull\nMy cat Luna is here", "Holly"),
        ("Simona, Oradea\nPisica mea Luna te așteaptă la ușă", "Simona"),
        ("Мария, София\nКотката Луна те чака", "Мария"),
        ("Kitty Lara, Hull", "Kitty Lara"),
        ("Sommigen kennen mij als Bella maar ik heet voortaan Noor", "Noor"),
        ("Ya no soy Valentina, ahora díganme Samantha", "Samantha"),
        ("Hej, z tej strony Sabina, dawna Jolanta, Olsztyn", "Sabina"),
        ("Elke, 44 jaar, Hasselt. Enkel op afspraak", "Elke"),
        ("Lekker ontspannen in Kortrijk bij Daphne", "Daphne"),
        ("Swedish-type massage by Annika, Aberdeen.", "Annika"),
        ("Deposit to IE29 AIBK 9311 5212 3456 78 secures your slot in Sligo", None),
        ("Рени, на 48, Смолян, ул. Роза 14", "Рени"),
        ("Oi amores, a MEL agora é a LARA, Curitiba", "Lara"),
    ],
)
def test_the_name_she_uses(text: str, alias: str | None) -> None:
    assert read_ad(text).alias == alias


@pytest.mark.parametrize(
    "written",
    [
        "luna.x(arond)example(punct)org", "luna.x [at] example [dot] org", "luna.x|at|example|dot|org", "luna punt x apenstaartje example punt org",
        "luna.x małpa example kropka org", "l u n a . x (małpa) e x a m p l e (kropka) o r g", "luna.x maimunka example tochka org",
        "luna.x.NOSPAM@example.org", "luna.x at exam d0t org".replace("exam", "example"), "LUNA.X＠EXAMPLE．ORG", "luna.x собака example точка org", "luna.x -at- example -dot- org",
    ],
)  # fmt: skip
def test_addresses_written_for_people(written: str) -> None:
    points = read_ad(f"Schrijf me op {written} of bel").points
    assert [point.value for point in points] == ["luna.x@example.org"]


def test_an_address_may_lack_what_everybody_knows() -> None:
    assert [point.value for point in read_ad("mail luna77 at gmail").points] == ["luna77@gmail.com"]
    assert read_ad("schrijf me at gmail").points == ()


def test_signs_are_spelled_in_an_address() -> None:
    written = "luna tiret bas x arobase salon tiret rose point org"
    assert [point.value for point in read_ad(written).points] == ["luna_x@salon-rose.org"]


def test_a_sentence_is_no_address() -> None:
    assert read_ad("Only $200 hr. Ad 1180234597. No phone").points == ()
    assert read_ad("Visit me at example.org. We zijn at home. Nu").points == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Insta en tg allebei: luna.noir", ["instagram luna.noir", "telegram luna.noir"]),
        ("Jest kik i jest tg, na obu mam nick luna_9", ["kik luna_9", "telegram luna_9"]),
        (
            "Signalon a luna.66 nevet írd be, Discordon pedig lunika_k vagyok",
            ["signal luna.66", "discord lunika_k"],
        ),
        ("luna_x is my snap, my insta is still luna.y_2", ["snapchat luna_x", "instagram luna.y_2"]),
    ],
)
def test_each_name_goes_to_its_own_channels(text: str, found: list[str]) -> None:
    assert sorted(f"{point.channel} {point.value}" for point in read_ad(text).points) == sorted(found)


def test_channels_may_share_a_name() -> None:
    points = read_ad("Telegram/Signal: @lunax99, kik me lunax21, of course").points
    assert [(str(point.channel), point.value) for point in points] == [
        ("telegram", "lunax99"), ("signal", "lunax99"), ("kik", "lunax21"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "channel", "value"),
    [
        ("mon insta c'est luna.x", "instagram", "luna.x"),
        ("Mein Insta heißt luna_x", "instagram", "luna_x"),
        ("auf Telegram heiße ich lunax", "telegram", "lunax"),
        ("Op kik heet ik lunax", "kik", "lunax"),
        ("na instagramie luna_x", "instagram", "luna_x"),
        ("Telegramon luna_x", "telegram", "luna_x"),
        ("no telegram sou luna_x", "telegram", "luna_x"),
        ("snap 👻 luna_l", "snapchat", "luna_l"),
        ("📸 luna_x", "instagram", "luna_x"),
        ("insta (luna.x)", "instagram", "luna.x"),
        ('insta "luna.x"', "instagram", "luna.x"),
        ("luna_x on insta", "instagram", "luna_x"),
        ("luna_x (tg)", "telegram", "luna_x"),
        ("X: @luna_x", "twitter", "luna_x"),
        ("Telegram-Name: lunax", "telegram", "lunax"),
        ("Füg mich auf Snap hinzu: luna_04", "snapchat", "luna_04"),
        ("pe telegram poți să mă găsești ca @luna_x", "telegram", "luna_x"),
        ("instán luna.ave.22 néven", "instagram", "luna.ave.22"),
        ("Em X estou como luna_0k", "twitter", "luna_0k"),
        ("Fészen így keress: luna.egri.49, üzenj", "facebook", "luna.egri.49"),
        ("Insta geen zin in. Kik wel: luna_04", "kik", "luna_04"),
    ],
)
def test_a_handle_is_introduced_in_many_ways(text: str, channel: str, value: str) -> None:
    assert [(str(point.channel), point.value) for point in read_ad(text).points] == [(channel, value)]


@pytest.mark.parametrize(
    "text",
    [
        "On telegram as well",
        "my insta is gone",
        "📸 van mij, echt",
        "viber na 20h",
        "nu 24h on telegram",
        "snap of insta niet",
        "geen telegram: alleen hier",
        "no tengo instagram: escribid aquí",
        "insta volgt, ik ben er van 10.30 tot 12u30",
        "meer foto's op insta en op example.org",
        "telegram komt nog, maat 36dd, 1m70, iphone12",
    ],
)
def test_a_word_beside_a_channel_is_no_handle(text: str) -> None:
    assert read_ad(text).points == ()


def test_the_line_after_a_number_counts_nothing() -> None:
    assert phones("Bel 06 12 34 56 78\nFoto's op aanvraag", "NL") == ["+31612345678"]


def test_an_id_denies_only_its_own_digits() -> None:
    assert phones("Ogłoszenie 12345678. 512 345 678", "PL") == ["+48512345678"]
    assert phones("Ad ID 612345678", "NL") == []


def test_hundreds_are_spoken() -> None:
    assert phones("Dzwoń: pięćset dwanaście 345 678", "PL") == ["+48512345678"]


def test_html_keeps_its_links_and_lines() -> None:
    html = '<div>Luna<br>nu in <b>Groningen</b><script>alert(1)</script><a href="tel:+31612345678">bel</a></div>'
    text = plain_text(html)
    assert "alert" not in text
    assert phones(text) == ["+31612345678"]


def test_a_text_past_the_limit_is_refused() -> None:
    with pytest.raises(TextTooLong):
        plain_text("a" * (MAX_TEXT + 1))
    with pytest.raises(ValueError, match="at most"):
        command.answer({"text": "a" * (MAX_TEXT + 1)})


def test_the_command_answers_all_fields() -> None:
    answer = command.answer(
        {"text": "Hoi ik ben Luna, nu in Groningen. App 06-12345678 of luna@example.org, insta: luna_x", "region": "NL"}
    )
    assert answer == {
        "phones": ["+31612345678"],
        "emails": ["luna@example.org"],
        "handles": [{"channel": "instagram", "value": "luna_x"}],
        "alias": "Luna",
        "town": "Groningen",
        "language": "nl",
    }


@pytest.mark.parametrize(
    ("text", "language", "numbers"),
    [
        ("Wiki 25 Zamość, 250 h, 788 431 960", "pl", ["+48788431960"]),
        ("Деси 29 Добрич тел 0888 734 205", "bg", ["+359888734205"]),
    ],
)
def test_a_few_words_are_in_the_language_of_their_town_or_number(text: str, language: str, numbers: list[str]) -> None:
    details = read_ad(text)
    assert details.language == language
    assert [point.value for point in details.points] == numbers


@pytest.mark.parametrize(
    ("text", "region", "number"),
    [
        ("viber +38(0)67 412 90 35", None, "+380674129035"),
        ("+380674129035 Oksana", None, "+380674129035"),
        ("Numéro belge : 0471 82 35 09", "BE", "+32471823509"),
        ("Nachricht an die 0162 7493015, eine Antwort bekommst du", "DE", "+491627493015"),
        ("Das nove da manhã às nove da noite, no 933 172 094.", "PT", "+351933172094"),
    ],
)
def test_a_sign_at_the_start_and_a_zero_in_brackets(text: str, region: str | None, number: str) -> None:
    assert [point.value for point in read_ad(text, region=region).points] == [number]


def test_hardly_any_text_has_no_language() -> None:
    assert languages.detect("06 12345678 ❤").language is None
    assert languages.detect("").language is None


TRICKY = st.text(alphabet="0123456789oOlI +-()./@#:🌸\u200b\u0336\u20e3\n€neilzwt٣\u202eЗ６①\ud800\x00İ", max_size=120)


@settings(max_examples=150, deadline=None)
@given(st.one_of(TRICKY, st.text(max_size=200)), st.sampled_from([None, "NL", "US", "xx", "🌸"]))
def test_nothing_raises_and_quotes_are_in_the_text(text: str, region: str | None) -> None:
    details = read_ad(text, region=region)
    for point in details.points:
        assert point.quote in text
    assert 0 <= details.certainty <= 1
    assert details == read_ad(text, region=region)


@given(st.text(max_size=100))
def test_folding_maps_back_to_the_source(text: str) -> None:
    folded = fold(text)
    assert len(folded.starts) == len(folded.text) + 1
    assert list(folded.starts) == sorted(folded.starts)
    assert fold(folded.text).text == folded.text or not text.isascii()


@pytest.mark.parametrize(
    "unit",
    [
        "1 ",
        "een ",
        "0612345678 ",
        "a@",
        "snap: ",
        " ",
        "10:00-",
        "((",
        "nulzestwaalf",
        "<div>",
        "a-dot-",
        "Łodzi ",
        "Aa, ",
        "🌸a",
        "4'5",
        "telegram/",
        "a_at_b_",
        "insta luna_x ",
        "insta, a_b. ",
        "x y ",
    ],
)
def test_hostile_texts_take_calls_in_proportion_to_their_length(unit: str) -> None:
    """Counted, not timed (the bench times): eight times the text makes at most some twelve times the calls."""

    def calls(size: int) -> int:
        counted = 0

        def count(frame: FrameType, event: str, argument: object) -> None:
            nonlocal counted
            counted += event in ("call", "c_call")

        text = unit * (size // len(unit))
        before = sys.getprofile()
        sys.setprofile(count)
        try:
            read_ad(plain_text(text))
        finally:
            sys.setprofile(before)
        return counted

    calls(1000)
    assert calls(16_000) <= 12 * max(calls(2_000), 2_000)
