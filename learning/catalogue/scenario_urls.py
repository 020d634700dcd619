"""The editor of conversations inside Wagtail's admin: /cms/gesprekken/…"""

from __future__ import annotations

from django.urls import path

from .scenario_views import checking, editing, index, translating, trying

app_name = "scenario"
urlpatterns = [
    path("", index.index, name="index"),
    path("nieuw/<int:root_id>/", index.new, name="new"),
    path("<int:page_id>/", editing.editor, name="editor"),
    path("<int:page_id>/moment/<str:key>/", editing.moment, name="moment"),
    path("<int:page_id>/verander/", editing.act, name="act"),
    path("<int:page_id>/ongedaan/", editing.undo_step, name="undo"),
    path("<int:page_id>/rond/", editing.frame, name="frame"),
    path("<int:page_id>/script/", editing.script, name="script"),
    path("<int:page_id>/klopt-het/", checking.findings, name="findings"),
    path("<int:page_id>/doorlezen/", checking.read_through, name="read"),
    path("<int:page_id>/opmerking/", checking.comment, name="comment"),
    path("<int:page_id>/opmerking/klaar/", checking.settle, name="settle"),
    path("<int:page_id>/proberen/", trying.try_out, name="try"),
    path("<int:page_id>/vertalen/", translating.translate, name="translate"),
    path("<int:page_id>/vertaling-maken/", translating.start, name="start_translation"),
]
