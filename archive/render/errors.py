"""Errors of rendering: one type, told apart by `code`.

The codes are: `template-name-refused`, `template-main-missing`, `template-too-large`,
`template-construct-refused`, `template-failed`, `data-not-json`, `data-too-large`, `pdfa-refused`,
`render-timeout`, `render-crashed`, `document-too-large`.
"""


class RenderFailed(Exception):
    """A document could not be made; nothing was kept.

    Attributes:
        code: one of the codes in the module's docstring.
        detail: what the compiler said, in English, without paths of this machine.
        file: template file at fault, relative to the template's folder.
        line: line in that file, from 1.
    """

    def __init__(
        self, code: str, detail: str = "", *, file: str | None = None, line: int | None = None
    ) -> None:
        # Whoever shows it shows the code beside it.
        place = f"{file}:{line}" if file and line else file
        super().__init__(": ".join(part for part in (place, detail or code) if part))
        self.code = code
        self.detail = detail
        self.file = file
        self.line = line
