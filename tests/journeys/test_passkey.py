"""A passkey, with a real browser and an authenticator that the browser plays: added once, then it opens the door by itself."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import PHONE, Stack

pytestmark = pytest.mark.browser


def test_a_passkey_opens_the_door_and_counts_as_second_factor(stack: Stack, browser: Browser) -> None:
    # A passkey belongs to a name, never to a number.
    context = browser.new_context(base_url=stack.base.replace("127.0.0.1", "localhost"), viewport=PHONE, locale="nl-NL")
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    page.goto(stack.sign_in_address("coordinator", "landstede").replace("127.0.0.1", "localhost"))
    page.goto("/account/2fa/webauthn/add/")
    page.get_by_label("Naam").fill("Telefoon van Henk")
    page.locator("label", has_text="inloggen zonder code per mail").click()
    page.get_by_role("button", name="Voeg toe").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Je herstelcodes")

    context.clear_cookies()
    page.goto("/account/login/")
    page.get_by_role("button", name="Met een passkey").click()
    expect(page).not_to_have_url(re.compile("/account/login/"))
    for address, heading in (("/beheer/", "Mensen"), ("/overzicht/", "Overzicht")):
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    context.close()
