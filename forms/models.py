"""Uploads that wait to be filed."""

import uuid

from django.conf import settings
from django.db import models


class Upload(models.Model):
    """One accepted file; its bytes lie in the folder of uploads under its id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="uploads"
    )
    name = models.CharField(max_length=140)
    size_bytes = models.PositiveIntegerField()
    mime = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
