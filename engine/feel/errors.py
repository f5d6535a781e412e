"""What can go wrong with an expression, as types with a code.

FeelError
├── FeelSyntaxError      the text is not FEEL; says where and what was expected
└── FeelLimitExceeded    the text or its evaluation went over a bound
"""

from dataclasses import dataclass
from typing import ClassVar


class FeelError(Exception):
    """Base of FEEL's errors.

    Attributes:
        code: stable name in kebab-case.
    """

    code: ClassVar[str] = "feel-error"


class FeelSyntaxError(FeelError):
    """The text is not FEEL.

    Attributes:
        line: from 1.
        column: from 1.
        found: the text at that place, empty at the end.
        expected: what could have stood there: a sign or keyword as it is written, or a name of
            `engine.feel.checking.sentences.EXPECTED`.
    """

    code = "feel-syntax"

    def __init__(self, line: int, column: int, found: str, expected: str) -> None:
        self.line = line
        self.column = column
        self.found = found
        self.expected = expected
        super().__init__(f"line {line}, column {column}: expected {expected}, found {found!r}")


class FeelLimitExceeded(FeelError):
    """A bound was reached.

    Attributes:
        limit: which one, a field of `Limits`.
    """

    code = "feel-limit"

    def __init__(self, limit: str) -> None:
        self.limit = limit
        super().__init__(f"limit reached: {limit}")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a part of an evaluation gave null.

    Attributes:
        code: stable name in kebab-case.
        text: what it concerns.
    """

    code: str
    text: str
    line: int = 1
    column: int = 1
