"""The vault: making an adviser's key, proving that it opens, and unlocking it for a visit to the desk."""

from __future__ import annotations

import base64
import binascii
import secrets
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction

from gehoord.core import audit, outbox
from gehoord.core.sealed import codes
from gehoord.core.sealed.encoding import pack
from gehoord.core.sealed.keys import (
    CannotOpenError,
    Cost,
    PrivateKeys,
    lock_for_visit,
    lock_keys,
    unlock_for_visit,
    unlock_keys,
)
from gehoord.core.sealed.phrases import generate_phrase, normalise_phrase
from gehoord.organisations.enums import Role
from gehoord.organisations.models import Membership, Organisation
from gehoord.organisations.permissions import has_role

from .gate import open_form_if_ready
from .key_lists import extend_list, is_listed, verified_chain, write_pin
from .models import AdviserKey, UnlockTry

Way = Literal["phrase", "printed code"]
_WAYS: tuple[Way, ...] = ("phrase", "printed code")
CODE_BYTES = 15  # 120 bits: 24 characters and a check character
TRIES = 5
WINDOW = timedelta(minutes=15)
IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=8)
SESSION_KEY = "reporting_vault"
_one_at_a_time = threading.Lock()
_PATIENCE = 20.0


class NotAnAdviserError(Exception):
    """Only an adviser of this organisation can have a key here."""


class AlreadyEnrolledError(Exception):
    """This adviser has a proven key already."""


class WrongSecretError(Exception):
    """The phrase or the printed code does not open the key."""


class WrongCodeError(WrongSecretError):
    """The phrase is right, the printed code is not."""


class TooManyTriesError(Exception):
    """Five tries in fifteen minutes: wait."""


class BusyError(Exception):
    """Somebody else is unlocking in this process; one at a time, because each takes a lot of memory."""


class NotListedError(Exception):
    """Who signs must stand in the list."""


@dataclass(frozen=True, repr=False)
class Enrolment:
    """A new key with its two secrets, shown once and stored nowhere."""

    key: AdviserKey
    phrase: str
    code: str

    @property
    def grouped_code(self) -> str:
        return codes.grouped(self.code)


@dataclass(frozen=True, repr=False)
class OpenVault:
    """An adviser's key, unlocked for this visit."""

    key: AdviserKey
    private: PrivateKeys


def cost() -> Cost:
    """The price of one try that this installation asks, and its floor."""
    numbers = settings.VAULT_ARGON2
    return Cost(iterations=numbers["iterations"], memory_kib=numbers["memory_cost"], lanes=numbers["lanes"])


def lock_name(*, user_id: int, organisation_id: int, way: Way) -> str:
    """What a lock is bound to: it opens for nobody else and nowhere else."""
    return f"{way} of adviser {user_id} in organisation {organisation_id}"


@transaction.atomic
def enrol_adviser(
    *, user: Any, organisation: Organisation, private: PrivateKeys | None = None, replaces: AdviserKey | None = None
) -> Enrolment:
    """Make a key with a generated phrase and printed code. A former one that was never proven is replaced.

    With ``replaces`` it waits beside that key until it takes over.

    Raises NotAnAdviserError, AlreadyEnrolledError.
    """
    phrase, code = generate_phrase(), codes.encode(secrets.token_bytes(CODE_BYTES))
    private = private or PrivateKeys.generate()
    key = store_key(user=user, organisation=organisation, private=private, phrase=phrase, code=code, replaces=replaces)
    return Enrolment(key, phrase, code)


@transaction.atomic
def store_key(
    *,
    user: Any,
    organisation: Organisation,
    private: PrivateKeys,
    phrase: str,
    code: str,
    replaces: AdviserKey | None = None,
) -> AdviserKey:
    """Keep a key under its phrase and its printed code. Raises NotAnAdviserError, AlreadyEnrolledError."""
    if not has_role(user, Role.ADVISER, organisation):
        raise NotAnAdviserError
    own = AdviserKey.objects.select_for_update().filter(user=user, organisation=organisation)
    former = own.taking_over() if replaces else own.live()
    if any(key.is_proven for key in former):
        raise AlreadyEnrolledError
    former.delete()
    name = {way: lock_name(user_id=user.pk, organisation_id=organisation.pk, way=way) for way in _WAYS}
    key = AdviserKey.objects.create(
        user=user,
        organisation=organisation,
        replaces=replaces,
        fingerprint=private.public.fingerprint.hex(),
        x25519=private.public.x25519,
        ed25519=private.public.ed25519,
        locked_by_phrase=lock_keys(private, normalise_phrase(phrase), purpose=name["phrase"], cost=cost()),
        locked_by_code=lock_keys(private, codes.normalise(code), purpose=name["printed code"], cost=cost()),
    )
    audit.record(by=user, action="reporting.key_made", target=key, organisation_id=organisation.pk)
    return key


