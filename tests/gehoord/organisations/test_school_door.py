"""The school's own sign-in, against a provider that really answers (on this machine)."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from gehoord.core.models import AuditEvent
from gehoord.organisations.models import Invitation, Membership, Organisation, SignInProvider
from gehoord.organisations.notifications import invitation_token
from gehoord.organisations.services import delete_sign_in_provider, end_membership, save_sign_in_provider
from tests.factories import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@dataclass
class Provider:
    """A small OIDC provider: whoever asks is ``claims``."""

    base: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    issuer: str = ""

    def answer(self, path: str) -> dict[str, Any]:
        if path.endswith("/openid-configuration"):
            return {
                "issuer": self.issuer or self.base, "authorization_endpoint": f"{self.base}/authorize",
                "token_endpoint": f"{self.base}/token", "userinfo_endpoint": f"{self.base}/userinfo",
                "jwks_uri": f"{self.base}/jwks", "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }  # fmt: skip
        if path == "/token":
            now = int(time.time())
            claims = {**self.claims, "iss": self.issuer or self.base, "aud": "gehoord", "exp": now + 60, "iat": now}
            return {"access_token": "a", "token_type": "Bearer", "id_token": jwt.encode(claims, "x" * 32, algorithm="HS256")}
        return self.claims


@pytest.fixture
def provider() -> Iterator[Provider]:
    found = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(found.answer(urlsplit(self.path).path)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    found.base = f"http://127.0.0.1:{server.server_port}"
    found.claims = {"sub": "u-1", "email": "vera@school.example", "name": "Vera de Graaf", "groups": ["klas-3b"]}
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture
def school(provider: Provider) -> Organisation:
    found = OrganisationFactory(slug="deltion", name="Deltion College")
    save_sign_in_provider(
        organisation=found, issuer=provider.base, client_id="gehoord", secret="geheim", label="Inloggen met Deltion", by=None
    )
    return found


@pytest.fixture
def vera(school: Organisation) -> Membership:
    return MembershipFactory(organisation=school, user__email="vera@school.example", user__name="Vera de Graaf")


def come_in(client: Client, process: str = "login") -> Any:
    """Walk through the door: our page, the provider (who says yes), and back. The last answer."""
    page = client.post(f"/account/school/oidc/deltion/login/?process={process}")
    assert page.status_code == 200
    target = re.search(r"URL='([^']+)'", page.content.decode())
    assert target is not None
    state = parse_qs(urlsplit(target[1].replace("&amp;", "&")).query)["state"][0]
    return client.get("/account/school/oidc/deltion/login/callback/", {"code": "c", "state": state})


def signed_in(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def invited(membership: Membership) -> str:
    return invitation_token(Invitation.objects.create(membership=membership, sent_at=timezone.now()))


def test_the_same_email_address_alone_opens_nothing(client: Client, vera: Membership) -> None:
    response = come_in(client)
    assert response.status_code == 403
    assert "nog niet gekoppeld" in response.content.decode()
    assert signed_in(client) is None
    assert not SocialAccount.objects.exists()


def test_an_invitation_makes_the_first_link_and_after_that_the_door_opens(client: Client, vera: Membership) -> None:
    page = client.get(f"/beheer/uitnodiging/{invited(vera)}/")
    assert "Inloggen met Deltion" in page.content.decode()
    assert come_in(client).status_code == 302
    assert signed_in(client) == str(vera.user_id)
    assert AuditEvent.objects.filter(action="organisations.school_door_linked").count() == 1
    again = Client()
    assert come_in(again).status_code == 302
    assert signed_in(again) == str(vera.user_id)


def test_nothing_else_that_the_provider_tells_is_kept(client: Client, vera: Membership, provider: Provider) -> None:
    client.get(f"/beheer/uitnodiging/{invited(vera)}/")
    come_in(client)
    come_in(Client())
    assert SocialAccount.objects.get().extra_data == {"iss": provider.base}


def test_a_forwarded_invitation_links_nobody_else(client: Client, vera: Membership, provider: Provider) -> None:
    client.get(f"/beheer/uitnodiging/{invited(vera)}/")
    provider.claims = {"sub": "u-2", "email": "iemand.anders@school.example"}
    response = come_in(client)
    assert response.status_code == 403
    assert "ander e-mailadres" in response.content.decode()
    assert not SocialAccount.objects.exists()


def test_an_invitation_of_another_organisation_makes_no_link(client: Client, school: Organisation) -> None:
    elsewhere = MembershipFactory(user__email="vera@school.example")
    client.get(f"/beheer/uitnodiging/{invited(elsewhere)}/")
    assert come_in(client).status_code == 403


def test_somebody_who_is_signed_in_links_it_and_may_undo_that(client: Client, vera: Membership) -> None:
    client.force_login(vera.user)
    assert 'href="/account/school/"' in client.get("/account/2fa/").content.decode()
    assert "Inloggen met Deltion" in client.get("/account/school/").content.decode()
    assert come_in(client, "connect").status_code == 302
    linked = SocialAccount.objects.get(user=vera.user)
    assert signed_in(client) == str(vera.user_id)
    assert client.post("/account/school/", {"account": linked.pk}).status_code == 302
    assert not SocialAccount.objects.exists()


def test_the_door_of_an_organisation_without_a_role_is_not_offered_and_does_not_link(
    client: Client, school: Organisation
) -> None:
    outsider = MembershipFactory().user
    client.force_login(outsider)
    assert 'href="/account/school/"' not in client.get("/account/2fa/").content.decode()
    assert "Inloggen met Deltion" not in client.get("/account/school/").content.decode()
    assert come_in(client, "connect").status_code == 403
    assert not SocialAccount.objects.exists()


def test_when_the_role_ends_the_door_closes(client: Client, vera: Membership) -> None:
    client.get(f"/beheer/uitnodiging/{invited(vera)}/")
    come_in(client)
    end_membership(membership=vera, by=None)
    later = Client()
    response = come_in(later)
    assert response.status_code == 403
    assert "geen rol" in response.content.decode()
    assert signed_in(later) is None


def test_another_issuer_is_refused(client: Client, vera: Membership, provider: Provider) -> None:
    client.get(f"/beheer/uitnodiging/{invited(vera)}/")
    provider.issuer = "https://iemand-anders.example"
    response = come_in(client)
    assert response.status_code == 403
    assert "geen school" in response.content.decode()


def test_the_schools_door_is_never_a_second_factor(client: Client, school: Organisation) -> None:
    adviser = MembershipFactory(organisation=school, adviser=True, user__email="vera@school.example")
    client.get(f"/beheer/uitnodiging/{invited(adviser)}/")
    come_in(client)
    assert signed_in(client) == str(adviser.user_id)
    assert client.get("/balie/")["Location"].startswith("/account/2fa/")


def test_the_secret_lies_sealed_and_reaches_the_provider_open(school: Organisation) -> None:
    assert "geheim" not in SocialApp.objects.get().secret


def test_another_issuer_forgets_the_links_and_removing_forgets_all(
    client: Client, vera: Membership, school: Organisation
) -> None:
    client.get(f"/beheer/uitnodiging/{invited(vera)}/")
    come_in(client)
    save_sign_in_provider(
        organisation=school, issuer="https://nieuw.example", client_id="g", secret="s", label="Inloggen met Deltion", by=None
    )
    assert not SocialAccount.objects.exists()
    delete_sign_in_provider(organisation=school, by=None)
    assert not SocialApp.objects.exists()
    assert not SignInProvider.objects.exists()


def test_the_command_says_what_is_missing_and_takes_no_secret_as_argument(
    school: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CommandError, match="--issuer, --client-id, --label"):
        call_command("school_door", "deltion")
    with pytest.raises(CommandError, match="https"):
        call_command("school_door", "deltion", issuer="http://x", client_id="c", label="l")
    monkeypatch.setenv("OIDC_CLIENT_SECRET", "heel geheim")
    call_command("school_door", "deltion", issuer="https://login.example/", client_id="c", label="Inloggen")
    assert SignInProvider.objects.get().issuer == "https://login.example"
    call_command("school_door", "deltion", remove=True)
    assert not SignInProvider.objects.exists()
