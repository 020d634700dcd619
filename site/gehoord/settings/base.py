"""What every installation shares. Development, test and production start from here."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

from . import env

ROOT = Path(__file__).resolve().parents[3]
DATA_DIR = env.folder("DATA_DIR", ROOT / "var")
PRIVATE_DIR = DATA_DIR / "private"

DEBUG = False
# Where the web server listens, and with how much: processes × threads (docs/adr/0003).
HOST = env.text("HOST", "127.0.0.1")
PORT = env.whole_number("PORT", 8000, low=1, high=65535)
_CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
WEB_WORKERS = env.whole_number("WEB_WORKERS", min(_CORES, 8), low=1, high=64)
WEB_THREADS = env.whole_number("WEB_THREADS", 2, low=1, high=64)
BASE_URL = env.base_url("BASE_URL", f"http://localhost:{PORT}")
HTTPS = BASE_URL.startswith("https://")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
# In production the CMS may have a host name of its own: it is the only place with a weaker content policy.
CMS_HOST = env.text("CMS_HOST", "")

INSTALLED_APPS = [
    "gehoord.wiring",
    "learning.exchange",
    "content.pages",
    "content.reporting",
    "content.outreach",
    "learning.progress",
    "learning.trainings",
    "learning.certificates",
    "learning.insights",
    "learning.completion",
    "learning.catalogue",
    "gehoord.organisations",
    "gehoord.accounts",
    "gehoord.core",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "gehoord.core.middleware.SecurityHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gehoord.wiring.middleware.CmsHostMiddleware",
    "content.reporting.middleware.SightMiddleware",
    "content.reporting.middleware.FrameMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "gehoord.core.middleware.LanguageMiddleware",
    "gehoord.wiring.middleware.RefusalPagesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "gehoord.accounts.middleware.SignInRequiredMiddleware",
    "gehoord.organisations.middleware.SecondFactorMiddleware",
    "gehoord.organisations.cms_fence.CmsFenceMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "gehoord.urls"
WSGI_APPLICATION = "gehoord.wsgi.application"
CSRF_FAILURE_VIEW = "gehoord.wiring.views.errors.csrf_failure"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            # What is fixed in a template is rendered once per language.
            "loaders": [("gehoord.core.folding.Loader", ["django.template.loaders.app_directories.Loader"])],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
        },
    },
]

# ---------------------------------------------------------------- database
# SQLite is the embedded default; DATABASE_URL puts the same code on PostgreSQL.
DATABASES = {"default": env.site_database("DATABASE_URL", DATA_DIR / "gehoord.sqlite3")}
SQLITE = DATABASES["default"]["ENGINE"] == "gehoord.core.sqlite_queue"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": env.cache("CACHE_URL", "locmemcache://gehoord")}
SESSION_ENGINE = "gehoord.accounts.sessions"

# ---------------------------------------------------------------- language and time
LANGUAGE_CODE = "nl"
# What pages are written in, and what somebody who signs in can choose.
WAGTAIL_CONTENT_LANGUAGES = [("nl", _("Nederlands")), ("en", _("Engels"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = WAGTAIL_CONTENT_LANGUAGES
# The form and the page behind the code speak four more (docs/privacy/talen.md says who read them).
LANGUAGES = [
    *WAGTAIL_CONTENT_LANGUAGES, ("ar", _("Arabisch")), ("tr", _("Turks")), ("uk", _("Oekraïens")), ("pap", _("Papiaments")),
]  # fmt: skip
# Django does not know Papiamento.
LANG_INFO["pap"] = {"bidi": False, "code": "pap", "name": "Papiamento", "name_local": "Papiamentu"}
WAGTAIL_I18N_ENABLED = True
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"
# Paths outside i18n_patterns whose language is the signed-in person's own setting.
PERSONAL_LANGUAGE_PREFIXES = (
    "/leren/",
    "/balie/",
    "/overzicht/",
    "/trainingen/",
    "/certificaten/",
    "/account/",
    "/mijn/",
    "/beheer/",
    "/cms/",
    "/ontwikkeling/",
)

# ---------------------------------------------------------------- people
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["gehoord.accounts.backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wiring:after_sign_in"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "gehoord.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_USER_DISPLAY = "gehoord.accounts.models.display_name"
ACCOUNT_FORMS = {
    "request_login_code": "gehoord.accounts.forms.RequestLoginCodeForm",
    "confirm_login_code": "gehoord.accounts.forms.ConfirmLoginCodeForm",
}
SOCIALACCOUNT_ADAPTER = "gehoord.organisations.school_door.SchoolDoorAdapter"
SOCIALACCOUNT_FORMS = {"disconnect": "gehoord.accounts.forms.DisconnectForm"}
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
MFA_ADAPTER = "gehoord.accounts.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "gehoord.accounts.forms.AuthenticateForm",
    "reauthenticate": "gehoord.accounts.forms.ReauthenticateForm",
    "activate_totp": "gehoord.accounts.forms.ActivateTOTPForm",
    "add_webauthn": "gehoord.accounts.forms.AddWebAuthnForm",
    "edit_webauthn": "gehoord.accounts.forms.EditWebAuthnForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Gehoord"
# A telephone whose clock is half a minute off still gets in.
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
USERSESSIONS_TRACK_ACTIVITY = False
# Demo people and their one-time sign-in exist in development and tests only.
DEMO_PEOPLE = False
DEMO_EMAIL_DOMAIN = "demo.gehoord.invalid"

SESSION_COOKIE_NAME = "__Host-gehoord" if HTTPS else "gehoord"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_NAME = "__Host-gehoord-csrf" if HTTPS else "gehoord-csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [BASE_URL] if HTTPS else []

# ---------------------------------------------------------------- keys
SECRET_KEY = env.text("SECRET_KEY", "", secret=True)
# Protects small secrets (TOTP seeds, the 15-minute token of /melding/). Several, separated by commas: the first seals.
SMALL_SECRETS_KEYS = env.words("SMALL_SECRETS_KEYS")
# Seals own sentences, reflections and essays at rest: against a stolen database, not against the host.
LEARNER_KEYS = env.words("LEARNER_KEYS")

# What one try at an adviser's phrase costs (Argon2id); tests lower it, production refuses less than this.
VAULT_ARGON2 = {"iterations": 4, "lanes": 1, "memory_cost": 256 * 1024}
# Each school's root fingerprint and newest key list, outside the database. In production another user than the web
# process owns this folder, and `manage.py pin_keys` run by that user writes it.
KEY_PINS_DIR = env.folder("KEY_PINS_DIR", DATA_DIR / "key-pins")
KEY_PINS_BY_HAND = False

# ---------------------------------------------------------------- headers
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY_BASE = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "media-src": ["'self'"],
    "manifest-src": ["'self'"],
    "worker-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
# Wagtail's own admin needs inline styles and scripts, and frames its previews.
CONTENT_SECURITY_POLICY_CMS = {
    "default-src": ["'self'"],
    "script-src": ["'self'", "'unsafe-inline'", "'unsafe-eval'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "font-src": ["'self'", "data:"],
    "connect-src": ["'self'"],
    "frame-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'self'"],
}

# ---------------------------------------------------------------- files
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": env.media_storage("MEDIA_STORAGE"),
    "staticfiles": {"BACKEND": "gehoord.core.static_files.ManifestStorage"},
}
MEDIA_URL = "/media/"
# Media lies in the checkout only while DATA_DIR is the default: two copies side by side never share uploads.
MEDIA_ROOT = ROOT / "media" if DATA_DIR == ROOT / "var" else DATA_DIR / "media"
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_242_880
# Django's 1,000 turns saving a long scenario or quiz in the CMS into a 400.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# ---------------------------------------------------------------- mail
_mail = env.mail("EMAIL_URL", f"filemail:///{DATA_DIR / 'mail'}")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST = _mail.get("EMAIL_HOST") or ""
EMAIL_PORT = _mail.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _mail.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = _mail.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = bool(_mail.get("EMAIL_USE_TLS"))
EMAIL_USE_SSL = bool(_mail.get("EMAIL_USE_SSL"))
EMAIL_FILE_PATH = str(DATA_DIR / "mail")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "Gehoord <gehoord@localhost>")

# ---------------------------------------------------------------- Wagtail
WAGTAIL_SITE_NAME = "Gehoord"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILIMAGES_IMAGE_MODEL = "core.Image"
WAGTAILDOCS_DOCUMENT_MODEL = "core.Document"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"  # never a redirect to where the file lies: no page asks another host
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "odt", "xlsx", "csv", "txt", "zip", "mp4", "webm", "vtt"]
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_USER_TIME_ZONES = ["Europe/Amsterdam"]
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "dutch"}}
WAGTAILLOCALIZE_MACHINE_TRANSLATOR: dict[str, str] = {}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# ---------------------------------------------------------------- logging: no address, no query string, nothing a person wrote
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "gehoord.core.logs.QuietStreamHandler", "formatter": "plain", "stream": sys.stderr}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        # Their notes name every page that is indexed or published: noise for who runs this, and not ours to keep.
        "wagtail": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
        "django.server": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
    },
}
