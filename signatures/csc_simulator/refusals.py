"""How the service says no: status, code and the specification's own description.

Source: CSC API 1.0.4, section 10.1; tables of errors of each method.
"""


class Refused(Exception):
    """An answer that is an error.

    Attributes:
        status: HTTP status.
        error: code in snake_case.
        description: the specification's words.
    """

    def __init__(self, description: str, error: str = "invalid_request", status: int = 400) -> None:
        self.status = status
        self.error = error
        self.description = description
        super().__init__(description)


def missing(name: str, kind: str = "string") -> Refused:
    """A parameter is not there, or of another type."""
    return Refused(f"Missing (or invalid type) {kind} parameter {name}")


def invalid(name: str) -> Refused:
    """A parameter has a value that the service does not know."""
    return Refused(f"Invalid parameter {name}")
