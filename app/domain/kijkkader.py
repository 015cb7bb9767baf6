"""The observation frame: a window of panes (levels x themes) with indicators and the questions that go with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from app.common.errors import InputError
from app.domain.dialogue import Dialogues, ReflectionStep
from app.domain.moment import MomentKind
from app.domain.secondary_frames import FiveWindows, Scales, SelfInquiry, TogetherOrSolo
from app.domain.words import NO_WORDS, Words


@dataclass(frozen=True)
class Axis:
    """One of the two dimensions and the question it asks of a conversation."""

    name: Words
    question: Words


@dataclass(frozen=True)
class Level:
    """A row of the window: a way in which people attune to each other."""

    level_id: str
    name: Words
    explanation: Words


@dataclass(frozen=True)
class Theme:
    """A column of the window: what people come to agree on. An extension is shown as a side light."""

    theme_id: str
    name: Words
    explanation: Words
    is_extension: bool


@dataclass(frozen=True)
class Indicator:
    """Something in a conversation that a camera can see or hear, described without judging."""

    indicator_id: str
    cell_id: str
    level_id: str
    theme_id: str
    name: Words
    description: Words
    helps: Words
    chafes: Words
    questions: tuple[Words, ...]
    sources: tuple[str, ...]
    needs_several_people: bool
    """Only to be seen when two or more people of the family or network are there."""
    is_in_start_set: bool
    is_retired: bool
    """No longer offered, but still readable where a moment has it."""


@dataclass(frozen=True)
class Cell:
    """A pane of the window. An extension's pane stretches over several levels."""

    cell_id: str
    level_ids: tuple[str, ...]
    theme_id: str
    name: Words
    core: Words
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True)
class Mark:
    """What a moment can be, in the words of this frame."""

    kind: MomentKind
    name: Words


@dataclass(frozen=True)
class WhoChoice:
    """About whom a moment is: a role, never a name."""

    who_id: str
    name: Words


@dataclass(frozen=True)
class MomentField:
    """One of the four texts of a moment. `field_id` is the name of it in `Moment`: see, next, then or now."""

    field_id: str
    name: Words
    hint: Words
    is_required: bool
    only_for: str
    """The role that may read it; empty when everybody may."""


@dataclass(frozen=True)
class Phase:
    """A phase of the contact, and the themes that matter most in it."""

    phase_id: str
    name: Words
    explanation: Words
    theme_ids: tuple[str, ...]


@dataclass(frozen=True)
class TalkPart:
    """A part of a conversation: a chapter on the timeline."""

    part_id: str
    name: Words


@dataclass(frozen=True)
class Term:
    """A word of the frame that could be taken for something else, and what is meant by it here."""

    term: str
    explanation: Words


@dataclass(frozen=True)
class KaderSummary:
    """What a list of frames shows. `indicators` counts those that are offered."""

    kader_id: str
    version: str
    indicators: int
    name: str


def version_key(version: str) -> tuple[int, ...]:
    """Return what puts versions (`1.10.0`) in order."""
    return tuple(int(number) for number in version.split("."))


@dataclass(frozen=True)
class KaderError:
    """A mistake in a frame file: the line (from 1), the path of keys that leads there, and what is wrong, in Dutch."""

    line: int
    path: str
    message: str


