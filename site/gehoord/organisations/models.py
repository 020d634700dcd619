from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .enums import LearnerFunction, OrganisationKind, Role
from .queries import ContactQuerySet, InvitationQuerySet, MembershipQuerySet, OrganisationQuerySet

SLUG = RegexValidator(r"^[a-z][a-z0-9-]{1,38}$", _("Gebruik kleine letters, cijfers en streepjes, en begin met een letter."))
COLOUR = RegexValidator(r"^#[0-9a-f]{6}$", _("Schrijf de kleur als #rrggbb, bijvoorbeeld #19594a."))
WEEKDAYS = (
    (0, _("maandag")), (1, _("dinsdag")), (2, _("woensdag")), (3, _("donderdag")), (4, _("vrijdag")), (5, _("zaterdag")), (6, _("zondag")),
)  # fmt: skip


def school_week() -> list[int]:
    """Monday to Friday, as `date.weekday` numbers."""
    return [0, 1, 2, 3, 4]


class Region(models.Model):
    """Schools that work together with one municipality and one bureau: one installation."""

    slug = models.CharField(max_length=39, unique=True, validators=[SLUG])
    name = models.CharField(_("naam"), max_length=120)

    class Meta:
        verbose_name = _("regio")
        verbose_name_plural = _("regio's")

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """THE tenant. Learners, advisers, reports and figures belong to exactly one."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="organisations")
    kind = models.CharField(_("soort"), max_length=12, choices=OrganisationKind)
    slug = models.CharField(_("adres"), max_length=39, unique=True, validators=[SLUG])
    name = models.CharField(_("naam"), max_length=120)
    short_name = models.CharField(_("korte naam"), max_length=40, blank=True)
    website = models.URLField(_("website"), blank=True)
    phone = models.CharField(_("telefoonnummer"), max_length=30, blank=True)
    email = models.EmailField(_("e-mailadres"), blank=True)
    accent_colour = models.CharField(_("kleur"), max_length=7, blank=True, validators=[COLOUR])
    open_weekdays = models.JSONField(_("open dagen"), default=school_week)
    bol_students = models.PositiveIntegerField(_("aantal bol-studenten"), null=True, blank=True)
    is_listed = models.BooleanField(_("staat op de openbare pagina's"), default=True)
    collection = models.OneToOneField(
        "wagtailcore.Collection", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="organisation"
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisatie")
        verbose_name_plural = _("organisaties")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """How people call it: the short name when there is one."""
        return self.short_name or self.name


class Team(models.Model):
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(_("naam"), max_length=80)

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="unique_team_name")]

    def __str__(self) -> str:
        return self.name

    def unique_error_message(self, model_class: type[models.Model], unique_check: Sequence[str]) -> ValidationError:
        """Django would name both fields; a person thinks of the team only."""
        return ValidationError(_("Er is al een team met deze naam."), code="unique")


class Membership(models.Model):
    """One role of one person in one organisation. Somebody may have several, with several teams and functions."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("rol"), max_length=13, choices=Role)
    functions = models.JSONField(_("functies"), default=list, blank=True)
    teams = models.ManyToManyField(Team, blank=True, related_name="memberships")
    started_on = models.DateField(_("sinds"), default=date.today)
    ended_on = models.DateField(_("tot"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("rol van een persoon")
        verbose_name_plural = _("rollen van personen")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"], condition=Q(ended_on__isnull=True), name="one_open_membership_per_role"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("started_on")), name="membership_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.organisation}"

    def holds_on(self, day: date) -> bool:
        """Whether it holds on a day: what `MembershipQuerySet.open` asks of the database."""
        return self.started_on <= day and (self.ended_on is None or self.ended_on > day)

    @property
    def function_labels(self) -> list[str]:
        return [str(LearnerFunction(key).label) for key in self.functions if key in LearnerFunction.values]


class Contact(models.Model):
    """A card that pages, form, receipt, screens and player all read. It can exist without an account."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="contacts")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="contacts"
    )
    name = models.CharField(_("naam"), max_length=120)
    position = models.CharField(_("wat doet deze persoon"), max_length=120)
    phone = models.CharField(_("telefoonnummer"), max_length=30, blank=True)
    text_phone = models.CharField(_("nummer voor een appje of sms"), max_length=30, blank=True)
    email = models.EmailField(_("e-mailadres"), blank=True)
    hours = models.CharField(_("wanneer bereikbaar"), max_length=120, blank=True)
    place = models.CharField(_("waar"), max_length=120, blank=True)
    languages = models.CharField(_("spreekt"), max_length=120, blank=True)
    picture = models.ForeignKey(
        "core.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("foto")
    )
    is_public = models.BooleanField(_("staat op de openbare pagina's"), default=True)
    for_staff = models.BooleanField(_("is er (ook) voor medewerkers"), default=False)
    sort_order = models.PositiveSmallIntegerField(
        _("volgorde"), default=10, validators=[MinValueValidator(0), MaxValueValidator(999)]
    )

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contactkaart")
        verbose_name_plural = _("contactkaarten")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return f"{self.name}, {self.position}"

    @property
    def first_name(self) -> str:
        return self.name.split(" ", 1)[0]


class ClosedPeriod(models.Model):
    """Days on which an organisation is closed beside weekends and public holidays: the clock stands still."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="closed_periods")
    name = models.CharField(_("naam"), max_length=80)
    first_day = models.DateField(_("eerste dag"))
    last_day = models.DateField(_("laatste dag"))

    class Meta:
        verbose_name = _("gesloten periode")
        verbose_name_plural = _("gesloten periodes")
        ordering = ["first_day"]
        constraints = [models.CheckConstraint(condition=Q(last_day__gte=models.F("first_day")), name="closed_period_in_order")]

    def __str__(self) -> str:
        return f"{self.name} ({self.first_day} – {self.last_day})"


class GoLiveConfirmation(models.Model):
    """A promise that only the organisation can make, confirmed by somebody of it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="go_live_confirmations")
    key = models.CharField(max_length=80)
    confirmed_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="unique_go_live_confirmation")]

    def __str__(self) -> str:
        return self.key


class Invitation(models.Model):
    """An invitation by e-mail to a person whose account and membership already stand; it ends at the first sign-in."""

    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="invitation")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField(_("verstuurd"))
    accepted_at = models.DateTimeField(_("aangenomen"), null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("uitnodiging")
        verbose_name_plural = _("uitnodigingen")

    def __str__(self) -> str:
        return str(self.membership)


class SignInProvider(models.Model):
    """Which OIDC provider (an allauth SocialApp, by its provider id) belongs to which organisation."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="sign_in_provider")
    provider_id = models.CharField(_("provider"), max_length=200, unique=True)
    button_label = models.CharField(_("tekst op de knop"), max_length=60)
    issuer = models.CharField(
        _("uitgever"), max_length=200, default="", help_text=_("Precies zoals de provider zich noemt (iss).")
    )

    class Meta:
        verbose_name = _("eigen inlog")
        verbose_name_plural = _("eigen inlog")

    def __str__(self) -> str:
        return self.provider_id
