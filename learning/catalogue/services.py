"""Freezing: the one way in which something becomes followable."""

from __future__ import annotations

import logging
from typing import Any

from django.db import transaction

from gehoord.core import outbox
from gehoord.core.starter import checksum_of

from .enums import FrozenKind
from .errors import NotFreezableError
from .freezing import content_of
from .models import CataloguePage, FrozenVersion, ModulePage, QuizPage, ScenarioPage

logger = logging.getLogger(__name__)
KIND = {ModulePage: FrozenKind.MODULE, ScenarioPage: FrozenKind.SCENARIO, QuizPage: FrozenKind.QUIZ}


@transaction.atomic
def freeze(*, page: CataloguePage) -> FrozenVersion:
    """Store an immutable version of a published page; unchanged content gives the version that stands.

    Raises NotFreezableError when validation finds an error: no version is written and the former one stays.
    """
    kind, language = KIND[type(page)], page.locale.language_code
    content = content_of(page)
    checksum = checksum_of([content, page.organisation_id])
    series = FrozenVersion.objects.filter(kind=kind, page_key=page.translation_key, language=language)
    newest = series.order_by("-number").first()
    if newest is not None and newest.checksum == checksum:
        return newest
    return FrozenVersion.objects.create(
        kind=kind,
        page_key=page.translation_key,
        language=language,
        number=newest.number + 1 if newest else 1,
        slug=page.slug,
        organisation_id=page.organisation_id,
        page=page.page_ptr,
        content=content,
        checksum=checksum,
    )


def freeze_published(*, page: CataloguePage, by: Any) -> FrozenVersion | None:
    """What every way of publishing ends in. A page that cannot be frozen leaves the former version; its author is told."""
    try:
        return freeze(page=page)
    except NotFreezableError:
        logger.warning("Page %s was published but not frozen", page.pk)
        if by is not None:
            outbox.enqueue(kind="catalogue.not_frozen", account_id=by.pk, context={"page": page.pk})
        return None
