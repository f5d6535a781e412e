"""Notices to third parties: what the entity posts on its site, and when it takes it down."""

from typing import ClassVar

from django.db import models

from engine.models.case import Case


class PublicNotice(models.Model):
    """A notice on the page of notices, for those whose address nobody knows.

    Source: CPACA, arts. 69 and 73; inventory B.5.

    Attributes:
        id: that of the job that posted it: a job that runs twice posts one notice.
        text: what the public reads; the model writes it, and no other data of the case is shown.
        document_id: the document that goes with it; None for none.
        remove_on: day until which it is meant to stay; None: until the model takes it down.
        removed_on: day on which it was taken down; None: it stands.
    """

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="public_notices")
    title = models.CharField(max_length=300)
    text = models.TextField()
    document_id = models.UUIDField(null=True)
    posted_on = models.DateField(db_index=True)
    remove_on = models.DateField(null=True)
    removed_on = models.DateField(null=True)

    class Meta:
        """The newest first."""

        ordering: ClassVar[list[str]] = ["-posted_on", "title"]

    def __str__(self) -> str:
        return self.title
