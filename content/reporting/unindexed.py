from __future__ import annotations

from django.db import models


class Unindexed(models.Model):
    """Nothing of this room comes into Wagtail's reference index, which would list who refers to what."""

    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True
