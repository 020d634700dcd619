"""Rights in the CMS: one auth group per (organisation, role), written here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from gehoord.core.models import Document, Image
from gehoord.core.registry import CmsGrants, Grant, MembershipHook, registry
from gehoord.organisations.enums import CMS_ROLES, REGION_WIDE_KINDS, OrganisationKind, Role
from gehoord.organisations.models import Membership, Organisation

FILE_RIGHTS = [
    f"{model._meta.app_label}.{right}_{model._meta.model_name}"
    for model in (Image, Document)
    for right in ("add", "change", "choose")
]
LOOKING = [f"{model._meta.app_label}.choose_{model._meta.model_name}" for model in (Image, Document)]


def group_name(organisation: Organisation, role: str) -> str:
    return f"{organisation.slug}: {role}"


def own_grants(organisation: Organisation, role: str) -> Iterator[Grant]:
    """What every role in the CMS has: the door, the files of the own organisation, a look at the region's."""
    yield Grant(codename="wagtailadmin.access_admin")
    wide = organisation.kind in REGION_WIDE_KINDS
    for other in organisation.region.organisations.select_related("collection"):
        if other.collection is None:
            continue
        if wide or other.pk == organisation.pk:
            yield from (Grant(codename=codename, collection=other.collection) for codename in FILE_RIGHTS)
        elif other.kind == OrganisationKind.COOPERATION:
            yield from (Grant(codename=codename, collection=other.collection) for codename in LOOKING)


@transaction.atomic
def sync_groups(*, organisation: Organisation) -> None:
    """Give the groups of an organisation exactly the rights that the rooms grant now, and exactly its members."""
    ensure_collection(organisation=organisation)
    for role in sorted(CMS_ROLES):
        group, _ = Group.objects.get_or_create(name=group_name(organisation, role))
        grants = [*own_grants(organisation, role)]
        for entry in registry.all(CmsGrants):
            grants.extend(entry.grants(organisation, role))
        _write_rights(group, grants)
        holders = Membership.objects.open().filter(organisation=organisation, role=role, user__is_active=True)
        group.user_set.set(holders.values_list("user_id", flat=True))


def ensure_collection(*, organisation: Organisation) -> None:
    """A collection of its own, so that pictures and documents of one school stay out of another's choosers."""
    if organisation.collection is not None:
        if organisation.collection.name != organisation.called:
            Collection.objects.filter(pk=organisation.collection.pk).update(name=organisation.called)
        return
    root = Collection.get_first_root_node()
    organisation.collection = root.add_child(instance=Collection(name=organisation.called))
    organisation.save(update_fields=["collection"])


def _permission(codename: str, label: str) -> Permission:
    app_label, _, name = codename.rpartition(".")
    return Permission.objects.get(codename=name, content_type__app_label=app_label or label)


def _write_rights(group: Group, grants: list[Grant]) -> None:
    plain, on_pages, on_collections = set(), set(), set()
    for grant in grants:
        if grant.page is not None:
            on_pages.add((_permission(grant.codename, "wagtailcore").pk, grant.page.pk))
        elif grant.collection is not None:
            on_collections.add((_permission(grant.codename, "core").pk, grant.collection.pk))
        else:
            plain.add(_permission(grant.codename, "").pk)
    group.permissions.set(plain)
    _replace(GroupPagePermission, "page_id", group, on_pages)
    _replace(GroupCollectionPermission, "collection_id", group, on_collections)


def _replace(model: Any, column: str, group: Group, wanted: set[tuple[int, int]]) -> None:
    there = {(row.permission_id, getattr(row, column)): row.pk for row in model.objects.filter(group=group)}
    model.objects.filter(pk__in=[pk for key, pk in there.items() if key not in wanted]).delete()
    model.objects.bulk_create(
        model(group=group, permission_id=permission, **{column: place}) for permission, place in sorted(wanted - there.keys())
    )


def sync_member(*, membership: Membership) -> None:
    """Let one person join or leave the group of a role: at once when a membership begins, changes or ends."""
    if membership.role not in CMS_ROLES:
        return
    group, made = Group.objects.get_or_create(name=group_name(membership.organisation, membership.role))
    if made:
        sync_groups(organisation=membership.organisation)
    holds = Membership.objects.open().filter(
        user_id=membership.user_id, organisation_id=membership.organisation_id, role=membership.role
    )
    if membership.user.is_active and holds.exists():
        group.user_set.add(membership.user)
    else:
        group.user_set.remove(membership.user)


def end_due_memberships(now: datetime) -> None:
    """Daily: memberships that began or ended by date take effect, in the CMS and in every room that listens."""
    today = date.today()
    for membership in Membership.objects.filter(ended_on=today).select_related("user", "organisation"):
        if membership.role not in Role.values:
            continue
        with transaction.atomic():
            for hook in registry.all(MembershipHook):
                hook.changed(membership, None)
    for organisation in Organisation.objects.select_related("collection", "region"):
        sync_groups(organisation=organisation)
