"""The kinds of exercise, one module an idea. A new kind is a module here and a line in KINDS."""

from helpers.exercises.kinds.advise import Advise
from helpers.exercises.kinds.choose import ChooseMany, ChooseOne
from helpers.exercises.kinds.classify import Classify
from helpers.exercises.kinds.code import Code
from helpers.exercises.kinds.find_in_table import FindInTable
from helpers.exercises.kinds.highlight import Highlight
from helpers.exercises.kinds.match import Match
from helpers.exercises.kinds.order import Order
from helpers.exercises.kinds.position import Position
from helpers.exercises.kinds.recall import Recall
from helpers.exercises.kinds.timeline import PlaceOnTimeline
from helpers.exercises.kinds.weigh import Weigh
from helpers.exercises.kinds.written import Essay, ShortText
from helpers.exercises.question import Question

_CLASSES: tuple[type[Question], ...] = (
    *(ChooseOne, ChooseMany, Order, PlaceOnTimeline),
    *(Match, Classify, Highlight, FindInTable, Code),
    *(Weigh, ShortText, Essay, Position, Advise),
)
KINDS: dict[str, type[Question]] = {cls.kind: cls for cls in _CLASSES}
# All that an exercises.yml may hold: `recall` is no kind of its own, but asks an earlier exercise again.
FORMS: dict[str, type] = {**KINDS, Recall.kind: Recall}

__all__ = ["FORMS", "KINDS", "Order", "Recall"]
