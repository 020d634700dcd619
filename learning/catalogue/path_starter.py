"""Loads the learning paths that we ship: content/starter/paths/paths.yaml. What is there already is left as it is."""

from __future__ import annotations

import yaml

from gehoord.core.registry import StarterRun

from .models import LearningPath


def load_paths(run: StarterRun) -> None:
    for path in sorted((run.folder / "paths").glob("*.yaml")):
        for one in yaml.safe_load(path.read_text(encoding="utf-8")):
            wanted = {"function": one["function"], "module_keys": one["modules"]}
            if LearningPath.objects.get_or_create(key=one["key"], defaults=wanted)[1]:
                run.count("paths")
