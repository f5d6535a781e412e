"""What is wrong with an answer, in the reader's language, which still knows what of it the form asks in Spanish."""


class Problem(str):
    """A sentence about a question.

    Attributes:
        label: the question, as the form says it.
    """

    __slots__ = ("label",)
    label: str


def problem(label: str, sentence: str) -> Problem:
    """What is wrong, after the question; one with a mark of its own needs no colon."""
    made = Problem(f"{label if label.endswith('?') else f'{label}:'} {sentence}")
    made.label = label
    return made
