"""Row level security for reports on PostgreSQL (ADR 18). SQLite has none; there this migration does nothing."""

from django.db import migrations

SAID = "(SELECT string_to_array(current_setting('gehoord.{name}', true), ','))::text[]"
TENANTS, REPORTS, CODES = (SAID.format(name=name) for name in ("tenants", "reports", "codes"))
ALL = "(SELECT current_setting('gehoord.tenants', true)) = '*'"
OF_A_REPORT = "EXISTS (SELECT 1 FROM reporting_report r WHERE r.id = report_id)"
POLICIES = {
    "reporting_report": f"{ALL} OR organisation_id::text = ANY ({TENANTS}) OR id::text = ANY ({REPORTS}) OR receipt_lookup = ANY ({CODES})",
    "reporting_entry": f"{ALL} OR {OF_A_REPORT}",
    "reporting_wrap": f"{ALL} OR EXISTS (SELECT 1 FROM reporting_entry e WHERE e.id = entry_id)",  # nosec B608 - constants of this file
    "reporting_reportevent": f"{ALL} OR {OF_A_REPORT}",
    "reporting_legalhold": f"{ALL} OR {OF_A_REPORT}",
    "reporting_toldbycolleague": f"{ALL} OR {OF_A_REPORT} OR lookup = ANY ({CODES})",
}


def guard(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for table, rule in POLICIES.items():
        schema_editor.execute(f"CREATE POLICY own_organisation ON {table} USING ({rule}) WITH CHECK ({rule})")
        schema_editor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        schema_editor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for table in POLICIES:
        schema_editor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        schema_editor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        schema_editor.execute(f"DROP POLICY own_organisation ON {table}")


class Migration(migrations.Migration):
    dependencies = [("reporting", "0008_legal_hold")]
    operations = [migrations.RunPython(guard, unguard)]
