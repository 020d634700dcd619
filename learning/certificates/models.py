from __future__ import annotations

import secrets

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from gehoord.organisations.models import Organisation
from learning.completion.models import Completion

ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # without letters and digits that look alike
CODE_LENGTH = 12  # 58 bits: nobody finds one by guessing


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


class Certificate(models.Model):
    """That somebody followed a module, in the words of the day it was made. It says no more than that."""

    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=new_code)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="certificates")
    completion = models.OneToOneField(Completion, on_delete=models.CASCADE, related_name="certificate")
    name = models.CharField(_("naam"), max_length=150)
    school = models.CharField(_("organisatie"), max_length=120)
    module = models.CharField(_("module"), max_length=255)
    language = models.CharField(max_length=10, default="nl")
    issued_on = models.DateField(_("gemaakt op"))
    valid_until = models.DateField(_("geldig tot"), null=True)
    reminded_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("certificaat")
        verbose_name_plural = _("certificaten")
        ordering = ["-issued_on", "-pk"]

    def __str__(self) -> str:
        return self.grouped_code

    @property
    def grouped_code(self) -> str:
        """The code in groups of four, to read aloud and to type over."""
        return "-".join(self.code[start : start + 4] for start in range(0, CODE_LENGTH, 4))


class CertificateTerm(models.Model):
    """How long an organisation lets certificates be valid; without a row they do not expire."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="certificate_term")
    months = models.PositiveSmallIntegerField(
        _("geldig, in maanden"), validators=[MinValueValidator(6), MaxValueValidator(120)]
    )

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.months}"
