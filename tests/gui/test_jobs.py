import threading

import pytest
from PySide6.QtCore import QObject, QThread, Slot

from app.common.errors import InputError
from app.ui.jobs import JobRunner


class Listener(QObject):
    """Notes what is told, and on which thread."""

    def __init__(self):
        super().__init__()
        self.heard = []
        self.threads = set()

    @Slot(object)
    def on_told(self, told):
        self.heard.append(told)
        self.threads.add(QThread.currentThread())


def test_a_job_that_is_done_before_anybody_connects_is_still_told(qtbot, jobs):
    listener = Listener()
    for number in range(300):
        job = jobs.start(lambda _context, number=number: number, name="count")
        while not jobs._futures[job].done():
            pass
        job.succeeded.connect(listener.on_told)
    qtbot.waitUntil(lambda: len(listener.heard) == 300)
    assert sorted(listener.heard) == list(range(300))


def test_endings_and_progress_arrive_on_the_windows_thread(qtbot, jobs):
    listener = Listener()

    def work(context):
        context.advance("step", 1, 2)
        context.advance("step", 2, 2)

    job = jobs.start(work, name="work")
    job.progressed.connect(listener.on_told)
    job.succeeded.connect(listener.on_told)
    qtbot.waitUntil(lambda: not jobs.running)
    assert [getattr(told, "done", told) for told in listener.heard] == [1, 2, None]
    assert listener.threads == {QThread.currentThread()}


def test_an_expected_failure_is_told_as_failed(qtbot, jobs):
    def work(_context):
        raise InputError("time_invalid")

    job = jobs.start(work, name="work")
    with qtbot.waitSignal(job.failed) as told:
        pass
    assert told.args[0].code == "time_invalid"


def test_cancelling_stops_the_work_and_is_no_failure(qtbot, jobs):
    started = threading.Event()

    def work(context):
        started.set()
        while True:
            context.advance("step", 0, 0)

    job = jobs.start(work, name="work")
    failures = Listener()
    job.failed.connect(failures.on_told)
    started.wait(5)
    with qtbot.waitSignal(job.cancelled):
        job.cancel()
    assert failures.heard == []


def test_a_job_that_waits_for_a_thread_can_be_cancelled(qtbot, jobs):
    gate = threading.Event()
    for _ in range(2):
        jobs.start(lambda _context: gate.wait(5), name="block")
    ran = []
    job = jobs.start(lambda _context: ran.append(1), name="late")
    job.cancel()
    with qtbot.waitSignal(job.cancelled):
        gate.set()
    assert ran == []


def test_a_bug_in_the_work_is_told_as_a_crash_only(qtbot):
    runner = JobRunner()
    job = runner.start(lambda _context: 1 // 0, name="bug")
    with qtbot.waitSignal(runner.crashed) as told, qtbot.assertNotEmitted(job.succeeded), qtbot.assertNotEmitted(job.failed):
        pass
    assert isinstance(told.args[0], ZeroDivisionError)


def test_waiting_for_all_tells_every_ending_before_it_returns(qtbot, jobs):
    listener = Listener()
    for number in range(5):
        jobs.start(lambda _context, number=number: number, name="count").succeeded.connect(listener.on_told)
    assert jobs.wait_all(10)
    assert sorted(listener.heard) == [0, 1, 2, 3, 4]
    assert jobs.running == ()


@pytest.mark.parametrize("count", [10_000])
def test_ten_thousand_emits_do_not_hurt_the_interpreter(qtbot, count):
    listener = Listener()
    runner = JobRunner()
    runner.crashed.connect(listener.on_told)
    for _ in range(count):
        runner.crashed.emit(True)
    assert len(listener.heard) == count
