"""People of an organisation: who they are, inviting, roles that end."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from gehoord.organisations import services
from gehoord.organisations.enums import Role
from gehoord.organisations.forms import InviteForm, MembershipForm
from gehoord.organisations.managing import Managed, managing, sent
from gehoord.organisations.models import Invitation, Membership, SignInProvider
from gehoord.organisations.notifications import invitation_of
from gehoord.organisations.school_door import remember_invitation

SHOWN = 200


def to_people(managed: Managed) -> HttpResponse:
    return redirect(reverse("organisations:people") + managed.query)


def own_membership(managed: Managed, pk: int) -> Membership:
    """An open membership here that this person may change; anything else does not exist."""
    open_ones = Membership.objects.open().filter(organisation=managed.organisation, role__in=managed.roles)
    return get_object_or_404(open_ones.select_related("user", "organisation"), pk=pk)


@managing()
def people(request: HttpRequest, managed: Managed) -> HttpResponse:
    """Everybody with a role here: search by name or address, narrow by role and team."""
    rows = managed.organisation.memberships.open().select_related("user", "invitation").prefetch_related("teams")
    search, role, team = (request.GET.get(name, "").strip() for name in ("zoek", "rol", "team"))
    if search:
        rows = rows.filter(Q(user__name__icontains=search) | Q(user__email__icontains=search))
    if role in Role.values:
        rows = rows.filter(role=role)
    teams = list(managed.organisation.teams.all())
    if team in {str(one.pk) for one in teams}:
        rows = rows.filter(teams=int(team))
    found = list(rows.order_by("user__name", "role")[: SHOWN + 1])
    context = {
        "managed": managed, "rows": found[:SHOWN], "more": len(found) > SHOWN, "search": search, "role": role, "team": team,
        "roles": Role.choices, "teams": teams, "changeable": {role.value for role in managed.roles},
    }  # fmt: skip
    return render(request, "organisations/people.html", context)


@managing()
def invite(request: HttpRequest, managed: Managed) -> HttpResponse:
    """Invite somebody by e-mail; the role stands at once, the mail says how to come in."""
    form = InviteForm(sent(request)[0], organisation=managed.organisation, roles=managed.roles)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.invite_person(
                email=given["email"], name=given["name"], organisation=managed.organisation, role=Role(given["role"]),
                by=request.user, functions=given["functions"], teams=list(given.get("teams", ())),
            )  # fmt: skip
        except services.AlreadyMemberError:
            form.add_error("email", _("Iemand met dit adres heeft deze rol hier al. Zoek de naam op bij Mensen."))
        else:
            messages.success(request, _("%(name)s krijgt een uitnodiging.") % {"name": given["name"]})
            return to_people(managed)
    context = {"managed": managed, "form": form, "heading": _("Iemand uitnodigen"), "button": _("Stuur de uitnodiging")}
    return render(request, "organisations/form.html", context, status=422 if form.errors else 200)


@managing()
def membership(request: HttpRequest, managed: Managed, pk: int) -> HttpResponse:
    """Functions and teams of one role."""
    row = own_membership(managed, pk)
    first = {"functions": row.functions, "teams": row.teams.all()}
    form = MembershipForm(sent(request)[0], organisation=managed.organisation, initial=first)
    if request.method == "POST" and form.is_valid():
        services.change_membership(
            membership=row,
            by=request.user,
            functions=form.cleaned_data["functions"],
            teams=list(form.cleaned_data.get("teams", ())),
        )
        messages.success(request, _("Bewaard."))
        return to_people(managed)
    heading = f"{row.user.get_full_name()}: {row.get_role_display()}"
    context = {"managed": managed, "form": form, "heading": heading, "button": _("Bewaar")}
    return render(request, "organisations/form.html", context, status=422 if form.errors else 200)


@managing()
def end(request: HttpRequest, managed: Managed, pk: int) -> HttpResponse:
    """One question, then the role stops at once."""
    row = own_membership(managed, pk)
    name, role = row.user.get_full_name(), row.get_role_display()
    if request.method == "POST":
        waiting = Invitation.objects.waiting().filter(membership=row).first()
        try:
            if waiting is not None:
                services.withdraw_invitation(invitation=waiting, by=request.user)
            else:
                services.end_membership(membership=row, by=request.user)
        except services.LastAdministratorError:
            messages.error(request, _("%(name)s is de enige beheerder. Maak eerst iemand anders beheerder.") % {"name": name})
        else:
            messages.success(request, _("De rol van %(name)s is gestopt.") % {"name": name})
        return to_people(managed)
    context = {
        "managed": managed,
        "heading": _("De rol van %(name)s stoppen?") % {"name": name},
        "text": _("%(name)s is dan geen %(role)s meer bij %(organisation)s, meteen. Andere rollen blijven.")
        % {"name": name, "role": role, "organisation": managed.organisation.called},
        "button": _("Ja, stop deze rol"),
        "back": reverse("organisations:people") + managed.query,
    }
    return render(request, "organisations/confirm.html", context)


@require_POST
@managing()
def resend(request: HttpRequest, managed: Managed, pk: int) -> HttpResponse:
    """Mail an invitation once more."""
    row = own_membership(managed, pk)
    invitation = get_object_or_404(Invitation.objects.waiting(), membership=row)
    services.resend_invitation(invitation=invitation, by=request.user)
    messages.success(request, _("De uitnodiging is opnieuw verstuurd."))
    return to_people(managed)


@login_not_required
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link in the mail leads: what somebody is invited for, and the way in."""
    found = invitation_of(token)
    if found is None:
        return render(request, "organisations/invitation_closed.html", status=404)
    if request.user.is_authenticated and request.user.pk != found.membership.user_id:
        raise Http404
    door = SignInProvider.objects.filter(organisation=found.membership.organisation).first()
    if door is not None:
        remember_invitation(request, token)
    return render(request, "organisations/invitation.html", {"membership": found.membership, "door": door})