@dataclass(frozen=True)
class Kader:
    """A whole observation frame, checked: every reference in it leads somewhere."""

    kader_id: str
    version: str
    name: Words
    notice: Words
    """Whose frame this is and what it is not; shown with the window and on every printed page."""
    languages: tuple[str, ...]
    attunement: Axis
    agreement: Axis
    levels: tuple[Level, ...]
    themes: tuple[Theme, ...]
    cells: tuple[Cell, ...]
    marks: tuple[Mark, ...]
    who: tuple[WhoChoice, ...]
    fields: tuple[MomentField, ...]
    rules: tuple[Words, ...]
    whole_judgement: Words
    phases: tuple[Phase, ...]
    talk_parts: tuple[TalkPart, ...]
    talk_parts_name: Words = NO_WORDS
    is_concept: bool = False
    """Nobody has said yet that this frame is as it should be."""
    dialogues: Dialogues = field(default_factory=Dialogues)
    reflection_cycle: tuple[ReflectionStep, ...] = ()
    self_inquiry: SelfInquiry = field(default_factory=SelfInquiry)
    five_windows: FiveWindows = field(default_factory=FiveWindows)
    together_or_solo: TogetherOrSolo = field(default_factory=TogetherOrSolo)
    scales: Scales = field(default_factory=Scales)
    glossary: tuple[Term, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict, hash=False)
    """The codes an indicator names as its sources, and what they stand for."""

    @cached_property
    def _indicators(self) -> dict[str, Indicator]:
        return {each.indicator_id: each for cell in self.cells for each in cell.indicators}

    @property
    def all_indicators(self) -> tuple[Indicator, ...]:
        """Every indicator, the retired ones too."""
        return tuple(self._indicators.values())

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Every indicator that is offered, in the order of the frame."""
        return tuple(each for each in self._indicators.values() if not each.is_retired)

    @property
    def start_set(self) -> tuple[Indicator, ...]:
        """The few indicators to begin with."""
        return tuple(each for each in self.indicators if each.is_in_start_set)

    def indicator(self, indicator_id: str) -> Indicator:
        """Return the indicator, a retired one too.

        Raises:
            InputError: `indicator_unknown`.
        """
        try:
            return self._indicators[indicator_id]
        except KeyError:
            raise InputError("indicator_unknown") from None

    def has_indicator(self, indicator_id: str) -> bool:
        """Whether this version of the frame knows it, retired or not."""
        return indicator_id in self._indicators

    def check_indicators(self, untrusted_ids: tuple[str, ...]) -> None:
        """Make sure a new moment may have all these.

        Raises:
            InputError: `indicator_unknown` or `indicator_retired`.
        """
        if any(self.indicator(each).is_retired for each in untrusted_ids):
            raise InputError("indicator_retired")

    def check_who(self, untrusted_ids: tuple[str, ...]) -> None:
        """Make sure these are roles of this frame.

        Raises:
            InputError: `who_unknown`.
        """
        if not set(untrusted_ids) <= {each.who_id for each in self.who}:
            raise InputError("who_unknown")

    def cell_at(self, level_id: str, theme_id: str) -> Cell | None:
        """Return the pane at a row and column; None where the frame has none."""
        return next((cell for cell in self.cells if cell.theme_id == theme_id and level_id in cell.level_ids), None)

    def indicators_at(self, level_id: str, theme_id: str) -> tuple[Indicator, ...]:
        """Return what is offered at a row and column; of a pane over several rows only what belongs to this row."""
        return tuple(each for each in self.indicators if (each.level_id, each.theme_id) == (level_id, theme_id))

    def phase(self, phase_id: str) -> Phase | None:
        """Return the phase; None when this version of the frame has no such phase."""
        return next((each for each in self.phases if each.phase_id == phase_id), None)

    def indicators_in_phase(self, phase_id: str) -> tuple[Indicator, ...]:
        """Return what is offered in a phase, in the order of the frame; everything when the phase is not known."""
        phase = self.phase(phase_id)
        return self.indicators if phase is None else tuple(each for each in self.indicators if each.theme_id in phase.theme_ids)

    def indicators_for(self, people: int) -> tuple[Indicator, ...]:
        """Return what can be seen with this many people of the family or network present."""
        return tuple(each for each in self.indicators if people > 1 or not each.needs_several_people)

    def theme_letters(self) -> dict[str, str]:
        """Return the key that picks each theme, by theme id: the first letter of its Dutch name that is still free."""
        letters: dict[str, str] = {}
        for theme in self.themes:
            taken = set(letters.values())
            candidates = (letter for letter in theme.name.nl.upper() + "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if letter.isalpha())
            letters[theme.theme_id] = next(letter for letter in candidates if letter not in taken)
        return letters

    def summary(self) -> KaderSummary:
        """Return what a list of frames shows."""
        return KaderSummary(self.kader_id, self.version, len(self.indicators), self.name.nl)
