from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from gehoord.core.kept import kept
from gehoord.core.models import BasePage
from gehoord.core.page_cache import cacheable
from gehoord.organisations.models import Organisation

from .blocks import BodyBlock
from .panels import ReadingPanel
from .queries import bureau_of, confirmed_promises, form_is_open, public_contacts, schools_with_form


class PublicPage(BasePage):
    """What our public pages share: a lead, a body, and an answer that is the same for every visitor."""

    lead = models.CharField(_("eerste zinnen"), max_length=300, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("inhoud"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("lead"), FieldPanel("body"), ReadingPanel()]
    # Both: PostgreSQL finds words by their Dutch stem, SQLite by how they begin (content.pages.searching).
    search_fields = [
        *BasePage.search_fields,
        *(kind(name) for kind in (index.SearchField, index.AutocompleteField) for name in ("lead", "body")),
    ]

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return cacheable(super().serve(request, *args, **kwargs))  # type: ignore[return-value]  # a TemplateResponse

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        school = self.school
        context.update(
            school=school,
            contacts=public_contacts(school) if school else [],
            confirmed=confirmed_promises(school) if school else frozenset(),
            bureau=bureau_of(school) if school else None,
            form_open=form_is_open(school) if school else True,
            alternates=self.alternates(),
            base=settings.BASE_URL,
        )
        context["outside_open"] = form_is_open(context["bureau"])
        return context

    @cached_property
    def school(self) -> Organisation | None:
        """The organisation in whose part of the tree this page stands; None on the region's own pages."""
        pages = SchoolPage.objects.ancestor_of(self, inclusive=True).select_related("organisation")
        page = kept(("pages.school", self.path), pages.first)
        return page.organisation if page else None

    def alternates(self) -> dict[str, str]:
        """This page's addresses per language, for the language links."""
        pages = self.get_translations(inclusive=True).live().select_related("locale")
        found = kept(("pages.alternates", self.pk), lambda: {page.locale.language_code: page.url for page in pages})
        return dict(found)


class HomePage(PublicPage):
    """The region's first page: for students first."""

    template = "pages/home_page.html"
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("startpagina")
        verbose_name_plural = _("startpagina's")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "schools": schools_with_form()}


class SchoolPage(PublicPage):
    """A school's own first page, at /<school>/."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisatie"))

    content_panels = [*PublicPage.content_panels, FieldPanel("organisation", read_only=True)]
    parent_page_types: ClassVar[list[str]] = ["pages.HomePage"]
    subpage_types: ClassVar[list[str]] = ["pages.ArticlePage", "pages.StoryPage"]

    class Meta:
        verbose_name = _("pagina van een school")
        verbose_name_plural = _("pagina's van scholen")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "news": news_under(self)}

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """A school's page comes with the school, never from the "add page" menu."""
        return False


class ArticlePage(PublicPage):
    """An article, a guide, a page of answers: everything that is read."""

    class Audience(models.TextChoices):
        STUDENTS = "students", _("studenten")
        STAFF = "staff", _("medewerkers")
        EVERYONE = "everyone", _("iedereen")

    audience = models.CharField(_("voor wie"), max_length=8, choices=Audience, default=Audience.EVERYONE)
    in_footer = models.BooleanField(_("staat onderaan elke pagina"), default=False)
    is_news = models.BooleanField(
        _("is nieuws"), default=False, help_text=_("Staat dan in de nieuwslijst (RSS) en bij het nieuws van de school.")
    )

    content_panels = [*PublicPage.content_panels, FieldPanel("audience"), FieldPanel("in_footer"), FieldPanel("is_news")]
    parent_page_types: ClassVar[list[str]] = ["pages.HomePage", "pages.SchoolPage", "pages.ArticlePage"]
    subpage_types: ClassVar[list[str]] = ["pages.ArticlePage"]

    class Meta:
        verbose_name = _("artikel")
        verbose_name_plural = _("artikelen")

    @property
    def for_students(self) -> bool:
        return self.audience == self.Audience.STUDENTS


class StoryPage(PublicPage):
    """The story of a student: only with a yes that was recorded, under another name. We ship none."""

    content_notice = models.CharField(
        _("waarschuwing vooraf"),
        max_length=160,
        help_text=_("Waar dit verhaal over gaat, zodat iemand kan kiezen om niet te lezen."),
    )
    consent_on = models.DateField(
        _("de student zei ja op"),
        help_text=_("Bewaar het ja zelf buiten deze site. Trekt de student het in? Haal het verhaal dan meteen weg."),
    )
    names_changed = models.BooleanField(_("namen en plekken zijn veranderd"), default=False)

    content_panels = [
        *BasePage.content_panels, FieldPanel("content_notice"), FieldPanel("consent_on"), FieldPanel("names_changed"), FieldPanel("lead"),
        FieldPanel("body"), ReadingPanel(),
    ]  # fmt: skip
    parent_page_types: ClassVar[list[str]] = ["pages.HomePage", "pages.SchoolPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("verhaal van een student")
        verbose_name_plural = _("verhalen van studenten")

    def clean(self) -> None:
        super().clean()
        if not self.names_changed:
            raise ValidationError(
                {"names_changed": _("Verander eerst namen en plekken. Dan herkent niemand de student of de stageplek.")}
            )
        if self.consent_on and self.consent_on > timezone.localdate():
            raise ValidationError(
                {"consent_on": _("Deze dag is nog niet geweest. Zet het verhaal pas klaar als de student ja heeft gezegd.")}
            )


def news_under(page: SchoolPage) -> list[ArticlePage]:
    """The newest three news articles on a school's own pages."""
    found = ArticlePage.objects.live().descendant_of(page).filter(is_news=True).order_by("-first_published_at")[:3]
    return list(kept(("pages.news_under", page.pk), lambda: list(found)))
