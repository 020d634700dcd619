"""Days and times as each language of the form writes them: ``{{ due_at|day }}``, ``{{ due_at|time_of_day }}``."""

from __future__ import annotations

from datetime import date as date_type
from datetime import datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = template.Library()
# Ukrainian puts the month in another case (E), Turkish the weekday last; only Dutch writes hours with a dot.
DAYS = {"uk": "l, j E", "tr": "j F l", "ar": "l j F", "pap": "l j \\d\\i F"}
TIMES = {"nl": "H.i"}


@register.filter
def day(moment: datetime) -> str:
    """Weekday, day and month, in local time."""
    return date_format(timezone.localtime(moment), DAYS.get(get_language() or "", "l j F"), use_l10n=False)


@register.filter
def time_of_day(moment: datetime) -> str:
    """Hours and minutes, in local time."""
    return date_format(timezone.localtime(moment), TIMES.get(get_language() or "", "H:i"), use_l10n=False)


@register.filter
def last_minute(moment: datetime) -> datetime:
    """A deadline to show: midnight is the last minute of the day before, because "00.00" makes people guess which day."""
    local = timezone.localtime(moment)
    return local - timedelta(minutes=1) if (local.hour, local.minute) == (0, 0) else local


@register.filter
def by_daylight(moment: datetime) -> bool:
    """Whether a deadline lies between eight and six: at night the minute says nothing, and the day is enough."""
    return 8 <= last_minute(moment).hour < 18


@register.filter
def before_when(moment: datetime) -> str:
    """A deadline at the desk, in words: "vandaag voor 16.20 uur", "morgen, voor het einde van de dag"."""
    local, today = last_minute(moment), timezone.localdate()
    near = {today: _("vandaag"), today + timedelta(days=1): _("morgen"), today - timedelta(days=1): _("gisteren")}
    named = near.get(local.date()) or day(local)
    if local != timezone.localtime(moment):
        return _("%(day)s, voor het einde van de dag") % {"day": named}
    return _("%(day)s voor %(time)s uur") % {"day": named, "time": time_of_day(local)}


@register.filter
def whole_day(date: date_type) -> str:
    """Weekday, day and month of a date without a time."""
    return date_format(date, DAYS.get(get_language() or "", "l j F"), use_l10n=False)
