"""Inside the CMS everybody meets only what is theirs.

Wagtail checks whether somebody may *change* a page; many of its addresses (choosers, history, usage, reports, its API)
show any page to everybody who may enter. Here every address that names a page is asked first, and what knows no owner
is shut for everybody but a superuser.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from wagtail import hooks
from wagtail.admin.views.pages.search import SearchView
from wagtail.models import GroupPagePermission, Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail_localize.models import Translation, TranslationSource

PREFIX = "/cms/"
# Reports and lists without an owner: they name every school's pages, people and files.
SHUT = frozenset(
    {
        "wagtailadmin_reports", "wagtailadmin_workflows", "wagtailredirects", "wagtailsettings", "wagtailsnippets",
        "wagtailadmin_collections", "wagtaillocales", "wagtailsites", "wagtailusers_users", "wagtailusers_groups",
    }
)  # fmt: skip
SHUT_NAMES = frozenset(
    {
        "wagtailadmin_pages:type_use", "wagtailadmin_pages:type_use_results", "wagtailadmin_tag_autocomplete",
        "wagtailadmin_tag_model_autocomplete", "wagtail_localize:translations_report", "wagtailadmin_error_test",
        "wagtail_localize:translations_report_results", "wagtail_localize:snippets_api_listing",
        "wagtail_localize:snippets_api_detail",
    }
)  # fmt: skip
SHUT_APIS = frozenset({"images", "documents"})
# Where an address or a form names a page.
PAGE_WORDS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk")
PAGE_FIELDS = ("new_parent_page", "parent_page", "chosen_page", "child_of", "descendant_of", "ancestor_of", "translation_of")
# Addresses whose `id` or `pk` is a page.
PAGES_BY_ID = frozenset({"wagtailadmin_choose_page_chosen_multiple", "wagtail_bulk_action"})


def own_pages(user: Any) -> Q:
    """Pages on which a group of this person has a right, all below them, and the way to them from the root."""
    roots = GroupPagePermission.objects.filter(group__user=user).values_list("page__path", flat=True).distinct()
    mine = Q(pk__in=[])
    ways: set[str] = set()
    for path in roots:
        mine |= Q(path__startswith=path)
        ways.update(path[:length] for length in range(Page.steplen, len(path), Page.steplen))
    return mine | Q(path__in=ways)


def narrowed(request: HttpRequest, pages: Any) -> Any:
    """``pages`` without those that the rooms hide from this person."""
    root = Page.get_first_root_node()
    for narrow in hooks.get_hooks("construct_explorer_page_queryset"):
        pages = narrow(root, pages, request)
    return pages


LARGEST, MOST_DIGITS = 2**63 - 1, 20


class OwnPagesPolicy(PagePermissionPolicy):
    """Wagtail's, with what the rooms hide left out of searches."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__()
        self.request = request

    def explorable_instances(self, user: Any) -> Any:
        return narrowed(self.request, super().explorable_instances(user))


class OwnPagesSearch(SearchView):
    """Searching pages: Wagtail's own view asks the rooms nothing."""

    @property
    def permission_policy(self) -> PagePermissionPolicy:
        return OwnPagesPolicy(self.request)


class CmsFenceMiddleware:
    """Inside the CMS a page of somebody else does not exist, whatever the address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: dict[str, Any]
    ) -> None:
        if not request.path_info.startswith(PREFIX) or not request.user.is_authenticated or request.user.is_superuser:
            return
        match = request.resolver_match
        if match is not None and (
            _is_shut(match.view_name, match.namespaces) or _asks_for_everything(request, match.view_name)
        ):
            raise Http404
        asked = set(_pages_asked(request, match.view_name if match else "", kwargs))
        if any(number > LARGEST for number in asked):
            raise Http404
        if asked and narrowed(request, Page.objects.filter(pk__in=asked)).count() < Page.objects.filter(pk__in=asked).count():
            raise Http404


def _is_shut(name: str, namespaces: list[str]) -> bool:
    if name in SHUT_NAMES or SHUT & set(namespaces):
        return True
    return "wagtailadmin_api" in namespaces and bool(SHUT_APIS & set(namespaces))


def _asks_for_everything(request: HttpRequest, name: str) -> bool:
    """Only the explorer's own question (the children of one page) passes the rooms' narrowing in Wagtail's API."""
    return name == "wagtailadmin_api:pages:find" or (
        name == "wagtailadmin_api:pages:listing" and not request.GET.get("for_explorer")
    )


def _pages_asked(request: HttpRequest, name: str, kwargs: dict[str, Any]) -> Iterator[int]:
    """The numbers of pages that an address, a query or a form names."""
    for data in (request.GET, request.POST if request.method == "POST" else {}):
        for field in PAGE_FIELDS:
            if (value := str(data.get(field, ""))).isdecimal():
                yield _number(value)
    for word in PAGE_WORDS:
        if word in kwargs:
            yield _number(kwargs[word])
    if name.startswith(("wagtailadmin_pages:", "wagtailadmin_api:pages:")) and str(kwargs.get("pk", "")).isdecimal():
        yield _number(kwargs["pk"])
    if name.startswith("wagtailadmin_editing_sessions:") and str(kwargs.get("object_id", "")).isdecimal():
        yield _number(kwargs["object_id"])
    yield from _pages_translated(kwargs)
    if name in PAGES_BY_ID and kwargs.get("model_name", "page") == "page":
        yield from (_number(value) for value in request.GET.getlist("id") if value.isdecimal())


def _number(text: object) -> int:
    """A number from an address; one that is longer than any database's is simply too large."""
    return int(str(text)) if len(str(text)) < MOST_DIGITS else LARGEST + 1


def _pages_translated(kwargs: dict[str, Any]) -> Iterator[int]:
    """The pages behind a translation: its original and every language of it."""
    if "translation_id" in kwargs:
        keys = Translation.objects.filter(pk=kwargs["translation_id"]).values("source__object_id")
    elif "translation_source_id" in kwargs:
        keys = TranslationSource.objects.filter(pk=kwargs["translation_source_id"]).values("object_id")
    else:
        return
    yield from Page.objects.filter(translation_key__in=keys).values_list("pk", flat=True)
