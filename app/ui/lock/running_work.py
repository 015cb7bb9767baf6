"""Which jobs are work that a user waits for, and not just reading for a screen."""

from app.ui.jobs import JobRunner

_PASSING = ("read", "open", "draw", "inspect", "clip_thumbnails")
"""Jobs whose name begins so are begun again by themselves when their screen is shown."""


def has_long_work(jobs: JobRunner) -> bool:
    """Whether something runs that would be lost when it stops: an import, a copy, a back-up."""
    return any(not job.name.startswith(_PASSING) for job in jobs.running)
