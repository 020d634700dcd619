from __future__ import annotations

from django.db import models


class Heartbeat(models.Model):
    """The last sign of life of a part of the supervisor: "web", "outbox" or "clock"."""

    part = models.CharField(max_length=20, primary_key=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.part


class JobRun(models.Model):
    """When a job of the clock last began and last ended well."""

    key = models.CharField(max_length=80, primary_key=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return self.key
