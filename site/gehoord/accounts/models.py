from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)

    def create_user(self, email: str, name: str = "", *, password: str | None = None, **extra: Any) -> User:
        """A person, by e-mail address. Without a password: signing in is by code, passkey or the school's own door."""
        user = self.model(email=self.normalize_email(email).strip().lower(), name=name.strip(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, name: str = "", *, password: str | None = None, **extra: Any) -> User:
        return self.create_user(email, name, password=password, is_superuser=True, **extra)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. What they may do is a membership (organisations), never a field here."""

    email = models.EmailField(_("e-mailadres"), unique=True, error_messages={"unique": _("Dit e-mailadres is al bekend.")})
    name = models.CharField(_("naam"), max_length=150)
    language = models.CharField(
        _("taal"), max_length=10, choices=settings.WAGTAIL_CONTENT_LANGUAGES, default=settings.LANGUAGE_CODE
    )
    is_active = models.BooleanField(_("mag inloggen"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("persoon")
        verbose_name_plural = _("personen")
        constraints = [models.UniqueConstraint(Lower("email"), name="unique_email_any_case")]

    def __str__(self) -> str:
        return self.get_full_name()

    def clean(self) -> None:
        self.email = type(self).objects.normalize_email(self.email).strip().lower()

    @property
    def is_staff(self) -> bool:
        """Wagtail and allauth ask; staff rights are memberships, so only a superuser counts."""
        return self.is_superuser

    @property
    def is_demo(self) -> bool:
        """A made-up person of the starter content; such people exist in development only."""
        return self.email.endswith("@" + settings.DEMO_EMAIL_DOMAIN)

    def get_full_name(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return self.name.split(" ", 1)[0] if self.name else self.email


def display_name(user: User) -> str:
    """How allauth names a person in its messages."""
    return user.get_full_name()
