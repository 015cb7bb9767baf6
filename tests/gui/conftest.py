import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QLocale

from app.ui.jobs import JobRunner
from app.ui.theme import LIGHT, Theme


@pytest.fixture
def theme(qapp):
    """The light theme at 100 %, worn by the whole application."""
    QLocale.setDefault(QLocale(QLocale.Language.Dutch, QLocale.Country.Netherlands))
    chosen = Theme(LIGHT)
    chosen.dress(qapp)
    return chosen


@pytest.fixture
def jobs(qapp):
    """A job runner that is drained before the test ends; a bug in a job fails the test."""
    runner = JobRunner()
    crashes = []
    runner.crashed.connect(crashes.append)
    yield runner
    runner.cancel_all()
    assert runner.wait_all(30)
    assert not crashes
