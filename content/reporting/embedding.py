"""The form inside a school's own site: which sites may frame it, and the piece of HTML that they copy."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from gehoord.core.kept import kept
from gehoord.core.middleware import content_policy
from gehoord.organisations.models import Organisation

from .door_models import EmbedOrigin

LONGEST_ORIGIN = 200
MOST_ORIGINS = 12


class NotAnOriginError(ValueError):
    """What was typed names no single https site."""


def clean_origin(typed: str) -> str:
    """The exact origin of an address that somebody pasted: scheme, host and port, nothing else. Raises NotAnOriginError.

    No wildcards: one careless subdomain would be enough to lay something over the form. Plain http is for trying out on
    one's own machine only.
    """
    text = typed.strip()
    parts = urlsplit(text if "://" in text else f"https://{text}")
    schemes = {"https"} if settings.HTTPS else {"https", "http"}
    try:
        host, port = (parts.hostname or "").encode("idna").decode("ascii").lower(), parts.port
    except (UnicodeError, ValueError):
        raise NotAnOriginError from None
    plain = all(mark.isalnum() or mark in "-." for mark in host) and not host.startswith((".", "-"))
    if (
        parts.scheme not in schemes
        or parts.username is not None
        or not plain
        or "." not in host
        or len(host) > LONGEST_ORIGIN - 20
    ):
        raise NotAnOriginError
    standard = port is None or (parts.scheme, port) in {("https", 443), ("http", 80)}
    return f"{parts.scheme}://{host}" if standard else f"{parts.scheme}://{host}:{port}"


def origins_of(slug: str) -> list[str]:
    """Sites that may frame the form of the organisation with this slug. Asked once until an organisation or its list
    changes."""
    return list(kept(("reporting.origins", slug), lambda: _origins_of(slug)))


def _origins_of(slug: str) -> list[str]:
    rows = EmbedOrigin.objects.filter(organisation__slug=slug).order_by("origin")
    return list(rows.values_list("origin", flat=True))


def frame_policy(origins: Sequence[str]) -> str:
    """The strict content policy with these sites as the only ones that may frame the answer."""
    directives = {**settings.CONTENT_SECURITY_POLICY_BASE, "frame-ancestors": list(origins) or ["'none'"]}
    return content_policy(directives)


def form_address(organisation: Organisation) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return settings.BASE_URL + reverse("reporting:form", args=[organisation.slug])


FRAME = """<iframe id="gehoord" src="{address}" title="{title}" referrerpolicy="strict-origin" style="inline-size:100%;block-size:70rem;border:0"></iframe>
<script>
addEventListener("message", function (event) {{
  if (event.origin === "{origin}" && event.data && event.data.gehoord === "height")
    document.getElementById("gehoord").style.blockSize = Math.min(Math.max(Number(event.data.height) || 0, 400), 8000) + "px";
}});
</script>
<noscript><p><a href="{address}">{link}</a></p></noscript>"""
CARD = """<p><strong>{question}</strong><br>{text}<br>
<a href="{address}" rel="noreferrer">{link}</a></p>"""


def frame_html(organisation: Organisation, *, title: str, link: str) -> str:
    """The framed form with its height, as one piece to paste. Without JavaScript it is as high as a long page and scrolls."""
    return FRAME.format(address=form_address(organisation), origin=settings.BASE_URL, title=title, link=link)


def probe_html(organisation: Organisation, *, title: str) -> str:
    """The same frame around the test page, to see whether the school's site lets it work."""
    with translation.override(settings.LANGUAGE_CODE):
        address = settings.BASE_URL + reverse("reporting:probe", args=[organisation.slug])
    return (
        f'<iframe src="{address}" title="{title}" referrerpolicy="strict-origin" '
        'style="inline-size:100%;block-size:40rem;border:0"></iframe>'
    )


def card_html(organisation: Organisation, *, question: str, text: str, link: str) -> str:
    """A card with a link: the form opens on its own, and the site sees a click and nothing more."""
    return CARD.format(address=form_address(organisation), question=question, text=text, link=link)
