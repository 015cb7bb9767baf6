"""What the list says of a recording: read for all at once in a job, and what only a row in view needs when it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from app.common.errors import AppError, CancelledError
from app.common.local_time import local_now
from app.common.progress import JobContext
from app.domain.consent import PersonConsent, Purpose, Verdict, verdict
from app.domain.lanes import Waveform
from app.domain.moment import Moment
from app.domain.recording import Recording
from app.services.session import Session

_BYTES_PER_MB = 1_000_000
_MINUTE_MS = 60_000
ALMOST_DAYS = 7
"""From here on the end is said in the colour of the doorstep."""


@dataclass(frozen=True)
class RecordingRow:
    """A recording with what was made of it.

    Moments, sound, people and verdicts are read when they are first asked for: of a thousand recordings ten are in view.
    """

    recording: Recording
    session: Session
    changed_at: datetime | None
    """When its moments were last changed, None when it has none."""
    has_waveform: bool
    fragments: int
    bin_days: int = 0
    """How long things wait in the bin of this vault."""
    is_soundless: bool = False
    """Drawing its sound was tried and did not work."""
    is_withdrawn: bool = False
    """Somebody took back their yes, and it is being wiped."""

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        """Its moments in order of time."""
        try:
            return tuple(self.session.moments.list(self.recording.recording_id)) if self.changed_at else ()
        except CancelledError:  # the shutters close while a row is painted
            return ()

    @cached_property
    def waveform(self) -> Waveform | None:
        """The shape of its sound, None while it is not drawn."""
        try:
            return self.session.recordings.waveform(self.recording.recording_id) if self.has_waveform else None
        except AppError:
            # A damaged drawing of the sound is no reason to hide the recording; the check of the vault tells of it.
            return None

    @cached_property
    def persons(self) -> tuple[PersonConsent, ...]:
        """Who is in it, and what each of them agreed to."""
        try:
            return tuple(self.session.consent.persons(self.recording.recording_id))
        except AppError:  # it is destroyed, or the shutters close, while a row is painted
            return ()

    @cached_property
    def verdicts(self) -> Mapping[Purpose, Verdict]:
        """What may be done with it today."""
        return {purpose: verdict(self.persons, purpose, local_now().date()) for purpose in Purpose}

    @property
    def is_binned(self) -> bool:
        """Whether it waits in the bin."""
        return self.recording.binned_at is not None

    @property
    def days_left(self) -> int:
        """Whole days until it is wiped, also for what waits in the bin; 0 is today, below 0 is overdue."""
        binned_at = self.recording.binned_at
        if binned_at is not None:
            return (binned_at.astimezone() + timedelta(days=self.bin_days)).date().toordinal() - local_now().date().toordinal()
        return (self.recording.keep_until - local_now().date()).days

    @property
    def is_almost_gone(self) -> bool:
        """Whether it deserves a word before it goes."""
        return self.days_left <= ALMOST_DAYS

    @property
    def misses_consent(self) -> bool:
        """Whether its shutters are closed for now."""
        return not self.verdicts[Purpose.OWN].is_allowed

    @property
    def is_watched(self) -> bool:
        """Whether somebody looked at it: a place was kept or a moment set."""
        return self.changed_at is not None or self.recording.last_position_ms > 0


def read_rows(session: Session, _context: JobContext) -> list[RecordingRow]:
    """Return every recording, the newest first, and after them what waits in the bin."""
    changes, drawn, fragments = session.moments.last_changes(), session.recordings.with_waveform(), session.fragments.counts()
    bin_days = session.retention.settings().bin_days
    return [
        RecordingRow(
            recording=recording,
            session=session,
            changed_at=changes.get(recording.recording_id),
            has_waveform=recording.recording_id in drawn,
            fragments=fragments.get(recording.recording_id, 0),
            bin_days=bin_days,
        )
        for recording in [*session.recordings.list(), *session.retention.bin()]
    ]


def latest_row(rows: list[RecordingRow]) -> RecordingRow | None:
    """Return the recording the worker was last busy with: the one with the youngest moment, else one with a kept place."""
    # Youngest first, and done at the first: what may be done with a recording is only worked out for the few that are asked.
    youngest_first = sorted((row for row in rows if row.is_watched and not row.is_binned and not row.is_withdrawn), key=_last_touched, reverse=True)
    return next((row for row in youngest_first if not row.misses_consent), None)


def asking_moment(row: RecordingRow) -> Moment | None:
    """Return the youngest moment that has an indicator, which its frame asks a question with."""
    return max((each for each in row.moments if each.indicators), key=lambda each: each.changed_at, default=None)


def whereabouts(row: RecordingRow) -> str:
    """Return where the worker is with this recording, in words."""
    if row.is_withdrawn:
        return QCoreApplication.translate("Opnamen", "Wordt nu gewist. Je eigen notities blijven, zonder beeld.")
    if row.is_binned:
        return QCoreApplication.translate("Opnamen", "In de prullenbak. Je kunt hem terughalen.")
    if row.misses_consent:
        return QCoreApplication.translate("Opnamen", "Luik dicht. Nog niet iedereen zei ja")
    if not row.is_watched:
        return QCoreApplication.translate("Opnamen", "Nog niet bekeken")
    wordless = sum(1 for moment in row.moments if not moment.has_words)
    if wordless == 1:
        return QCoreApplication.translate("Opnamen", "Bezig. Eén moment nog zonder woorden")
    if wordless:
        return QCoreApplication.translate("Opnamen", "Bezig. {count} momenten nog zonder woorden").format(count=wordless)
    if not row.moments:
        return QCoreApplication.translate("Opnamen", "Bezig. Nog geen momenten")
    return QCoreApplication.translate("Opnamen", "Bezig. Alle momenten hebben woorden")


def gone_text(row: RecordingRow) -> str:
    """Return when the recording is wiped: `over 51 dagen`, `morgen`, `vandaag`, or that it is time."""
    days = row.days_left
    if row.is_withdrawn or days == 0:
        return QCoreApplication.translate("Opnamen", "vandaag")
    if days < 0:
        return QCoreApplication.translate("Opnamen", "de tijd is om")
    if days == 1:
        return QCoreApplication.translate("Opnamen", "morgen")
    return QCoreApplication.translate("Opnamen", "over {days} dagen").format(days=days)


def kept_part(row: RecordingRow) -> float:
    """Return which part of its time a recording still has, 0 to 1."""
    begin = row.recording.imported_at.astimezone().date()
    whole = max(1, (row.recording.keep_until - begin).days)
    return min(1.0, max(0.0, row.days_left / whole))


def short_date(day: date | None) -> str:
    """Return `di 17 nov`; an empty text when the day is not known."""
    return "" if day is None else QLocale().toString(QDate(day.year, day.month, day.day), "ddd d MMM").replace(".", "")


def long_date(day: date | None) -> str:
    """Return `dinsdag 17 november 2026`."""
    return "" if day is None else QLocale().toString(QDate(day.year, day.month, day.day), "dddd d MMMM yyyy")


def minutes_text(duration_ms: int) -> str:
    """Return `42 min`, or seconds for what is shorter than a minute."""
    if duration_ms < _MINUTE_MS:
        return QCoreApplication.translate("Opnamen", "{seconds} s").format(seconds=max(1, round(duration_ms / 1000)))
    return QCoreApplication.translate("Opnamen", "{minutes} min").format(minutes=round(duration_ms / _MINUTE_MS))


def size_text(size_bytes: int) -> str:
    """Return `2,1 GB` or `14 MB`, as a person reads it."""
    megabytes = size_bytes / _BYTES_PER_MB
    if megabytes >= 1000:
        return f"{QLocale().toString(megabytes / 1000, 'f', 1)} GB"
    return f"{max(1, round(megabytes))} MB"


def _last_touched(row: RecordingRow) -> tuple[float, float]:
    return row.changed_at.timestamp() if row.changed_at else 0.0, row.recording.imported_at.timestamp()
