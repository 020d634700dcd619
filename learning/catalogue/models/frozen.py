from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from gehoord.organisations.models import Organisation
from learning.catalogue.enums import FrozenKind
from learning.catalogue.errors import FrozenForeverError

from .frozen_field import FrozenJSONField


class FrozenVersionQuerySet(models.QuerySet["FrozenVersion"]):
    def newest(self) -> FrozenVersionQuerySet:
        """The last version of each series."""
        later = FrozenVersion.objects.filter(
            kind=models.OuterRef("kind"),
            page_key=models.OuterRef("page_key"),
            language=models.OuterRef("language"),
            number__gt=models.OuterRef("number"),
        )
        return self.filter(~models.Exists(later))

    def update(self, **kwargs: Any) -> int:
        raise FrozenForeverError

    def delete(self) -> tuple[int, dict[str, int]]:
        raise FrozenForeverError


class FrozenVersion(models.Model):
    """What learners follow: the content of a module, scenario or quiz at the moment of publishing. Never changed.

    A series is (kind, page_key, language): page_key is Wagtail's translation key, the same in every language.
    """

    kind = models.CharField(max_length=8, choices=FrozenKind)
    page_key = models.UUIDField()
    language = models.CharField(max_length=10, choices=settings.WAGTAIL_CONTENT_LANGUAGES)
    number = models.PositiveIntegerField()
    slug = models.CharField(max_length=255)
    # Whose it is: empty for the region's own.
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    content = FrozenJSONField()
    checksum = models.CharField(max_length=64)
    frozen_at = models.DateTimeField(auto_now_add=True)

    objects = FrozenVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("vaste versie")
        verbose_name_plural = _("vaste versies")
        constraints = [
            models.UniqueConstraint(fields=["kind", "page_key", "language", "number"], name="one_frozen_version_per_number")
        ]
        indexes = [models.Index(fields=["kind", "slug"], name="frozen_by_slug")]

    def __str__(self) -> str:
        return f"{self.kind} {self.slug} ({self.language}) {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise FrozenForeverError
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise FrozenForeverError
