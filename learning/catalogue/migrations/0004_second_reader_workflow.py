"""The second reading as a workflow: one task, read by somebody else than who wrote."""

from django.db import migrations

NAME = "Tweede lezer"


def make(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowTask = apps.get_model("wagtailcore", "WorkflowTask")
    Task = apps.get_model("catalogue", "SecondReaderTask")
    kind, _ = ContentType.objects.get_or_create(app_label="catalogue", model="secondreadertask")
    if Task.objects.exists():
        return
    task = Task.objects.create(name=NAME, active=True, content_type=kind)
    workflow = Workflow.objects.create(name=NAME, active=True)
    WorkflowTask.objects.create(workflow=workflow, task_id=task.task_ptr_id, sort_order=0)


def unmake(apps, schema_editor):
    Workflow = apps.get_model("wagtailcore", "Workflow")
    Task = apps.get_model("catalogue", "SecondReaderTask")
    ids = list(Task.objects.values_list("task_ptr_id", flat=True))
    Workflow.objects.filter(workflow_tasks__task_id__in=ids).delete()
    Task.objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ("catalogue", "0003_scenario_editor"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make, unmake)]
