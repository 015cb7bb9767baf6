"""Taking changes of a plan back, to any depth: plans never change, so remembering them is enough."""

from dataclasses import dataclass

from app.domain.anonymise_plan import AnonymisePlan


@dataclass(frozen=True)
class PlanHistory:
    """The plan as it is now and as it was before each change, oldest first."""

    now: AnonymisePlan
    before: tuple[AnonymisePlan, ...] = ()

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self.before)

    def changed(self, plan: AnonymisePlan) -> "PlanHistory":
        """Return the history with this plan on top; the same plan again adds nothing."""
        return self if plan == self.now else PlanHistory(plan, (*self.before, self.now))

    def undone(self) -> "PlanHistory":
        """Return the history without its last change; itself when there is none."""
        return PlanHistory(self.before[-1], self.before[:-1]) if self.before else self
