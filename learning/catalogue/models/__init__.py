from .frozen import FrozenVersion
from .pages import CataloguePage, CatalogueRoot, ModulePage, QuizPage, ScenarioPage

__all__ = ["CataloguePage", "CatalogueRoot", "FrozenVersion", "ModulePage", "QuizPage", "ScenarioPage"]
