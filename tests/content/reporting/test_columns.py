"""What lies in clear: SECURITY.md, the vault, point 9, column by column."""

from __future__ import annotations

from django.apps import apps
from wagtail.search.index import Indexed

IN_CLEAR = {
    # school, id, times, state, flags, receipt lookup id and public keys
    "Report": {
        "organisation", "id", "received_at", "first_opened_at", "first_contact_at", "closed_at", "aftercare_on", "erase_after",
        "state", "in_bin", "is_test", "on_hold", "receipt_lookup", "receipt_x25519", "receipt_ed25519",
    },
    # per entry sequence, time, kind of author, padded size (the length of the body)
    "Entry": {"report", "sequence", "written_at", "author_kind"},
    # present readers' key ids
    "Wrap": {"entry", "recipient"},
    # the trail without text
    "ReportEvent": {"id", "report", "kind", "at", "actor"},
    "Tombstone": {"report_id", "erased_at"},
    # the hand-over code: lookup id, public keys, signatures, when it was exchanged
    "ToldByColleague": {
        "id", "report", "lookup", "x25519", "ed25519", "readers_signature", "exchanged_at", "exchange_signature",
    },
}  # fmt: skip
# What the seal itself needs and what tells nothing by itself: random ids, ciphertext, a hash of ciphertext, the number
# of the (public) key list.
OF_THE_SEAL = {
    "Entry": {"id", "key_list_version", "previous", "body"},
    "Wrap": {"id", "key_list_version", "sealed_key"},
}

# What an administrator sets: the address of a site that may show the form.
NO_WORD_OF_A_STUDENT = {"EmbedOrigin.origin", "GuideText.title", "GuideText.body"}


def test_the_columns_of_a_report_are_exactly_the_list() -> None:
    for name, clear in IN_CLEAR.items():
        columns = {field.name for field in apps.get_model("reporting", name)._meta.concrete_fields}
        assert columns == clear | OF_THE_SEAL.get(name, set()), name


def test_no_column_of_this_room_holds_free_text() -> None:
    for model in apps.get_app_config("reporting").get_models():
        for field in model._meta.concrete_fields:
            label = f"{model.__name__}.{field.name}"
            assert field.get_internal_type() not in {"TextField", "JSONField"} or label in NO_WORD_OF_A_STUDENT, label
            if field.get_internal_type() == "CharField":
                assert field.choices or field.max_length in {6, 32, 64} or label in NO_WORD_OF_A_STUDENT, label


def test_reports_are_in_no_search_index_and_have_no_admin() -> None:
    from wagtail.admin.viewsets import viewsets
    from wagtail.models import ReferenceIndex
    from wagtail.snippets.models import get_snippet_models

    guide = {apps.get_model("reporting", "GuideText")}  # the adviser's guide holds nothing of a report
    models = set(apps.get_app_config("reporting").get_models()) - guide
    assert not [model for model in models if issubclass(model, Indexed) or ReferenceIndex.model_is_indexable(model)]
    assert not models & set(get_snippet_models())
    assert not models & {getattr(viewset, "model", None) for viewset in viewsets.viewsets}
