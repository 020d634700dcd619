from __future__ import annotations

from django.db import models


class Conversation(models.Model):
    """Something that one person is in the middle of."""

    owner = models.CharField(max_length=40, unique=True)

    class Meta:
        app_label = "floor"


class Said(models.Model):
    """One step of it."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="said")
    text = models.TextField()

    class Meta:
        app_label = "floor"


class Note(models.Model):
    """A second row with each step."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="notes")
    text = models.CharField(max_length=80)

    class Meta:
        app_label = "floor"
