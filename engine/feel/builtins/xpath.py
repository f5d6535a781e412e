r"""Regular expressions of XPath in the syntax of the module `regex`.

All that is no syntax of XPath is refused: `\b`, `(?=`, `a++`. Source: XPath Functions 3.1, 5.6.1; XML Schema
1.1 part 2, appendix G.
"""

from engine.feel.errors import FeelLimitExceeded

# What `{n}` makes of a pattern is written out in memory, copy after copy.
_MOST_ATOMS = 2_000
_LONGEST_COUNT = 9
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t"} | {sign: sign for sign in "\\|.?*+(){}$-[]^"}
_CATEGORIES = frozenset(
    {
        "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc",
        "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Z", "Zs", "Zl", "Zp", "S", "Sm", "Sc", "Sk", "So", "C",
        "Cc", "Cf", "Co", "Cn",
    }
)  # fmt: skip
_NAME_START = (
    ":A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_SETS = {
    "s": " \\t\\n\\r",
    "d": "\\p{Nd}",
    "w": "\\p{L}\\p{M}\\p{N}\\p{S}",
    "i": _NAME_START,
    "c": f"\\-.0-9\u00b7\u0300-\u036f\u203f-\u2040{_NAME_START}",
}


def translated(pattern: str, flags: str) -> str:
    """The pattern as `regex` reads it, with the flags `s` and `m` worked in; `i` is left to `regex`.

    Raises:
        ValueError: it is no pattern of XPath.
        FeelLimitExceeded: what it repeats is too much.
    """
    return _Translator(pattern, flags).whole()


