from __future__ import annotations

from typing import ClassVar

from wagtail.models import Page


class BasePage(Page):
    """What our public pages share. Abstract: it adds no table."""

    show_in_menus_default = False
    password_required_template: ClassVar[str] = ""
    # Public pages are public: no page-level passwords beside the sign-in of the house.
    private_page_options: ClassVar[list[str]] = []

    class Meta:
        abstract = True
