"""Every URL prefix on one screen. Signing in is required by default; public views say so themselves."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from wagtail import views as wagtail_views
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents.views.serve import serve as serve_document
from wagtail.urls import serve_pattern

from gehoord.organisations.cms_fence import OwnPagesSearch
from gehoord.wiring.views import cms, errors, languages, media

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

# Outside the language of the path: machines, displays and signed-in rooms.
urlpatterns = [
    path("", include("gehoord.wiring.urls")),
    path("account/", include("gehoord.accounts.urls")),
    path("beheer/formulier/", include("content.reporting.form_settings_urls")),
    path("beheer/", include("gehoord.organisations.urls")),
    path("", include("content.outreach.urls")),
    path("", include("content.pages.machine_urls")),
    path("balie/", include("content.reporting.desk_urls")),
    path("leren/", include("learning.progress.urls")),
    path("overzicht/", include("learning.insights.urls")),
    path("trainingen/", include("learning.trainings.urls")),
    path("certificaten/", include("learning.certificates.urls")),
    # Wagtail's own sign-in page goes round the second factor: ours stands before it.
    path("cms/login/", cms.sign_in, name="cms_sign_in"),
    # Wagtail's own search of pages asks nobody whose they are.
    path("cms/pages/search/", require_admin_access(OwnPagesSearch.as_view())),
    path("cms/pages/search/results/", require_admin_access(OwnPagesSearch.as_view(results_only=True))),
    path("cms/", include(wagtailadmin_urls)),
    # Only serving: a document of a public page is public, and there are no passwords beside the sign-in of the house.
    path("documents/<int:document_id>/<path:document_filename>", login_not_required(serve_document), name="wagtaildocs_serve"),
    re_path(r"^media/(?P<path>.*)$", media.media),
]
# Public pages: Dutch bare, English under /en/; the form and the page behind the code also /ar/, /tr/, /uk/ and /pap/.
urlpatterns += i18n_patterns(
    path("", include("content.reporting.urls")),
    path("cijfers/", include("content.reporting.figures_urls")),
    path("", include("content.pages.urls")),
    re_path(serve_pattern, login_not_required(languages.only_where_pages_are(wagtail_views.serve)), name="wagtail_serve"),
    prefix_default_language=False,
)
