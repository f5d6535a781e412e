"""The Merkle log over events and readings of all cases: order, hashes, timestamped heads; rows only come in."""

from typing import Any, ClassVar

from django.db import models

from engine.errors import EventRewriteRefused
from engine.models.evidence import Event
from engine.models.readings import Reading

TILE_LEVELS = 8


class LogLeaf(models.Model):
    """Place in the log of an event, or of a reading; the sealing job gives it, so that no two cases share a lock."""

    index = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(Event, null=True, on_delete=models.PROTECT, related_name="leaf")
    reading = models.OneToOneField(
        Reading, null=True, on_delete=models.PROTECT, related_name="leaf"
    )

    def __str__(self) -> str:
        return str(self.index)


class LogTile(models.Model):
    """Up to 256 neighbouring hashes of one level of the tree, in order; the last one still grows.

    Level 0 holds leaves, level 1 the roots of full tiles of level 0, and so on: 32 bytes for an event.
    """

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        """A place in the tree is taken once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["level", "index"], name="one_tile_for_each_place")
        ]

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class LogHead(models.Model):
    """What the log was at a moment: its size and root, with a timestamp of RFC 3161 over both.

    `text` is what was stamped: canonical JSON. `last_event` is the highest key of an event in it.
    """

    tree_size = models.BigIntegerField(unique=True)
    root_hash = models.CharField(max_length=64)
    text = models.TextField()
    token = models.BinaryField()
    tsa = models.CharField(max_length=200)
    at = models.DateTimeField()
    last_event = models.BigIntegerField()

    class Meta:
        """The newest first."""

        ordering: ClassVar[list[str]] = ["-tree_size"]

    def __str__(self) -> str:
        return f"{self.tree_size} {self.root_hash[:16]}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add to the log.

        Raises:
            EventRewriteRefused: the head is already written.
        """
        if not self._state.adding:
            raise EventRewriteRefused(seq=self.tree_size)
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse.

        Raises:
            EventRewriteRefused: always.
        """
        raise EventRewriteRefused(seq=self.tree_size)
