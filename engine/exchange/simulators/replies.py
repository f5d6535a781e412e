"""What a simulated service may do with a question."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.exchange.contract import AnswerStatus


@dataclass(frozen=True)
class Later:
    """The answer does not come at once.

    Attributes:
        business_days: after how many it comes; None: never.
    """

    business_days: int | None


@dataclass(frozen=True, kw_only=True)
class Reply:
    """An answer, now or later.

    Attributes:
        late: None: at once.
    """

    status: AnswerStatus = AnswerStatus.OK
    payload: Mapping[str, Any] | None = None
    late: Later | None = None


NOT_FOUND = Reply(status=AnswerStatus.NOT_FOUND)


class NoAnswer(Exception):
    """The service keeps silent for so long that nobody waits for it.

    Attributes:
        seconds: how long the line stays open.
    """

    def __init__(self, seconds: int = 30) -> None:
        self.seconds = seconds
        super().__init__(f"{seconds} s")


class Refusal(Exception):
    """The service answers that it cannot answer.

    Attributes:
        status: of HTTP.
    """

    def __init__(self, status: int = 503) -> None:
        self.status = status
        super().__init__(str(status))