def prove_phrase(*, key: AdviserKey, phrase: str, now: datetime) -> PrivateKeys:
    """Show that the phrase opens the key. Raises WrongSecretError, TooManyTriesError, BusyError."""
    private = _open_key(key, "phrase", normalise_phrase(phrase), now)
    if key.phrase_proven_at is None:
        key.phrase_proven_at = now
        key.save(update_fields=["phrase_proven_at"])
    return private


def prove_recovery_code(*, key: AdviserKey, code: str, now: datetime) -> PrivateKeys:
    """Show that the printed code, the second way, opens the key too. Raises as ``prove_phrase``."""
    private = _open_key(key, "printed code", codes.normalise(code), now)
    if key.code_proven_at is None:
        key.code_proven_at = now
        key.save(update_fields=["code_proven_at"])
    return private


def found_key_list(*, key: AdviserKey, private: PrivateKeys, now: datetime) -> bool:
    """Start the school's list with its first proven key. False when there is a list: then a colleague must sign."""
    if verified_chain(key.organisation_id) or not key.is_proven:
        return False
    with transaction.atomic():
        extend_list(organisation=key.organisation, new=key.public, signer=private, owner=key.user_id)
        audit.record(by=key.user, action="reporting.key_list_started", target=key, organisation_id=key.organisation_id)
    pin_if_allowed(organisation=key.organisation, now=now, by=key.user)
    return True


def admit_key(*, key: AdviserKey, vault: OpenVault, now: datetime) -> None:
    """A listed adviser signs a colleague's proven key into the list; all advisers hear of it.

    Raises NotListedError, and KeyListAlarmError when the list was tampered with.
    """
    chain = verified_chain(key.organisation_id)
    signer = vault.private.public.fingerprint
    if not chain or signer not in chain[-1].fingerprints or not key.is_proven or key.retired_at is not None:
        raise NotListedError
    if vault.key.organisation_id != key.organisation_id:
        raise NotListedError
    if key.public.fingerprint in chain[-1].fingerprints:
        return
    with transaction.atomic():
        extend_list(organisation=key.organisation, new=key.public, signer=vault.private, owner=key.user_id)
        audit.record(by=vault.key.user, action="reporting.key_admitted", target=key, organisation_id=key.organisation_id)
        tell_all(organisation=key.organisation, kind="reporting.key_admitted", context={"key": key.pk})
    pin_if_allowed(organisation=key.organisation, now=now, by=vault.key.user)


def pin_if_allowed(*, organisation: Organisation, now: datetime, by: Any) -> None:
    """Pin the newest list, and open the form when the gate lets it. In production the pin's owner does this by hand."""
    if not settings.KEY_PINS_BY_HAND:
        write_pin(organisation)
    open_form_if_ready(organisation=organisation, now=now, by=by)


def keys_to_admit(vault: OpenVault) -> list[AdviserKey]:
    """Proven keys of colleagues that wait for somebody of the list to sign them in."""
    chain = verified_chain(vault.key.organisation_id)
    listed = {fingerprint.hex() for fingerprint in chain[-1].fingerprints} if chain else set()
    waiting = (
        AdviserKey.objects.live()
        .filter(organisation=vault.key.organisation_id, phrase_proven_at__isnull=False, code_proven_at__isnull=False)
        .exclude(fingerprint__in=listed)
        .select_related("user")
    )
    return list(waiting) if is_listed(vault.key) else []


def unlock_vault(*, key: AdviserKey, phrase: str, now: datetime) -> OpenVault:
    """Open an adviser's key with the phrase. Raises WrongSecretError, TooManyTriesError, BusyError."""
    private = _open_key(key, "phrase", normalise_phrase(phrase), now)
    audit.record(by=key.user, action="reporting.vault_unlocked", target=key, organisation_id=key.organisation_id)
    return OpenVault(key, private)


def tries_left(user: Any, now: datetime) -> int:
    return max(TRIES - UnlockTry.objects.filter(user=user, at__gt=now - WINDOW).count(), 0)


def open_with_code(*, key: AdviserKey, code: str, now: datetime) -> OpenVault:
    """Open an adviser's key with the printed code, when the phrase is lost. Raises as ``prove_phrase``."""
    private = _open_key(key, "printed code", codes.normalise(code), now)
    audit.record(by=key.user, action="reporting.code_used", target=key, organisation_id=key.organisation_id)
    return OpenVault(key, private)


@transaction.atomic
def begin_new_words(*, vault: OpenVault) -> Enrolment:
    """A new phrase and a new code for the same key. The old ones open it until the new ones are typed over from paper."""
    key = vault.key
    phrase, code = generate_phrase(), codes.encode(secrets.token_bytes(CODE_BYTES))
    name = {way: lock_name(user_id=key.user_id, organisation_id=key.organisation_id, way=way) for way in _WAYS}
    key.next_phrase = lock_keys(vault.private, normalise_phrase(phrase), purpose=name["phrase"], cost=cost())
    key.next_code = lock_keys(vault.private, codes.normalise(code), purpose=name["printed code"], cost=cost())
    key.save(update_fields=["next_phrase", "next_code"])
    audit.record(by=key.user, action="reporting.new_words_begun", target=key, organisation_id=key.organisation_id)
    return Enrolment(key, phrase, code)


