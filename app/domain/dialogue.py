"""How people talk about a recording: the steps of a dialogue, alone, with two or as a team."""

from dataclasses import dataclass

from app.domain.words import NO_WORDS, Words


@dataclass(frozen=True)
class ContributionKind:
    """What somebody brings in during a team session: something seen, a question, an idea."""

    kind_id: str
    name: Words


@dataclass(frozen=True)
class GroundRule:
    """An agreement about how everybody talks."""

    rule_id: str
    text: Words


@dataclass(frozen=True)
class DialogueRole:
    """Who does what in a dialogue; never a name."""

    role_id: str
    name: Words
    task: Words


@dataclass(frozen=True)
class StepQuestion:
    """A question a step asks in writing. `kind_id` is what the program does with the answer; empty when it only keeps it."""

    question_id: str
    kind_id: str
    text: Words


@dataclass(frozen=True)
class DialogueStep:
    """One step. Where the dialogue has one length, `minutes` and `minutes_short` are the same."""

    step_id: str
    name: Words
    instruction: Words
    minutes: int
    minutes_short: int
    role_ids: tuple[str, ...]
    """Who has the floor; empty when that is everybody."""
    contribution_ids: tuple[str, ...]
    """The kinds of contribution that fit here; empty when every kind does."""
    starters: tuple[Words, ...]
    """Beginnings of a sentence, to get going."""
    redirection: Words
    """What the facilitator asks when a contribution does not fit."""
    done_when: Words
    kind_id: str
    """What the program does in a step of looking back alone (`voorspellen`, `wennen` ...); empty elsewhere."""
    watching_minutes: int
    """How long the picture is watched in this step; 0 where it is not said."""
    heading: Words
    aside: Words
    questions: tuple[StepQuestion, ...]


@dataclass(frozen=True)
class ReviewStatement:
    """Something to agree with or not, afterwards, about the talk itself."""

    statement_id: str
    text: Words


@dataclass(frozen=True)
class Dialogue:
    """A way of looking back in steps. Empty (no steps) when the frame does not have it."""

    dialogue_id: str = ""
    name: Words = NO_WORDS
    minutes: int = 0
    minutes_short: int = 0
    least_people: int = 1
    most_people: int = 1
    roles: tuple[DialogueRole, ...] = ()
    steps: tuple[DialogueStep, ...] = ()
    review: tuple[ReviewStatement, ...] = ()

    def step(self, step_id: str) -> DialogueStep | None:
        """Return the step with this id; None when this version has no such step."""
        return next((each for each in self.steps if each.step_id == step_id), None)


NO_DIALOGUE = Dialogue()


@dataclass(frozen=True)
class Dialogues:
    """The three dialogues of a frame and what they share."""

    alone: Dialogue = NO_DIALOGUE
    one_to_one: Dialogue = NO_DIALOGUE
    team: Dialogue = NO_DIALOGUE
    contribution_kinds: tuple[ContributionKind, ...] = ()
    ground_rules: tuple[GroundRule, ...] = ()


@dataclass(frozen=True)
class ReflectionStep:
    """One question of the reflection cycle."""

    step_id: str
    question: Words
