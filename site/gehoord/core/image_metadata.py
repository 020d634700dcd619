"""Taking metadata out of pictures: a photo tells where it was made unless somebody stops it.

Wagtail keeps EXIF in originals and in renditions. Pixels are kept as they are seen: the orientation is applied first,
and the colour profile stays.
"""

from __future__ import annotations

from io import BytesIO
from typing import IO, Any

from django.core.files.base import ContentFile
from PIL import Image as Pillow
from PIL import ImageOps

KEPT_FORMATS = frozenset({"JPEG", "PNG", "WEBP", "AVIF"})


def without_metadata(file: IO[bytes] | Any) -> ContentFile[bytes] | None:
    """The picture again without EXIF, XMP, IPTC or comments; None for formats that are passed on as they are (GIF, SVG).

    Raises PIL.UnidentifiedImageError when the file is no picture.
    """
    file.seek(0)
    try:
        picture = Pillow.open(file)
        kind = picture.format or ""
        if kind not in KEPT_FORMATS or getattr(picture, "n_frames", 1) > 1:
            return None
        profile = picture.info.get("icc_profile")
        upright = ImageOps.exif_transpose(picture)
        bare = Pillow.new(upright.mode, upright.size)
        bare.paste(upright)
        if upright.mode == "P" and (palette := upright.getpalette()):
            bare.putpalette(palette)
        out = BytesIO()
        options: dict[str, Any] = {"quality": 92} if kind in {"JPEG", "WEBP", "AVIF"} else {}
        if profile:
            options["icc_profile"] = profile
        if "transparency" in upright.info and kind == "PNG":
            options["transparency"] = upright.info["transparency"]
        bare.save(out, format=kind, **options)
    finally:
        file.seek(0)
    return ContentFile(out.getvalue(), name=getattr(file, "name", "image"))
