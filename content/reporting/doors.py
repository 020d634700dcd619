"""By which door a report came in, and who tells. Both lie sealed; figures know them only as counters."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Door(models.TextChoices):
    """How it reached us."""

    ONLINE = "online", _("zelf verteld, online")
    FRIEND = "friend", _("verteld door een vriend of getuige")
    COLLEAGUE = "colleague", _("verteld aan een collega")
    BUREAU = "bureau", _("via het bureau")
    SIGNAL = "signal", _("signaal van een collega")


class Teller(models.TextChoices):
    """Whom it is about: the teller, or somebody else for whom the teller cannot say yes."""

    SELF = "self", _("Over mij")
    FRIEND = "friend", _("Over iemand anders: ik zag of hoorde het")
