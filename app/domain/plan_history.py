"""Taking changes of a plan back, and back again, to any depth: plans never change, so remembering them is enough."""

from dataclasses import dataclass

from app.domain.anonymise_plan import AnonymisePlan


@dataclass(frozen=True)
class PlanHistory:
    """The plan as it is now, as it was before each change, oldest first, and as it was before each undoing, last first."""

    now: AnonymisePlan
    before: tuple[AnonymisePlan, ...] = ()
    after: tuple[AnonymisePlan, ...] = ()

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self.before)

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone change to make again."""
        return bool(self.after)

    def changed(self, plan: AnonymisePlan) -> "PlanHistory":
        """Return the history with this plan on top; the same plan again adds nothing, another one ends redoing."""
        return self if plan == self.now else PlanHistory(plan, (*self.before, self.now))

    def undone(self) -> "PlanHistory":
        """Return the history without its last change; itself when there is none."""
        return PlanHistory(self.before[-1], self.before[:-1], (self.now, *self.after)) if self.before else self

    def redone(self) -> "PlanHistory":
        """Return the history with the last undone change made again; itself when there is none."""
        return PlanHistory(self.after[0], (*self.before, self.now), self.after[1:]) if self.after else self

    def with_now(self, plan: AnonymisePlan) -> "PlanHistory":
        """Return the history with another plan in place of the present one: nothing a person did, so nothing to take back."""
        return PlanHistory(plan, self.before, self.after)
