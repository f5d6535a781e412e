"""Words that people mean when they write them otherwise: without accents, cut short, by ear, with a typo."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from engine.models.words import fold

# What says nothing of what is sought; kept where nothing else was typed.
_SMALL = frozenset(
    [
        "a",
        "al",
        "como",
        "con",
        "cual",
        "cuando",
        "de",
        "del",
        "donde",
        "el",
        "en",
        "es",
        "hacer",
        "la",
        "las",
        "le",
        "lo",
        "los",
        "me",
        "mi",
        "mis",
        "necesito",
        "o",
        "para",
        "pedir",
        "por",
        "puedo",
        "que",
        "quiero",
        "quisiera",
        "sacar",
        "se",
        "ser",
        "si",
        "sobre",
        "su",
        "sus",
        "tramite",
        "tramites",
        "tramitar",
        "un",
        "una",
        "unos",
        "y",
        "ya",
        "yo",
    ]
)
_WORD = re.compile(r"[^\W_]+")
_LONGEST_WORDS = 12
_SHORTEST_INSIDE = 4
# As they sound in Colombia: s, c and z; b and v; y and ll; a silent h; g before e and i.
_BY_EAR = (
    (re.compile(r"h(?<!ch)"), ""),
    (re.compile(r"qu(?=[ei])|k"), "c"),
    (re.compile(r"c(?=[ei])|z|x"), "s"),
    (re.compile(r"g(?=[ei])"), "j"),
    (re.compile(r"v"), "b"),
    (re.compile(r"ll"), "y"),
    (re.compile(r"(.)\1"), r"\1"),
)


def words_of(text: str, *, keep_small: bool = False) -> list[str]:
    """Words without accents and capitals; small ones only where asked for, or where nothing else is."""
    words = _WORD.findall(fold(text))
    if keep_small:
        return words
    return ([word for word in words if word not in _SMALL] or words)[:_LONGEST_WORDS]


def fits(word: str, words: Iterable[str]) -> bool:
    """Whether one of the words is it, begins with it, or holds it; a plural is its singular."""
    stem = _stem(word)
    return any(_holds(other, word, stem) for other in words)


def _holds(other: str, word: str, stem: str) -> bool:
    if other.startswith(word) or _stem(other) == stem:
        return True
    return len(word) >= _SHORTEST_INSIDE and word in other


def _stem(word: str) -> str:
    if len(word) > 5 and word.endswith("es"):
        return word[:-2]
    return word[:-1] if len(word) > 4 and word.endswith(("s", "e")) else word


@lru_cache(maxsize=4096)
def by_ear(word: str) -> str:
    """The word as it sounds: `lisensia` and `licencia` are one."""
    for pattern, sound in _BY_EAR:
        word = pattern.sub(sound, word)
    return word


@dataclass(frozen=True)
class Vocabulary:
    """Every word that the sheets use.

    Attributes:
        written: by the word without accents, as the sheets write it.
        heard: the word without accents, by how it sounds.
    """

    written: Mapping[str, str]
    heard: Mapping[str, str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Vocabulary":
        """The vocabulary of these texts; of two spellings the first."""
        written: dict[str, str] = {}
        for text in texts:
            for word in _WORD.findall(text):
                if fold(word) not in _SMALL:
                    written.setdefault(fold(word), word.lower())
        heard: dict[str, str] = {}
        for word in written:
            heard.setdefault(by_ear(word), word)
        return cls(written, heard)

    def correct(self, words: Iterable[str]) -> list[str]:
        """The words, each unknown one replaced by the nearest known, with its accents."""
        return [self._nearest(word) for word in words]

    def _nearest(self, word: str) -> str:
        if word in self.written:
            return self.written[word]
        if fits(word, self.written):
            return word
        sound = by_ear(word)
        edits = _edits(sound)
        if sound in self.heard:
            return self.written[self.heard[sound]]
        near = edits and process.extractOne(
            sound, self.heard.keys(), scorer=OSA.distance, score_cutoff=edits
        )
        return self.written[self.heard[near[0]]] if near else word


def _edits(word: str) -> int:
    """How many letters may be wrong: none in a short word, two in a long one."""
    return 0 if len(word) < 4 else 1 if len(word) < 7 else 2
