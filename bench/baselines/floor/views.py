from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from .models import Conversation, Note, Said


@require_POST
def say(request: HttpRequest) -> HttpResponse:
    """Reads the session, checks CSRF, selects one row, inserts two in one transaction, redirects."""
    owner = request.session["owner"]
    with transaction.atomic():
        conversation = Conversation.objects.get(owner=owner)
        Said.objects.create(conversation=conversation, text=request.POST["text"])
        Note.objects.create(conversation=conversation, text="said")
    return HttpResponseRedirect("/say/")
