"""Days and times as each language of the form writes them: ``{{ due_at|day }}``, ``{{ due_at|time_of_day }}``."""

from __future__ import annotations

from datetime import date as date_type
from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

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
def whole_day(date: date_type) -> str:
    """Weekday, day and month of a date without a time."""
    return date_format(date, DAYS.get(get_language() or "", "l j F"), use_l10n=False)
