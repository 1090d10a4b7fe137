"""What stands between a channel's name and the user name that it announces: "insta is …", "telegram, where I go by …", "snap: …"."""

import re
from functools import cache

from assistant import lexicon
from assistant.rules.digits import bare

# What may stand between a channel's word and the name. Words that introduce a name make nearly any word one; "is" and the like do not:
# "my insta is gone".
_INTRODUCING = (
    "user name|username|user|name|nick|nickname|handle|naam|gebruikersnaam|heet ik|ik heet|ben ik|nombre|usuario|usuaria|nome|usuário|usuária|nume|benutzername|"
    "heiße ich|heisse ich|bin ich|nom|pseudo|je suis|je m'appelle|id|néven|cu numele|nazwa|login|adım|adı|ник|име|име ми"
)
_PASSING = (
    "ma|mă|mich|mij|mnie|ме|ми|мене|меня|vous|tu|ihr|du|jij|jullie|kan|kunt|can|find|"
    "is|are|es|me|my|mijn|mein|ist|est|c'est|c’est|este|e|é|sou|soy|sunt|jestem|vagyok|съм|то|add|op|on|auf|sur|pe|na|su|account|cuenta|conta|cont|konto|profil|profile|"
    "heet|heißt|heisst|to|ce|jest|olarak|as|als|como|comme|jako|ca|под|като|как|я|both|allebei|beide|beides|ambos|ambas|entrambi|oba|obu|lautet|brzmi|estoy como|estou como"
)
_PLAIN_WORDS = (
    "con|com|mit|met|with|cu|с|со|под|під|z|avec|am|tengo|ho|tenho|mam|jeweils|beides|el|la|le|il|o|ten|ta|az"
)


@cache
def spelled(subject: str) -> str:
    """The words of every language for `subject` in its channels, with and without accents, as alternatives; longest first."""
    words = {word.lower() for code in lexicon.languages() for word in lexicon.words(code, "channels").get(subject, ())}
    return "|".join(sorted(map(re.escape, words | set(map(bare, words))), key=len, reverse=True))


def _telling() -> str:
    return f"{_INTRODUCING}|{spelled('called')}|{spelled('same')}"


@cache
def tells() -> re.Pattern[str]:
    """A word that introduces a user name, or says that it is the same elsewhere."""
    return re.compile(rf"(?<!\w)(?:{_telling()})(?!\w)")


@cache
def _between() -> str:
    told = f"(?P<told>{_telling()})"
    return (
        rf"(?:[\s,(–-]{{1,3}}(?:{spelled('there')})\b|,(?=\s(?:\w{{1,4}}\s)?(?:{_telling()})\b))?"
        rf"(?:[\s-]{{0,2}}(?:{told}|(?P<as>{spelled('as')})|{spelled('find')}|{_PASSING}|{_PLAIN_WORDS})\b\.?){{0,4}}"
    )


@cache
def sure_link() -> re.Pattern[str]:
    """What leaves no doubt that a user name follows: a colon, an arrow, "@"."""
    return re.compile(
        rf"(?:\s?\([^()\n]{{0,12}}\))?{_between()}"
        r"(?:\s*(?:[:=>~|•⇒→➡➜👉]|->|=>|\s[-–—]\s){1,3}\s*[@~\"'“„«*]?\s*|\s*/?@\s?)"
    )


@cache
def loose_link() -> re.Pattern[str]:
    """A space or a sign, after which any word may follow. `told`: words that introduce a name, `as`: "as", which may do so."""
    return re.compile(rf"\s?[)\]]?{_between()}(?:\s|[^\w\s,.;:!?@/&+#-]){{1,4}}")


@cache
def _finding() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{spelled('find')})(?!\w)[^.!?\n]{{0,45}}$")


_ALONE = re.compile(r"\s?(?:[.,;!?)\n]|$|(?:en|and|und|et|y|e|și|si|i|и|та|és|ve)\s)")


def found_as(text: str, channel: int, end: int) -> bool:
    """Does a verb such as "find" stand before the channel's word at `channel`, and nothing belong to the name that ends at `end`: "find me on … as …"?"""
    return bool(_finding().search(text, max(0, channel - 60), channel) and _ALONE.match(text, end))
