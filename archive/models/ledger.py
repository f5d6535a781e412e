"""What the archive did, as chains of events that nobody changes; `archive.records.ledger` writes them."""

from typing import Any, ClassVar

from django.db import models

from archive.errors import ArchiveEventRewriteRefused


class ArchiveChain(models.Model):
    """The end of one chain: of an expediente, of a custody act, or of the TRD; its row is the lock."""

    name = models.CharField(max_length=80, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.count})"


class ArchiveEvent(models.Model):
    """One link of a chain."""

    chain = models.CharField(max_length=80)
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    data = models.TextField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        """A place in a chain is taken once."""

        ordering: ClassVar[list[str]] = ["chain", "seq"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["chain", "seq"], name="one_archive_event_for_each_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.seq} {self.kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add to the chain.

        Raises:
            ArchiveEventRewriteRefused: the event is already written.
        """
        if not self._state.adding:
            raise ArchiveEventRewriteRefused
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse.

        Raises:
            ArchiveEventRewriteRefused: always.
        """
        raise ArchiveEventRewriteRefused
