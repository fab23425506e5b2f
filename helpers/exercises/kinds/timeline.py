"""Place on a timeline: marked by distance in days."""
# ruff: noqa: RUF009 (key() returns a dataclass field, not a shared value)

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from helpers.exercises import dates
from helpers.exercises.marking import AnswerError, Feedback, Mark
from helpers.exercises.question import FEEDBACK, REFERENCE, MarkedQuestion
from helpers.exercises.reading import day, either, group, key, number, several, text, word


@dataclass(frozen=True, kw_only=True)
class Range:
    """A start and an end, each as precise as known."""

    start: str = key("the first date", day, name="from")
    end: str = key("the last date", day, name="to")

    def faults(self) -> Iterator[tuple[str, str]]:
        """Refuse a range that ends before it starts."""
        if dates.span(self.end).last < dates.span(self.start).first:
            yield "to", "comes before from."


@dataclass(frozen=True, kw_only=True)
class Track:
    """The years that the timeline shows."""

    start: int = key("the first year drawn", number(1, 9998), name="from")
    end: int = key("the last year drawn", number(2, 9999), name="to")

    def faults(self) -> Iterator[tuple[str, str]]:
        """Refuse a track too short or too long to pick from."""
        if not 1 <= self.end - self.start <= 200:
            yield "to", "must lie 1 to 200 years after from."


@dataclass(frozen=True, kw_only=True)
class Tolerance:
    """How far off still earns marks."""

    full: int = key("days off that still earn full marks", number(0, 40_000))
    zero: int = key("days off from which nothing is earned", number(1, 80_000))

    def faults(self) -> Iterator[tuple[str, str]]:
        """Refuse a tolerance that never falls."""
        if self.zero <= self.full:
            yield "zero", "must be greater than full."


@dataclass(frozen=True, kw_only=True)
class Landmark:
    """A known date, given as an anchor."""

    date: str = key("its date", day)
    label: str = key("what stands beside it", text(characters=50))
    event: str = key("the event that proves the date", REFERENCE, default="")


@dataclass(frozen=True, kw_only=True)
class Era:
    """A band behind the timeline."""

    start: str = key("its first date", day, name="from")
    end: str = key("its last date", day, name="to")
    label: str = key("what stands in it", text(characters=40))


@dataclass(frozen=True, kw_only=True)
class TimelineFeedback:
    """Feedback by where the pick lies."""

    full: str = key("within the tolerance", FEEDBACK)
    early: str = key("too early", FEEDBACK)
    late: str = key("too late", FEEDBACK)


