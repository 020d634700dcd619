"""A kept address is the address, in each language."""

from __future__ import annotations

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from gehoord.core.addresses import address


@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_is_what_reverse_gives(language: str) -> None:
    with translation.override(language):
        for name, args in (("progress:home", ()), ("progress:module", ("herkennen",)), ("reporting:form", ("deltion",))):
            assert address(name, *args) == reverse(name, args=args)


def test_what_is_not_there_is_said_each_time() -> None:
    for _ in range(2):
        with pytest.raises(NoReverseMatch):
            address("nergens:te-vinden")
