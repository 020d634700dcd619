"""A certificate on paper."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from gehoord.core.components import qr_svg
from gehoord.core.pdf import set_pdf

from .models import Certificate

TEMPLATE = Path(__file__).parent / "typst" / "certificate.typ"


def certificate_pdf(certificate: Certificate) -> bytes:
    """The PDF: tagged, with the address where anybody can check it. Raises NoPdfError."""
    address = settings.BASE_URL + reverse("certificates:check", args=[certificate.grouped_code])
    with override(certificate.language):
        valid = certificate.valid_until
        return set_pdf(
            TEMPLATE,
            {
                "language": certificate.language,
                "title": _("Certificaat van %(name)s") % {"name": certificate.name},
                "school": certificate.school or "Gehoord",
                "intro": _("Hierbij verklaren wij dat"),
                "name": certificate.name,
                "followed": _("deze module heeft gevolgd:"),
                "module": certificate.module,
                "where": _("%(school)s, %(day)s")
                % {"school": certificate.school or "Gehoord", "day": date_format(certificate.completion.on, "j F Y")},
                "valid": _("Geldig tot %(day)s") % {"day": date_format(valid, "j F Y")} if valid else "",
                "qr": qr_svg(address),
                "qr_alt": _("QR-code naar %(address)s") % {"address": address},
                "check": _("Klopt dit? Kijk het na op"),
                "address": address.split("://", 1)[1],
            },
        )
