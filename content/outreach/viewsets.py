"""Displays, lists of slides, posters, flyers and places in the CMS: each school sees and edits its own."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history, usage
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.permissions import register_permission_policy

from . import cms_views
from .forms import OwnForm
from .models import Playlist, Screen, Sheet, ShortLink
from .permissions import OwnSchoolPolicy, user_can_edit_outreach
from .queries import edited_by


class OwnIndexView(generic.IndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().filter(organisation__in=edited_by(self.request.user)).select_related("organisation")


class OwnObjectMixin:
    """Wagtail's own views ask whether somebody may edit *such* a thing, not whether they may edit *this* one."""

    request: Any

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        found = super().get_object(*args, **kwargs)  # type: ignore[misc]  # of the view beside it
        if not edited_by(self.request.user).filter(pk=found.organisation_id).exists():
            raise Http404
        return found


class OwnEditView(OwnObjectMixin, generic.EditView):
    more: tuple[tuple[Any, str, str], ...] = ()

    @property
    def header_more_buttons(self) -> list[Button]:
        own = [Button(label, url=reverse(name, args=[self.object.pk]), icon_name=icon) for label, name, icon in self.more]
        return [*own, *super().header_more_buttons]


class OwnDeleteView(OwnObjectMixin, generic.DeleteView):
    pass


class OwnHistoryView(OwnObjectMixin, history.HistoryView):
    pass


class OwnUsageView(OwnObjectMixin, usage.UsageView):
    pass


def link(label: Any, address: Any, *, heading: Any = "") -> Column:
    """A column with one link, to ``address(row)``."""

    class LinkColumn(Column):
        def get_value(self, instance: Any) -> Any:
            return format_html('<a href="{}">{}<span class="w-sr-only"> {}</span></a>', address(instance), label, instance)

    return LinkColumn(f"link_{label}", label=heading or label)


class OwnViewSet(ModelViewSet):
    """What the four have in common."""

    index_view_class = OwnIndexView
    edit_view_class = OwnEditView
    delete_view_class = OwnDeleteView
    history_view_class = OwnHistoryView
    usage_view_class = OwnUsageView
    copy_view_enabled = False
    inspect_view_enabled = False
    add_to_reference_index = False
    list_filter = ()
    exclude_form_fields: tuple[str, ...] = ()


class ScreenEditView(OwnEditView):
    more = ((_("Bekijk dit scherm"), "schermen:show", "view"),)


class ScreenViewSet(OwnViewSet):
    model = Screen
    name = "schermen"
    icon = "desktop"
    menu_label = _("Schermen")
    edit_view_class = ScreenEditView
    list_display = ["place", "organisation", "playlist", link(_("Bekijk"), lambda row: reverse("schermen:show", args=[row.pk]))]
    edit_handler = ObjectList(
        [
            FieldPanel("organisation"),
            FieldRowPanel([FieldPanel("place"), FieldPanel("code")]),
            FieldPanel("playlist"),
            FieldPanel("short_link"),
            FieldPanel("portrait"),
            MultiFieldPanel([FieldPanel("title"), FieldPanel("text")], heading=_("Als geen dia aan de beurt is")),
        ],
        base_form_class=OwnForm,
    )

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("bekijk/<int:pk>/", cms_views.show_screen, name="show")]


class PlaylistEditView(OwnEditView):
    more = ((_("Bekijk de dia's"), "afspeellijsten:preview", "view"),)


