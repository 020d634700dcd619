from __future__ import annotations

from django.db import models


class StarterText(models.Model):
    """What of the starter content was brought in, and in which wording: so that a later release never overwrites."""

    key = models.CharField(max_length=200, primary_key=True)
    checksum = models.CharField(max_length=64)
    page_id = models.BigIntegerField(null=True)
    brought_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.key
