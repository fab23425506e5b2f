"""The kinds of exercise, one module an idea. A new kind is a module here and a line in KINDS."""

from helpers.exercises.kinds.choose import ChooseMany, ChooseOne
from helpers.exercises.kinds.order import Order
from helpers.exercises.kinds.timeline import PlaceOnTimeline
from helpers.exercises.question import Question

KINDS: dict[str, type[Question]] = {cls.kind: cls for cls in (ChooseOne, ChooseMany, Order, PlaceOnTimeline)}

__all__ = ["KINDS", "ChooseMany", "ChooseOne", "Order", "PlaceOnTimeline"]
