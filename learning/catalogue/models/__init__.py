from .bank import BankCategoryPage, BankQuestionPage, BankQuestionTag, QuestionBankPage
from .frozen import FrozenVersion
from .pages import CataloguePage, CatalogueRoot, ModulePage, ScenarioPage
from .quiz import QuizPage

__all__ = [
    "BankCategoryPage",
    "BankQuestionPage",
    "BankQuestionTag",
    "CataloguePage",
    "CatalogueRoot",
    "FrozenVersion",
    "ModulePage",
    "QuestionBankPage",
    "QuizPage",
    "ScenarioPage",
]
