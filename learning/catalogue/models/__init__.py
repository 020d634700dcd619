from .bank import BankCategoryPage, BankQuestionPage, BankQuestionTag, QuestionBankPage
from .frozen import FrozenVersion
from .guide import GuidePage
from .mirror import MirrorPattern
from .pages import CataloguePage, CatalogueRoot, ModulePage, ScenarioPage
from .path import HiddenModule, LearningPath
from .quiz import QuizPage
from .second_reader import SecondReaderState, SecondReaderTask

__all__ = [
    "BankCategoryPage",
    "BankQuestionPage",
    "BankQuestionTag",
    "CataloguePage",
    "CatalogueRoot",
    "FrozenVersion",
    "GuidePage",
    "HiddenModule",
    "LearningPath",
    "MirrorPattern",
    "ModulePage",
    "QuestionBankPage",
    "QuizPage",
    "ScenarioPage",
    "SecondReaderState",
    "SecondReaderTask",
]
