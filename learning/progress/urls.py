from __future__ import annotations

app_name = "progress"
urlpatterns: list[object] = []
