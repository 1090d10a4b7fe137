"""The town that holds among others: where it stands, what is said beside it, how far the others are. And the names of couples."""

import pytest

from assistant.rules import alias_couples
from assistant.rules.ads import read_ad
from assistant.rules.changes import compare


@pytest.mark.parametrize(
    ("text", "region", "town"),
    [
        # A heading names it, a long text tells of others.
        ("Weduwe, 59, Zwolle, rustig. " + "Ik lees veel en wandel graag langs de rivier. " * 8 + "Ik werkte in Utrecht.", "NL", "Zwolle"),
        ("LIMA - LINCE ⭐ Soy Ariana, atiendo de 10 a 9, cdra 22 de Av. Arequipa", "PE", "Lima"),
        ("Monterrey, zona San Jerónimo. Soy Fernanda", "MX", "Monterrey"),
        # Where she receives, though she lives elsewhere.
        ("Ik woon in Goes maar ontvang in Vlissingen. Demi", "NL", "Vlissingen"),
        ("Lena. atendo em Guimarães, moro em Braga", "PT", "Guimarães"),
        ("Naam: Kaat. Woont in Mechelen, werkt in: Lier", "BE", "Lier"),
        # Greetings come from where she is.
        ("Grüß Gott aus Buenos Aires! Heidi, 57, Auswanderin aus Augsburg", None, "Buenos Aires"),
        ("Привет из Берлина! Лада, родилась в Караганде", None, "Берлин"),
        # How far others are, and that she only goes there.
        ("Cuplu din Alba Iulia. Masina avem, max 60 km (Sebeș, Blaj, Aiud)", "RO", "Alba Iulia"),
        ("Ploiești, suntem la 60 km de București, ne putem deplasa", "RO", "Ploiești"),
        ("CHANTELLE xx Rotherham S60 xx 34. £80 half. Sheffield outcalls +£30 taxi", "GB", "Rotherham"),
        ("Samanta, Sassuolo (MO), zona ceramiche. Modena no. 60 rose", "IT", "Sassuolo"),
        # What follows says where.
        ("MARISOL | TS | RENO NV. Originally from El Paso, raised around Fresno", None, "Reno"),
        ("Polka w Holandii, Tilburg NL. Od 8 grudnia wracam do Opola", None, "Tilburg"),
        # In small letters.
        ("Ola 26 radom, nie odbieram zastrzezonych", "PL", "Radom"),
        ("czesc, jestem Aneta, mam 23 lat, warszawa. Mam tylko Instagram, Kik i Signal, pisz tam", "PL", "Warszawa"),
        ("Évi most veszprémben vár, diszkrét ház", "HU", "Veszprém"),
        # No town is where only a word says so.
        ("Skype: tunde.szeged , Tünde, 170 cm", "HU", None),
        ("Márta vár Tapolcán, Győri út 12", "HU", "Tapolca"),
        ("Aldona z Suwałk. W budzie siedzi mój owczarek", "PL", None),
        # Born there, and gone there for weeks.
        ("Ik woon sinds 1998 in Den Helder, maar ben geboren in Haarlem", "NL", "Den Helder"),
        ("Back home in Decatur after 2 weeks in Savannah. Peaches", "US", "Decatur"),
    ],
)  # fmt: skip
def test_of_several_towns_the_one_that_holds(text: str, region: str | None, town: str | None) -> None:
    assert read_ad(text, region=region).town == town


@pytest.mark.parametrize(
    ("text", "alias"),
    [
        ("Mechelen — koppel Tom & Ilse, 38/36.", "Tom & Ilse"),
        ("Cuplu Mihai și Oana, Ploiești, căutăm cuplu similar", "Mihai și Oana"),
        ("Двойка Стефан и Мими, Бургас", "Стефан и Мими"),
        ("Pár vagyunk: Ági és Gergő, Dunaújváros", "Ági és Gergő"),
        ("Ein paar Tage in Köln: Lena und Berlin sind Freunde", "Lena"),  # "a few days" is no couple
        ("Buna! Bianca here, 25, Cluj", "Bianca"),  # a greeting of another language is no name
        ("Es meldet sich Frau Renate.", "Renate"),
        ("Bi d'Priska (44), diskret", "Priska"),
    ],
)
def test_names_of_two_greetings_and_titles(text: str, alias: str) -> None:
    assert read_ad(text).alias == alias


def test_a_couple_of_whom_one_is_another_has_another_name() -> None:
    def told(old: str, new: str) -> set[str]:
        return {change.what.value for change in compare(old, new, region="DE")}

    old = "Paar Aga und Tomek, Berlin, 150 Euro"
    assert told(old, "Paar Ola und Tomek, Berlin, 150 Euro") == {"alias"}
    assert told(old, "Tomek und Aga, ein Paar in Berlin, für 150 Euro") == {"text_only"}
    assert alias_couples.names("Ana Maria") == ("Ana Maria",)
