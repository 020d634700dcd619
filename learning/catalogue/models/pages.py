"""What trainers write. These pages hang beside the site's root: no site routes to them, and they never serve."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, Workflow
from wagtail.models.pages import PagePermissionTester

from gehoord.core.models import Image
from gehoord.organisations.models import Organisation
from learning.catalogue.blocks import FirstModulesBlock, StepsBlock
from learning.catalogue.forms import ModulePageForm, ScenarioPageForm
from learning.catalogue.scenario_check import check, stopping_sentences
from learning.catalogue.scenario_panel import ScenarioPanel
from learning.catalogue.scenario_translation import untranslated_sentences

from .second_reader import SecondReaderState

HIDDEN_PATH = "catalogue.CatalogueRoot"


class Unserved(Page):
    """A page that has no address of its own: scenarios hold thoughts and hidden facts."""

    show_in_menus_default = False
    has_no_address = True
    private_page_options: ClassVar[list[str]] = []
    preview_modes: ClassVar[list[tuple[str, str]]] = []
    search_fields: ClassVar[list[Any]] = Page.search_fields

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise Http404

    def get_url_parts(self, request: HttpRequest | None = None) -> None:
        return None

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[Any]:
        return []


class CatalogueRoot(Unserved):
    """The one root, per language, under which trainers write."""

    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = [
        "catalogue.ModulePage", "catalogue.ScenarioPage", "catalogue.QuizPage", "catalogue.QuestionBankPage",
        "catalogue.GuidePage",
    ]  # fmt: skip
    max_count_per_parent = 2

    class Meta:
        verbose_name = _("catalogus")
        verbose_name_plural = _("catalogi")

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """It comes with the starter content, never from the "add page" menu."""
        return False


class CataloguePage(Unserved):
    """A module, scenario or quiz. Without an organisation it is the region's."""

    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("van"),
        help_text=_("Leeg: voor de hele regio."),
    )  # fmt: skip

    parent_page_types: ClassVar[list[str]] = ["catalogue.CatalogueRoot"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        abstract = True


class ModulePage(CataloguePage):
    lead = models.CharField(_("waar gaat het over"), max_length=300)
    # No longer asked for: how long a module takes is the sum of its steps. The column goes with a later release.
    minutes = models.PositiveSmallIntegerField(_("minuten"), default=30)
    image = models.ForeignKey(
        Image, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("afbeelding"),
        help_text=_("Mag leeg. De beschrijving van de afbeelding wordt voorgelezen."),
    )  # fmt: skip
    first_modules = StreamField(
        FirstModulesBlock(), verbose_name=_("liever eerst"), blank=True, help_text=_("Een advies aan de deelnemer, geen slot.")
    )
    goals = models.TextField(_("daarna kun je"), blank=True, help_text=_("Eén doel per regel, in een paar woorden."))
    functions = models.JSONField(_("voor wie"), default=list, blank=True)
    content_notice = models.CharField(
        _("vooraf weten"), max_length=300, blank=True, help_text=_("Wat kan een deelnemer raken?")
    )
    steps = StreamField(StepsBlock(), verbose_name=_("stappen"), blank=True)
    # Of a school's own copy: the version of the original that was copied, or looked at last.
    copied_from = models.ForeignKey(
        "catalogue.FrozenVersion", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    base_form_class = ModulePageForm
    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("image"),
        MultiFieldPanel(
            [FieldPanel("functions"), FieldPanel("first_modules"), FieldPanel("organisation")], heading=_("Voor wie")
        ),
        FieldPanel("goals"),
        FieldPanel("content_notice"),
        FieldPanel("steps"),
    ]

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")


class ScenarioPermissionTester(PagePermissionTester):
    """A conversation goes to learners after a second person has signed its newest version; a superuser may pass that by."""

    def can_publish(self) -> bool:
        return bool(super().can_publish() and (self.user.is_superuser or self._is_signed))

    @cached_property
    def _is_signed(self) -> bool:
        newest = self.page.latest_revision_id
        signed = SecondReaderState.objects.filter(status=SecondReaderState.STATUS_APPROVED, revision_id=newest)
        return newest is not None and signed.exists()


class ScenarioPage(CataloguePage):
    """A conversation. Its graph is kept as one piece of data and written moment by moment (docs/adr/0006)."""

    graph = models.JSONField(_("gesprek"), default=dict, blank=True)
    # Of a translation: the source's words at the time of translating, by path. Shows which source line changed since.
    translated_from = models.JSONField(_("vertaald uit"), default=dict, blank=True)

    base_form_class = ScenarioPageForm
    content_panels = [*Page.content_panels, FieldPanel("organisation"), ScenarioPanel(heading=_("Gesprek"))]

    class Meta:
        verbose_name = _("gesprek")
        verbose_name_plural = _("gesprekken")

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return ScenarioPermissionTester(user, self)

    @cached_property
    def _second_reading(self) -> Workflow | None:
        return Workflow.objects.filter(active=True, workflow_tasks__task__content_type__model="secondreadertask").first()

    @property
    def has_workflow(self) -> bool:
        return self._second_reading is not None

    def get_workflow(self) -> Workflow | None:
        """A conversation is always read by a second person, wherever it hangs."""
        return self._second_reading

    def stopping_sentences(self) -> list[str]:
        """Why this draft cannot be submitted, approved or published yet; empty when it can."""
        findings = check(self.graph, title=self.title, slug=self.slug).findings
        return [*stopping_sentences(self.graph, findings), *untranslated_sentences(self)]
