"""Lists by the page."""


def place(number: int, total: int, size: int) -> tuple[int, int]:
    """The page that is shown, from 1, and how many there are; one that is not there is the nearest one.

    Args:
        number: of the page that is wanted.
        total: how many rows there are.
        size: how many stand on a page.
    """
    pages = max(1, -(-total // size))
    return min(max(number, 1), pages), pages
