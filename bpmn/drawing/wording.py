"""How much room a text needs: about 6 pixels a character, 14 a line, as bpmn-js sets labels."""

LINE = 14
NAME_WIDTH = 90
FLOW_WIDTH = 78
_CHARACTER = 6.2
_WIDE = 8.5
_MARGIN = 8


def text_width(text: str) -> float:
    """About how wide a text is on one line."""
    return sum(_WIDE if letter.isupper() or letter in "_mw%@" else _CHARACTER for letter in text)


def text_size(text: str, limit: int = NAME_WIDTH) -> tuple[int, int]:
    """Width and height of a text that is wrapped at a width; its longest word is not broken."""
    words = [text_width(word) for word in text.split()]
    room = max([float(limit), *words])
    lines: list[float] = []
    for width in words:
        if lines and lines[-1] + _CHARACTER + width <= room:
            lines[-1] += _CHARACTER + width
        else:
            lines.append(width)
    return round(max(lines, default=0.0)) + _MARGIN, len(lines) * LINE
