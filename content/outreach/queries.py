"""What a display shows, put together from the school's own data."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from gehoord.organisations.models import Contact

from .models import Screen


@dataclass(frozen=True)
class ScreenView:
    """Everything that the template of a display shows."""

    title: str
    lines: list[str]
    school: str
    address: str
    typed_address: str
    phone: str
    portrait: bool


def screen_view(screen: Screen) -> ScreenView:
    """The display's content: its own words, its QR address, and the first public number of the school."""
    address = f"{settings.BASE_URL}/q/{screen.short_link.code}"
    cards = Contact.objects.public().filter(organisation=screen.organisation, for_staff=False).exclude(phone="")
    phone = screen.organisation.phone or cards.values_list("phone", flat=True).first() or ""
    return ScreenView(
        title=screen.title,
        lines=[line for line in screen.text.splitlines() if line.strip()],
        school=screen.organisation.called,
        address=address,
        typed_address=address.split("://", 1)[1],
        phone=phone,
        portrait=screen.portrait,
    )
