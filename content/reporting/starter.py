"""The adviser's guide, and the demo school past its gate: two demo advisers whose phrases everybody may know."""

from __future__ import annotations

import nh3
import yaml
from django.utils import timezone
from markdown_it import MarkdownIt

from gehoord.accounts.models import User
from gehoord.core.registry import StarterRun
from gehoord.organisations.enums import Role
from gehoord.organisations.models import Membership, Organisation

from .demo_keys import DemoAdviser, demo_advisers
from .gate import open_form_if_ready
from .guide_models import GuideText, Language
from .key_lists import extend_list, read_pin, verified_chain, write_pin
from .models import AdviserKey
from .vault import prove_phrase, prove_recovery_code, store_key


def load_guide(run: StarterRun) -> None:
    """The guide's texts, each only where there is none yet: what a region wrote itself stays."""
    for entry in yaml.safe_load((run.folder / "guide" / "guide.yaml").read_text(encoding="utf-8")):
        for language in Language.values:
            text = entry[language]
            body = nh3.clean(MarkdownIt("commonmark").render(text["body"]), tags={"p", "ul", "ol", "li", "strong", "em", "b"})
            _text, made = GuideText.objects.get_or_create(
                stage=entry["stage"], language=language, defaults={"title": text["title"], "body": body}
            )
            run.count("guide texts", int(made))


def load_demo_vault(run: StarterRun) -> None:
    """Make, prove, list and pin the demo advisers' keys. Run again it changes nothing."""
    for slug, advisers in demo_advisers().items():
        organisation = Organisation.objects.filter(slug=slug).first()
        if organisation is None:
            continue
        for adviser in advisers:
            user = _demo_person(organisation, adviser.name)
            if user is not None:
                _load(organisation, user, adviser, run)
        if verified_chain(organisation.pk) and read_pin(organisation.pk) is None:
            write_pin(organisation)
        open_form_if_ready(organisation=organisation, now=timezone.now(), by=None)


def _demo_person(organisation: Organisation, name: str) -> User | None:
    """The demo adviser of this name there; a real person of the same name is never taken for one."""
    memberships = Membership.objects.open().of_role(Role.ADVISER).filter(organisation=organisation, user__name=name)
    return next((membership.user for membership in memberships.select_related("user") if membership.user.is_demo), None)


def _load(organisation: Organisation, user: User, adviser: DemoAdviser, run: StarterRun) -> None:
    if AdviserKey.objects.live().filter(user=user, organisation=organisation).exists():
        return
    now = timezone.now()
    key = store_key(user=user, organisation=organisation, private=adviser.keys, phrase=adviser.phrase, code=adviser.code)
    prove_phrase(key=key, phrase=adviser.phrase, now=now)
    prove_recovery_code(key=key, code=adviser.code, now=now)
    first = demo_advisers()[organisation.slug][0]
    extend_list(organisation=organisation, new=key.public, signer=first.keys, owner=user.pk)
    write_pin(organisation)
    run.count("vaults")
    run.say(f"Vault of {user}: {adviser.phrase}")
