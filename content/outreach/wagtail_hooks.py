"""The CMS holds what hangs in the halls."""

from __future__ import annotations

from wagtail import hooks

from .viewsets import OutreachGroup


@hooks.register("register_admin_viewset")
def register_outreach() -> OutreachGroup:
    return OutreachGroup()