def finish_new_words(*, key: AdviserKey, phrase: str, code: str, now: datetime) -> OpenVault:
    """Both new secrets typed over: from now on only they open the key. Raises WrongSecretError, WrongCodeError,
    TooManyTriesError, BusyError."""
    assert key.next_phrase is not None
    assert key.next_code is not None
    private = _open_key(key, "phrase", normalise_phrase(phrase), now, locked=bytes(key.next_phrase))
    try:
        _open_key(key, "printed code", codes.normalise(code), now, locked=bytes(key.next_code))
    except WrongSecretError:
        raise WrongCodeError from None
    with transaction.atomic():
        key.locked_by_phrase, key.locked_by_code = key.next_phrase, key.next_code
        key.next_phrase = key.next_code = None
        key.phrase_proven_at = key.code_proven_at = now
        key.save()
        audit.record(by=key.user, action="reporting.new_words", target=key, organisation_id=key.organisation_id)
    return OpenVault(key, private)


def _open_key(key: AdviserKey, way: Way, secret: str, now: datetime, *, locked: bytes | None = None) -> PrivateKeys:
    """One counted try. It is written down before the work starts, so that tries at the same moment count too."""
    attempt = UnlockTry.objects.create(user=key.user, at=now)
    if UnlockTry.objects.filter(user=key.user, at__gt=now - WINDOW).count() > TRIES:
        attempt.delete()
        raise TooManyTriesError
    if not _one_at_a_time.acquire(timeout=_PATIENCE):
        attempt.delete()
        raise BusyError
    locked = locked or bytes(key.locked_by_phrase if way == "phrase" else key.locked_by_code)
    purpose = lock_name(user_id=key.user_id, organisation_id=key.organisation_id, way=way)
    try:
        private = unlock_keys(locked, secret, purpose=purpose, public=key.public, floor=cost())
    except CannotOpenError:
        raise WrongSecretError from None
    finally:
        _one_at_a_time.release()
    UnlockTry.objects.filter(user=key.user).delete()
    return private


def tell_all(*, organisation: Organisation, kind: str, context: dict[str, Any]) -> None:
    """Mail every adviser of an organisation that something about the keys changed, without saying what a report is about."""
    memberships = Membership.objects.open().of_role(Role.ADVISER).filter(organisation=organisation, user__is_active=True)
    for user_id in memberships.order_by("user").values_list("user_id", flat=True).distinct():
        outbox.enqueue(kind=kind, account_id=user_id, context=context)


# ---------------------------------------------------------------- a visit: the key in the session, its secret in a cookie


def begin_visit(*, session: SessionBase, cookie: str, vault: OpenVault, now: datetime) -> str:
    """Keep an unlocked key for this visit, under a secret that only the cookie holds. Returns the cookie's value."""
    secret = _secret_of(cookie) or secrets.token_bytes(32)
    visits = dict(session.get(SESSION_KEY, {}))
    locked = lock_for_visit(vault.private, secret, context=_context(vault.key))
    visits[vault.key.fingerprint] = {
        "locked": base64.b64encode(locked).decode(),
        "opened": now.timestamp(),
        "used": now.timestamp(),
    }
    session[SESSION_KEY] = visits
    return base64.urlsafe_b64encode(secret).decode()


def open_vaults(*, session: SessionBase, cookie: str, user: Any, now: datetime) -> list[OpenVault]:
    """The keys that are unlocked in this visit. What idled, grew old or lost its membership is deleted here."""
    visits = dict(session.get(SESSION_KEY, {}))
    if not visits:
        return []
    secret = _secret_of(cookie)
    found, kept = [], {}
    for key in AdviserKey.objects.of(user).filter(fingerprint__in=visits).select_related("organisation", "user"):
        visit = visits[key.fingerprint]
        fresh = now.timestamp() - visit["used"] <= IDLE.total_seconds()
        young = now.timestamp() - visit["opened"] <= LONGEST.total_seconds()
        if secret is None or not fresh or not young:
            continue
        try:
            private = unlock_for_visit(base64.b64decode(visit["locked"]), secret, context=_context(key))
        except CannotOpenError:
            continue
        found.append(OpenVault(key, private))
        kept[key.fingerprint] = {**visit, "used": now.timestamp()}
    session[SESSION_KEY] = kept
    return found


def end_visit(*, session: SessionBase) -> None:
    """Lock everything."""
    session.pop(SESSION_KEY, None)


def _context(key: AdviserKey) -> bytes:
    return pack([str(key.user_id).encode(), str(key.organisation_id).encode(), key.fingerprint.encode()])


def _secret_of(cookie: str) -> bytes | None:
    try:
        secret = base64.b64decode(cookie, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    return secret if len(secret) == 32 else None
