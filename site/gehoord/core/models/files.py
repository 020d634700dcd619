from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition

from gehoord.core.image_metadata import without_metadata


class Image(AbstractImage):
    """An image with an alternative text. Metadata (place, device, owner) is taken out on upload."""

    # Named relations: Wagtail's own Image and Document tables exist beside ours and would claim the same ones.
    tags = TaggableManager(blank=True, verbose_name=_("trefwoorden"), related_name="house_images")
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    # Without tags: Wagtail offers everybody's tags to everybody, and schools share this installation.
    admin_form_fields = (
        "title",
        "file",
        "description",
        "collection",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("afbeelding")
        verbose_name_plural = _("afbeeldingen")
        permissions = [("choose_image", "Can choose image")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.file and not self.file._committed:
            cleaned = without_metadata(self.file)
            if cleaned is not None:
                self.file.file = cleaned
                self.file_size, self.file_hash = cleaned.size, ""
        super().save(*args, **kwargs)


class Rendition(AbstractRendition):
    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="unique_rendition")]


class Document(AbstractDocument):
    """A download."""

    # Named relations: Wagtail's own Image and Document tables exist beside ours and would claim the same ones.
    tags = TaggableManager(blank=True, verbose_name=_("trefwoorden"), related_name="house_documents")
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    # Without tags, as for images.
    admin_form_fields = ("title", "file", "collection")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documenten")
        permissions = [("choose_document", "Can choose document")]