class PlaylistViewSet(OwnViewSet):
    model = Playlist
    name = "afspeellijsten"
    icon = "list-ol"
    menu_label = _("Afspeellijsten")
    edit_view_class = PlaylistEditView
    list_display = ["name", "organisation", link(_("Bekijk"), lambda row: reverse("afspeellijsten:preview", args=[row.pk]))]
    edit_handler = ObjectList(
        [
            FieldPanel("organisation"),
            FieldPanel("name"),
            InlinePanel(
                "slides", heading=_("Dia's"), label=_("Dia"), min_num=1, max_num=30,
                panels=[
                    FieldRowPanel([FieldPanel("kind"), FieldPanel("theme"), FieldPanel("seconds")]),
                    FieldPanel("title"), FieldPanel("text"), FieldPanel("source"),
                    MultiFieldPanel(
                        [
                            FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")]),
                            FieldRowPanel([FieldPanel("from_hour"), FieldPanel("until_hour")]),
                            FieldPanel("weekdays"),
                        ],
                        heading=_("Wanneer"),
                    ),
                ],
            ),
        ],
        base_form_class=OwnForm,
    )  # fmt: skip

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("bekijk/<int:pk>/", cms_views.preview_playlist, name="preview")]


class SheetEditView(OwnEditView):
    more = ((_("Download en druk af"), "drukwerk:downloads", "download"),)


class SheetViewSet(OwnViewSet):
    model = Sheet
    name = "drukwerk"
    icon = "doc-full"
    menu_label = _("Posters en flyers")
    edit_view_class = SheetEditView
    list_display = [
        "headline", Column("get_kind_display", label=_("Soort")), "short_link", "organisation",
        link(_("Download"), lambda row: reverse("drukwerk:downloads", args=[row.pk])),
    ]  # fmt: skip
    edit_handler = ObjectList(
        [
            FieldPanel("organisation"),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("theme")]),
            FieldPanel("headline"), FieldPanel("call"), FieldPanel("text"), FieldPanel("short_link"),
        ],
        base_form_class=OwnForm,
    )  # fmt: skip

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("download/<int:pk>/", cms_views.sheet_downloads, name="downloads"),
            path("download/<int:pk>/<str:paper>.pdf", cms_views.sheet_file, name="file"),
            path("alles/<slug:school>.zip", cms_views.school_zip, name="everything"),
        ]


class PlaceEditView(OwnEditView):
    more = ((_("Hoe vaak gevolgd"), "plekken:counts", "history"), (_("Downloads"), "plekken:downloads", "download"))


class PlaceViewSet(OwnViewSet):
    model = ShortLink
    name = "plekken"
    icon = "link"
    menu_label = _("Plekken en korte links")
    edit_view_class = PlaceEditView
    list_display = [
        "place", Column("get_kind_display", label=_("Soort")), "code", "organisation", "retired_on",
        link(_("Hoe vaak"), lambda row: reverse("plekken:counts", args=[row.pk]), heading=_("Gevolgd")),
        link(_("Download"), lambda row: reverse("plekken:downloads", args=[row.pk]), heading=_("Downloads")),
    ]  # fmt: skip
    edit_handler = ObjectList(
        [
            FieldPanel("organisation"),
            FieldRowPanel([FieldPanel("place"), FieldPanel("kind")]),
            FieldRowPanel([FieldPanel("code"), FieldPanel("target")]),
            MultiFieldPanel([FieldPanel("retired_on"), FieldPanel("moved_to")], heading=_("Stoppen")),
        ],
        base_form_class=OwnForm,
    )

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("cijfers/<int:pk>/", cms_views.place_counts, name="counts"),
            path("download/<int:pk>/", cms_views.place_downloads, name="downloads"),
            path("download/<int:pk>/<str:name>", cms_views.place_file, name="file"),
        ]


class OutreachGroup(ViewSetGroup):
    """The menu is there for who edits something of it."""

    menu_label = _("In de hal en op papier")
    menu_icon = "desktop"
    menu_order = 210
    items = (ScreenViewSet(), PlaylistViewSet(), SheetViewSet(), PlaceViewSet())

    def get_menu_item(self, order: int | None = None) -> Any:
        item = super().get_menu_item(order)
        item.is_shown = lambda request: user_can_edit_outreach(request.user)
        return item


for _model in (Screen, Playlist, Sheet, ShortLink):
    register_permission_policy(_model, OwnSchoolPolicy(_model), exact_class=True)
