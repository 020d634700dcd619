"""Plant one fault at a time in a copy of the tree, and see that the test which guards against it turns red.

``python tools/planted_faults.py`` runs them all, ``python tools/planted_faults.py NAME …`` some. A fault whose text is not found any
more, or whose test stays green, fails the run: a guard that bites nothing is no guard.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOM = "content/reporting"
TESTS = "tests/content/reporting"
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "__pycache__", "node_modules", "*.sqlite3*", "media", "static-built")


@dataclass(frozen=True)
class Fault:
    """What a careless hand could do: one text becomes another."""

    name: str
    file: str
    before: str
    after: str
    test: str


FAULTS = [
    Fault(
        "count-a-reload-as-another-sender",
        f"{ROOM}/public_door.py",
        "if not cache.add(",
        "if False and not cache.add(",
        f"{TESTS}/test_receipt_again.py::test_the_same_page_twice_counts_once_for_its_address",
    ),
    Fault(
        "erase-what-is-held",
        f"{ROOM}/retention.py",
        "over = Report.objects.filter(erase_after__lte=now, on_hold=False)",
        "over = Report.objects.filter(erase_after__lte=now)",
        f"{TESTS}/test_desk_cards.py::test_a_hold_is_placed_with_a_reason_seen_by_the_student_and_lifted_again",
    ),
    Fault(
        "skip-the-exclusion-check",
        f"{ROOM}/readership.py",
        "if person.user_id in case_file.excluded:",
        "if False:",
        f"{TESTS}/test_excluded_advisers.py::test_an_excluded_adviser_gets_nothing_by_any_way[consent]",
    ),
    Fault(
        "leave-the-wraps-of-who-left",
        f"{ROOM}/personal_data.py",
        "_gone, kept = drop_wraps_of(key)",
        "_gone, kept = 0, 0",
        f"{TESTS}/test_key_journeys.py::test_a_membership_that_ends_takes_the_wraps_and_a_colleague_takes_the_key_from_the_list",
    ),
    Fault(
        "believe-rows-about-who-reads",
        f"{ROOM}/entries.py",
        "readers = [keys for keys in pinned_keys(report.organisation_id) if keys.fingerprint in marks]",
        "readers = list(pinned_keys(report.organisation_id))",
        f"{TESTS}/test_excluded_advisers.py::test_a_planted_wrap_row_makes_nobody_a_reader_of_what_comes_later",
    ),
    Fault(
        "believe-a-row-about-whose-key-it-is",
        f"{ROOM}/gate.py",
        " and owners.get(row.fingerprint, row.user_id) == row.user_id",
        "",
        f"{TESTS}/test_excluded_advisers.py::test_a_key_passed_off_as_a_colleagues_is_sealed_to_no_more",
    ),
    Fault(
        "seal-notes-to-all",
        f"{ROOM}/enums.py",
        "SEALED_TO_AUTHOR_ONLY = frozenset({EntryKind.NOTE})",
        "SEALED_TO_AUTHOR_ONLY: frozenset[EntryKind] = frozenset()",
        f"{TESTS}/test_casework.py::test_the_student_reads_messages_and_calls_but_no_note_and_a_colleague_reads_no_note_either",
    ),
    Fault(
        "let-an-adviser-say-yes",
        f"{ROOM}/enums.py",
        "EntryKind.NOTE, EntryKind.CONSENT_ASKED,",
        "EntryKind.NOTE, EntryKind.CONSENT_ASKED, EntryKind.CONSENT_GIVEN,",
        f"{TESTS}/test_desk_services.py::test_an_adviser_cannot_say_yes_for_the_student",
    ),
    Fault(
        "send-on-without-a-yes",
        f"{ROOM}/referral.py",
        "if consent.number == number and consent.is_given and consent.subject in subjects:",
        "if consent.number == number:",
        f"{TESTS}/test_referrals.py::test_without_a_standing_yes_nothing_leaves[no]",
    ),
    Fault(
        "overwrite-what-a-colleague-wrote",
        f"{ROOM}/casework.py",
        "if seen is not None and seen != version_of(report):",
        "if False:",
        f"{TESTS}/test_casework.py::test_what_a_colleague_wrote_meanwhile_is_seen_first_and_never_overwritten[close]",
    ),
    Fault(
        "leave-the-old-keys-wraps",
        f"{ROOM}/recovery.py",
        "        Wrap.objects.filter(recipient=vault.key.fingerprint).delete()\n        change_list",
        "        change_list",
        f"{TESTS}/test_key_journeys.py::test_a_new_key_takes_everything_over_with_notes_and_links",
    ),
    Fault(
        "use-the-emergency-key-twice",
        f"{ROOM}/emergency.py",
        "EmergencyKey.objects.live().filter(organisation=organisation).update(used_at=now, retired_at=now)",
        "EmergencyKey.objects.live().filter(organisation=organisation).update(used_at=now)",
        f"{TESTS}/test_keepers.py::test_any_two_of_three_keepers_open_and_the_key_is_spent[AB]",
    ),
    Fault(
        "erase-the-bin-by-time",
        f"{ROOM}/retention.py",
        "over = Report.objects.filter(erase_after__lte=now, on_hold=False)",
        "over = Report.objects.filter(in_bin=True, on_hold=False)",
        f"{TESTS}/test_casework.py::test_an_unread_bin_is_never_erased_by_time",
    ),
    Fault(
        "leave-the-file-unlocked",
        f"{ROOM}/outside_child.py",
        "document.save(made, encryption=pikepdf.Encryption(owner=phrase, user=phrase, R=6))",
        "document.save(made)",
        f"{TESTS}/test_referrals.py::test_the_file_is_locked_with_aes_256_and_holds_the_yes_and_nothing_that_was_not_said_yes_to",
    ),
    Fault(
        "show-by-membership-and-not-by-wrap",
        f"{ROOM}/queries.py",
        'return self.filter(Exists(wraps), organisation__in=keys.values("organisation"))',
        'return self.filter(organisation__in=keys.values("organisation"))',
        f"{TESTS}/test_swaps.py::test_every_address_of_anothers_report_answers_as_one_that_does_not_exist[10]",
    ),
    Fault(
        "lose-what-was-typed-when-the-vault-closed",
        f"{ROOM}/views/desk_case.py",
        "if fresh is None and _has_locked_key(request, opened):",
        "if False:",
        f"{TESTS}/test_desk_pages.py::test_a_post_after_the_vault_closed_keeps_its_text_and_goes_on_with_the_phrase",
    ),
    Fault(
        "keep-the-counters-of-a-reopened-case",
        f"{ROOM}/casework.py",
        "count_closing(report, former.payload, at=former.written_at, by=-1)",
        "pass",
        f"{TESTS}/test_casework.py::test_reopening_takes_the_counters_off_and_erases_nothing",
    ),
    Fault(
        "forget-the-deputy",
        f"{ROOM}/clock.py",
        'outbox.enqueue(kind="reporting.deputy_warned", account_id=user_id, context={"report": str(report.pk)})',
        "pass",
        f"{TESTS}/test_casework.py::test_a_deputy_hears_of_the_clock_and_gets_no_key",
    ),
    Fault(
        "share-a-label-between-two-keys",
        "site/gehoord/core/sealed/encoding.py",
        'RECEIPT_REFERRED = b"gehoord/1/receipt/referred"',
        'RECEIPT_REFERRED = b"gehoord/1/receipt/lookup"',
        "tests/gehoord/core/sealed",
    ),
]


def turns_red(fault: Fault, tree: Path) -> tuple[bool, str]:
    """Plant, test, and put back. Says whether the guard bit, and why not."""
    path = tree / fault.file
    text = path.read_text(encoding="utf-8")
    if text.count(fault.before) < 1:
        return False, "its text is not in the tree any more"
    path.write_text(text.replace(fault.before, fault.after), encoding="utf-8")
    environment = {**os.environ, "DATA_DIR": str(tree / "planted-data")}
    (tree / "planted-data").mkdir(exist_ok=True)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "--reuse-db",
        "-x",
        "-p",
        "no:randomly",
        "-p",
        "no:cacheprovider",
        fault.test,
    ]
    try:
        # Our own test command, on a copy of our own tree.
        run = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False)
    finally:
        path.write_text(text, encoding="utf-8")
    return run.returncode == 1, "" if run.returncode == 1 else f"{fault.test} ended with {run.returncode}"


def main(names: list[str]) -> int:
    chosen = [fault for fault in FAULTS if not names or fault.name in names]
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(ROOT, tree, ignore=LEFT_OUT)
        for fault in chosen:
            red, why = turns_red(fault, tree)
            missed += not red
            sys.stdout.write(f"{'red  ' if red else 'GREEN'} {fault.name}{': ' + why if why else ''}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{len(chosen) - missed} of {len(chosen)} planted faults turned their test red\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
