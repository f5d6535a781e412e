"""What a PIN and a one-time code open at a service: so many signatures, announced before the first."""

from signatures.errors import CodeMissing, RemoteSigningRefused
from signatures.keys.opened import Secrets
from signatures.keys.places import RemotePlace


class Permission:
    """One authorization of the person; a code is spent on it once.

    Attributes:
        secrets: what the person typed.
        left: signatures that the authorization still allows.
    """

    def __init__(self, secrets: Secrets, planned: int = 1) -> None:
        self.secrets = secrets
        self.left = 0
        self._planned = planned
        self._activation = ""
        self._code_spent = False

    def serves(self, count: int) -> bool:
        """Whether what was authorized before is enough for so many more."""
        return bool(self._activation) and self.left >= count

    def begin(self, place: RemotePlace, count: int) -> None:
        """Ask for a new authorization: for all that is planned, or for as much as the service gives.

        Raises:
            RemoteSigningRefused: at once they are more than the credential signs.
            CodeMissing: the code was spent on an earlier authorization.
        """
        if count > place.most:
            raise RemoteSigningRefused(service=place.service, detail=f"at most {place.most}")
        if place.needs_code and self._code_spent:
            raise CodeMissing
        self._code_spent = place.needs_code
        self._activation = ""
        self.left = min(max(self._planned, count), place.most)

    def take(self) -> str:
        """The activation data, which are replaced now; if that fails they are not used again."""
        activation, self._activation = self._activation, ""
        return activation

    def keep(self, activation: str, used: int) -> None:
        """So many were signed."""
        self.left -= used
        self._planned = max(1, self._planned - used)
        self._activation = activation if self.left > 0 else ""
