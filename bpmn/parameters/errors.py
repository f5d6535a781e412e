"""Why a value or a closed day is not taken."""


class ParameterRefused(Exception):
    """What was entered will not do.

    Attributes:
        code: `unknown`, `not-a-number`, `not-the-kind`, `same-value`, `no-source` or `already-so`.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)