@dataclass(frozen=True, kw_only=True)
class PlaceOnTimeline(MarkedQuestion):
    """A date, or a start and an end, to be placed on a timeline.

    Mark: a date covers days (a month covers all its days). The distance is the number of days between the nearest
    days of the pick and of the key, and zero where they touch. Up to `tolerance.full` days earn full marks,
    `tolerance.zero` days or more earn nothing, and between the two the mark falls evenly. Of a range each end is
    marked alone and the mean counts. Where several answers are acceptable, the best one counts.
    """

    kind: ClassVar[str] = "place-on-timeline"
    ask: ClassVar[str] = "Place on the timeline"
    asks_for_dates: ClassVar[bool] = True

    asks: str = key("date for one place, range for a start and an end", word("date", "range"))
    precision: str = key("what the student gives: year, month or day", word(*dates.PRECISIONS))
    answer: str | Range = key(
        "a date as known, or from and to (with asks: date any day between is right)",
        either(group(Range), day),
    )
    track: Track = key("the first and the last year drawn", group(Track))
    tolerance: Tolerance = key("days off for full marks and for none", group(Tolerance))
    feedback: TimelineFeedback = key("full, early and late", group(TimelineFeedback))
    event: str = key("the event whose date proves the answer", REFERENCE, default="")
    also: tuple[str | Range, ...] = key(
        "other acceptable answers, where contested", several(either(group(Range), day), 1, 6), default=()
    )
    landmarks: tuple[Landmark, ...] = key("known dates as anchors", several(group(Landmark), 1, 6), default=())
    eras: tuple[Era, ...] = key("bands behind the timeline", several(group(Era), 1, 5), default=())

    def faults(self) -> Iterator[tuple[str, str]]:
        """Refuse answers off the track and dates that cannot be given."""
        if self.also and not self.contested:
            yield "also", "needs contested: true, since a closed question has one answer."
        shown = dates.Span(dates.span(f"{self.track.start:04d}").first, dates.span(f"{self.track.end:04d}").last)
        marks: list[tuple[str, str]] = []
        for where, one in [
            ("answer", self.answer),
            *((f"also[{n}]", one) for n, one in enumerate(self.also, 1)),
        ]:
            if isinstance(one, Range):
                marks += [(where, one.start), (where, one.end)]
            elif self.asks == "range":
                yield where, "must have from and to, since the exercise asks for a range."
            else:
                marks.append((where, one))
        marks += [(f"landmarks[{n}]", landmark.date) for n, landmark in enumerate(self.landmarks, 1)]
        for where, one in marks:
            reach = dates.span(one)
            if reach.first < shown.first or reach.last > shown.last:
                yield where, f"lies at {one}, outside the track {self.track.start} to {self.track.end}."
        for n, era in enumerate(self.eras, 1):
            if dates.span(era.end).last < dates.span(era.start).first:
                yield f"eras[{n}]", "ends before it starts."
            elif dates.span(era.start).first > shown.last or dates.span(era.end).last < shown.first:
                yield f"eras[{n}]", "lies outside the track."

    def references(self) -> Iterator[tuple[str, str]]:
        """Name every id that the question leans on: (key, id)."""
        yield from super().references()
        if self.event:
            yield "event", self.event
        for n, landmark in enumerate(self.landmarks, 1):
            if landmark.event:
                yield f"landmarks[{n}].event", landmark.event

    def dated(self) -> Iterator[tuple[str, str, str]]:
        """Name every date that an event can prove: (key, event id, date as the author wrote it)."""
        if self.event:
            yield "answer", self.event, self.answer.start if isinstance(self.answer, Range) else self.answer
        for n, landmark in enumerate(self.landmarks, 1):
            if landmark.event:
                yield f"landmarks[{n}].date", landmark.event, landmark.date

    def view(self) -> dict[str, Any]:
        """Return the track with its anchors."""
        return {
            "asks": self.asks,
            "precision": self.precision,
            "from": self.track.start,
            "to": self.track.end,
            "landmarks": [
                {"date": one.date, "words": dates.in_words(one.date), "label": one.label} for one in self.landmarks
            ],
            "eras": [{"from": one.start, "to": one.end, "label": one.label} for one in self.eras],
        }

    def reveal(self) -> dict[str, Any]:
        """Return the answers that count, each as first and last day, with words."""
        return {"answers": [_shown(one) for one in (self.answer, *self.also)]}

    def printed(self) -> list[str]:
        """Return the years to choose from and the anchors, a line each."""
        wanted = "Start and end" if self.asks == "range" else "Your date"
        lines = [f"{wanted}, by {self.precision}, between {self.track.start} and {self.track.end}: ______"]
        return lines + [f"Known: {dates.in_words(one.date)}, {one.label}" for one in self.landmarks]

    def understand(self, answer: Any) -> Any:
        """Return the date, or {"from": date, "to": date}."""
        if self.asks == "date":
            return self._date(answer)
        if not isinstance(answer, dict) or set(answer) != {"from", "to"}:
            raise AnswerError("Give a start and an end.")
        start, end = self._date(answer["from"]), self._date(answer["to"])
        if dates.span(end).last < dates.span(start).first:
            raise AnswerError("The end comes before the start. Change one of them.")
        return {"from": start, "to": end}

    def _date(self, given: Any) -> str:
        try:
            if not isinstance(given, str) or dates.precision(given) != self.precision:
                raise ValueError
            dates.span(given)
        except (ValueError, IndexError):
            raise AnswerError(f"Give a date to the {self.precision}.") from None
        return given

    def marked(self, answer: Any) -> Mark:
        """Mark the pick by its distance, as the class says."""
        fraction, gap = max((self._against(answer, key) for key in (self.answer, *self.also)), key=lambda one: one[0])
        if fraction == 1:
            summary = "A defensible place." if self.contested else "Your place fits the evidence."
            return Mark(1.0, summary, (Feedback(self.feedback.full, "full", "", self.evidence),))
        side = "early" if gap < 0 else "late"
        tone = "part" if fraction > 0 else "none"
        near = "Close, but" if fraction > 0 else "Your place is"
        said = Feedback(getattr(self.feedback, side), tone, "", self.evidence)
        off = Feedback(f"Your place was {dates.days_in_words(abs(gap))} too {side}.", tone)
        return Mark(fraction, f"{near} too {side}.", (said,), (off,))

    def _against(self, answer: Any, right: "str | Range") -> tuple[float, int]:
        """Return the fraction earned against one acceptable answer, and the greater distance."""
        if self.asks == "date":
            start, end = (right.start, right.end) if isinstance(right, Range) else (right, right)
            key = dates.Span(dates.span(start).first, dates.span(end).last)
            gap = dates.span(answer).gap(key)
            return self._worth(gap), gap
        assert isinstance(right, Range)
        gaps = [
            dates.span(answer["from"]).gap(dates.span(right.start)),
            dates.span(answer["to"]).gap(dates.span(right.end)),
        ]
        return sum(map(self._worth, gaps)) / 2, max(gaps, key=abs)

    def _worth(self, gap: int) -> float:
        full, zero = self.tolerance.full, self.tolerance.zero
        return min(1.0, max(0.0, (zero - abs(gap)) / (zero - full)))


def _shown(answer: "str | Range") -> dict[str, str]:
    """Return an answer as the card draws it."""
    start, end = (answer.start, answer.end) if isinstance(answer, Range) else (answer, answer)
    words = dates.in_words(start) if start == end else f"{dates.in_words(start)} to {dates.in_words(end)}"
    return {
        "from": dates.span(start).first.isoformat(),
        "to": dates.span(end).last.isoformat(),
        "words": words,
    }
