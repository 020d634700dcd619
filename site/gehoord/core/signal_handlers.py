"""Receivers of Wagtail's and Django's own signals: a changed page is purged from the page cache."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from .models import Image
from .page_cache import purge


def _purge(**_: Any) -> None:
    purge()


def purge_on_change(*models: type[Model]) -> None:
    """Forget kept pages when a row of one of these models is saved or deleted: public pages show it."""
    for model in models:
        post_save.connect(_purge, sender=model, dispatch_uid=f"page_cache.save.{model._meta.label}", weak=False)
        post_delete.connect(_purge, sender=model, dispatch_uid=f"page_cache.delete.{model._meta.label}", weak=False)


def connect() -> None:
    """Called once, when the app is ready."""
    for signal in (page_published, page_unpublished, post_page_move, page_slug_changed):
        signal.connect(_purge, dispatch_uid="page_cache", weak=False)
    post_delete.connect(_purge, sender=Page, dispatch_uid="page_cache.delete.page", weak=False)
    purge_on_change(Image)