class _Translator:
    """One pattern being read."""

    def __init__(self, pattern: str, flags: str) -> None:
        self._pattern = pattern
        self._at = 0
        self._any = "(?s:.)" if "s" in flags else "[^\\n\\r]"
        # A newline that ends the text begins no line.
        self._start = "(?:\\A|(?<=\\n)(?!\\Z))" if "m" in flags else "(?:\\A)"
        self._end = "(?:(?=\\n)|\\Z)" if "m" in flags else "(?:\\Z)"
        self._made: list[str] = []
        self._groups = 0
        # Groups that are open, innermost last: their number (0 for none), and atoms in them so far.
        self._open: list[tuple[int, int]] = []
        self._atoms = 0
        # Atoms of what a quantifier would repeat; 0 where there is nothing to repeat.
        self._last = 0

    def whole(self) -> str:
        """All of it."""
        while self._now:
            self._piece()
        if self._open:
            raise ValueError
        return "".join(self._made)

    @property
    def _now(self) -> str:
        return self._pattern[self._at : self._at + 1]

    def _take(self) -> str:
        sign = self._now
        if not sign:
            raise ValueError
        self._at += 1
        return sign

    def _accept(self, text: str) -> bool:
        found = self._pattern.startswith(text, self._at)
        self._at += len(text) * found
        return found

    def _piece(self) -> None:
        if self._now in "*+?{":
            self._quantifier()
        elif self._accept("|"):
            self._made.append("|")
            self._last = 0
        elif self._accept("("):
            self._begin_group()
        elif self._accept(")"):
            self._end_group()
        else:
            self._made.append(self._atom())
            self._count(1)

    def _count(self, atoms: int) -> None:
        self._last = atoms
        self._atoms += atoms
        if self._atoms > _MOST_ATOMS:
            raise FeelLimitExceeded("pattern")

    def _begin_group(self) -> None:
        captures = not self._accept("?:")
        self._groups += captures
        self._open.append((self._groups if captures else 0, self._atoms))
        self._made.append("(" if captures else "(?:")
        self._atoms, self._last = 1, 0

    def _end_group(self) -> None:
        if not self._open:
            raise ValueError
        self._made.append(")")
        inner = self._atoms
        _, self._atoms = self._open.pop()
        self._count(inner)

    def _quantifier(self) -> None:
        if not self._last:
            raise ValueError
        least, text = self._repeats()
        self._made.append(text + ("?" if self._accept("?") else ""))
        self._count(self._last * max(least - 1, 0))
        self._last = 0

    def _repeats(self) -> tuple[int, str]:
        sign = self._take()
        if sign != "{":
            return (1 if sign == "+" else 0), sign
        least = self._number()
        most = least
        if self._accept(","):
            most = "" if self._now == "}" else self._number()
        if not self._accept("}"):
            raise ValueError
        if len(least) > _LONGEST_COUNT:
            raise FeelLimitExceeded("pattern")
        if most and int(most) < int(least):
            raise ValueError
        # No text is so long that a larger bound would hold it.
        return int(least), f"{{{least},{most if len(most) <= _LONGEST_COUNT else ''}}}"

    def _number(self) -> str:
        begin = self._at
        while self._now and self._now in "0123456789":
            self._at += 1
        if begin == self._at:
            raise ValueError
        return self._pattern[begin : self._at].lstrip("0") or "0"

    # -- atoms -------------------------------------------------------------

    def _atom(self) -> str:
        if self._accept("."):
            return self._any
        if self._accept("^"):
            return self._start
        if self._accept("$"):
            return self._end
        if self._now == "[":
            return self._class()
        if self._now in "]}":
            raise ValueError
        if self._now != "\\":
            return _literal(self._take())
        following = self._pattern[self._at + 1 : self._at + 2]
        if following and following in "0123456789":
            return self._reference()
        return self._set_escape() or _literal(self._single())

    def _reference(self) -> str:
        r"""`\12` is group 12, or group 1 and a "2" where there are fewer groups."""
        self._take()
        number = int(self._take())
        while self._now and self._now in "0123456789":
            longer = number * 10 + int(self._now)
            if longer > self._groups:
                break
            number = longer
            self._take()
        if not 0 < number <= self._groups or any(number == opened for opened, _ in self._open):
            raise ValueError
        # A group that took no part matches nothing, and does not fail as in Python.
        return f"(?({number})\\{number}|)"

    def _set_escape(self) -> str:
        """A set by name, whose letters have the case that they have; empty when none is there."""
        name = self._pattern[self._at + 1 : self._at + 2]
        if name in ("p", "P"):
            return self._category()
        content = _SETS.get(name.lower())
        if content is None:
            return ""
        self._at += 2
        return f"(?-i:[{'^' if name.isupper() else ''}{content}])"

    def _category(self) -> str:
        end = self._pattern.find("}", self._at)
        opening, name = self._pattern[self._at : self._at + 3], self._pattern[self._at + 3 : end]
        if end < 0 or not opening.endswith("{"):
            raise ValueError
        self._at = end + 1
        if name.startswith("Is") and name[2:].replace("-", "").isalnum():
            name = f"Block={name[2:]}"
        elif name not in _CATEGORIES:
            raise ValueError
        return f"(?-i:{opening[:2]}{{{name}}})"

    def _single(self) -> str:
        """One character, with a stroke before it or without."""
        sign = self._take()
        if sign != "\\":
            return sign
        found = _ESCAPED.get(self._take())
        if found is None:
            raise ValueError
        return found

    # -- classes -----------------------------------------------------------

    def _class(self) -> str:
        self._take()
        is_negative = self._accept("^")
        characters, sets = [], []
        taken = ""
        while True:
            named = self._set_escape() if self._now == "\\" else ""
            if named:
                sets.append(named)
            else:
                characters.append(self._class_part())
            if self._accept("]"):
                break
            if self._pattern.startswith("-[", self._at):
                self._take()
                taken = f"(?!{self._class()})"
                if not self._accept("]"):
                    raise ValueError
                break
        listed = [f"[{''.join(characters)}]"] if characters else []
        either = "|".join(listed + sets)
        if is_negative:
            return f"(?:{taken}(?!{either})(?s:.))"
        return f"(?:{taken}(?:{either}))" if taken or len(listed + sets) > 1 else either

    def _class_part(self) -> str:
        """A character or a range of them; a hyphen alone stands first, last or after a part."""
        low, is_bare = self._class_character()
        after = self._pattern[self._at + 1 : self._at + 2]
        if self._now != "-" or after in ("[", "]"):
            return _literal(low)
        self._take()
        high, is_bare_too = self._class_character()
        if is_bare or is_bare_too or high < low:
            raise ValueError
        return f"{_literal(low)}-{_literal(high)}"

    def _class_character(self) -> tuple[str, bool]:
        """A character, and whether it is a hyphen without a stroke."""
        if self._now in ("[", "]"):
            raise ValueError
        is_bare = self._now == "-"
        return self._single(), is_bare


def _literal(character: str) -> str:
    return character if character.isascii() and character.isalnum() else f"\\U{ord(character):08x}"
