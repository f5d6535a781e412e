"""What can go wrong with a backup: one type, told apart by `code`."""


class BackupFailed(Exception):
    """A backup or a restore did not come to its end.

    Attributes:
        code: `database-not-supported`, `tool-missing`, `database-not-read`, `other-database`,
            `not-empty`, `no-backup`, `manifest-altered`, `file-altered`, `object-altered`,
            `folder-in-use`.
        detail: which one; for the person at the console.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        self.detail = detail
        super().__init__(f"{code}: {detail}" if detail else code)
