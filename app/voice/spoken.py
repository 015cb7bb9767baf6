"""Captions as sound: each begins where its turn began and is fitted into it, in the voice of its letter.

A caption that is too long for its turn is spoken faster, as fast as is easy to follow. Then it may run on into the silence
after the turn, but never over the next caption. If that is still too little, it is spoken as fast as can be followed at
all, and what does not fit then falls away from the end by whole words.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import av
import numpy as np

from app.domain.caption import Caption
from app.domain.timecode import TimeRange
from app.voice.espeak import RATE as SPOKEN_RATE
from app.voice.espeak import Samples, Synthesiser
from app.voice.roles import voice_of

RATE = 48_000
CALM_WPM, EASY_WPM, FASTEST_WPM = 165, 230, 300
GAP_MS = 60
"""Silence kept before the next caption, so that two turns do not sound like one."""
LEAST_ROOM_MS = 1_000
"""What a caption may take although another begins at the same time: that one waits."""

_EARLIER = 2
"""Captions that may still sound when a part begins: the last that began, and one before it that made it wait."""
_LOUDNESS = 0.08
"""Root mean square of every caption, so that no role speaks louder than another."""
_PEAK = 0.9
_FADE = RATE // 200
_STEP_WPM = 10
_MOST_WORDS_A_SECOND = 10
"""Nobody is spoken faster; more words need not be tried."""


@dataclass(frozen=True)
class SpokenCaption:
    """One caption as sound at RATE, from sample `start` of the fragment on."""

    start: int
    samples: Samples
    is_whole: bool
    """False when it lost words because there was no room for them."""


@dataclass(frozen=True)
class SpokenSound:
    """One channel at RATE; silence is exactly zero."""

    samples: Samples
    shortened: int
    """How many captions in it lost words."""


def speak_captions(captions: Sequence[Caption], duration_ms: int, heard: TimeRange, working: Callable[[], None]) -> SpokenSound:
    """Return what is heard of the captions in this part of a fragment of `duration_ms`; `working` is called at each one.

    The same captions and the same part give the same samples in a process of their own.

    Raises:
        SystemProblem: `voice_missing`.
    """
    first, end = heard.from_ms * RATE // 1000, heard.to_ms * RATE // 1000
    samples = np.zeros(end - first, np.float32)
    shortened = 0
    begun = sum(caption.range.from_ms <= heard.from_ms for caption in captions)
    for spoken in spoken_captions(captions[max(0, begun - _EARLIER) :], duration_ms):
        working()
        if spoken.start >= end:
            break
        shortened += not spoken.is_whole
        start = spoken.start - first
        piece = spoken.samples[max(0, -start) :][: end - max(first, spoken.start)]
        samples[max(0, start) : max(0, start) + len(piece)] = piece
    return SpokenSound(samples, shortened)


def spoken_captions(captions: Sequence[Caption], duration_ms: int) -> Iterator[SpokenCaption]:
    """Yield each caption spoken, in order of time and none over another or past the end."""
    synthesiser = Synthesiser()
    free_from_ms = 0
    for number, caption in enumerate(captions):
        start_ms = max(caption.range.from_ms, free_from_ms)
        following = [later.range.from_ms for later in captions[number + 1 : number + 2]]
        end_ms = min([duration_ms, *(max(next_ms - GAP_MS, start_ms + LEAST_ROOM_MS) for next_ms in following)])
        speech, is_whole = _fitted(synthesiser, caption, turn_ms=caption.range.to_ms - start_ms, room_ms=end_ms - start_ms)
        heard = _finished(speech)
        yield SpokenCaption(start_ms * RATE // 1000, heard, is_whole)
        if len(heard):
            free_from_ms = start_ms + len(heard) * 1000 // RATE + GAP_MS


def _fitted(synthesiser: Synthesiser, caption: Caption, *, turn_ms: int, room_ms: int) -> tuple[Samples, bool]:
    """Return the speech, at most `room_ms` long, and whether every word is in it."""
    room, turn = (max(0, ms) * SPOKEN_RATE // 1000 for ms in (room_ms, min(turn_ms, room_ms)))
    voice = voice_of(caption.letter)
    for most, pace, limit in ((turn, CALM_WPM, EASY_WPM), (room, EASY_WPM, FASTEST_WPM)):
        speech = _slowest_that_fits(synthesiser, caption.text, voice, most, pace, limit)
        if speech is not None:
            return speech, True
    words = caption.text.split()
    fits, fits_not = 0, min(len(words), 1 + room * _MOST_WORDS_A_SECOND // SPOKEN_RATE)
    spoken = np.zeros(0, np.float32)
    while fits_not - fits > 1:
        count = (fits + fits_not) // 2
        attempt = synthesiser.speak(" ".join(words[:count]), voice, FASTEST_WPM, room)
        if attempt is None:
            fits_not = count
        else:
            fits, spoken = count, attempt
    return spoken, False


def _slowest_that_fits(synthesiser: Synthesiser, text: str, voice: str, most: int, slow: int, fast: int) -> Samples | None:
    """Return the text in at most `most` samples, no slower than `slow`; None when even `fast` is not fast enough."""
    calm = synthesiser.speak(text, voice, slow, most)
    if calm is not None:
        return calm
    best = synthesiser.speak(text, voice, fast, most)
    while best is not None and fast - slow > _STEP_WPM:
        middle = (slow + fast) // 2
        attempt = synthesiser.speak(text, voice, middle, most)
        if attempt is None:
            slow = middle
        else:
            fast, best = middle, attempt
    return best


def _finished(speech: Samples) -> Samples:
    """Return the speech at RATE, equally loud for every voice, without a click at its ends."""
    if not len(speech):
        return speech
    frame = av.AudioFrame.from_ndarray(speech.reshape(1, -1), format="flt", layout="mono")
    frame.sample_rate = SPOKEN_RATE
    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
    heard = np.concatenate([piece.to_ndarray().reshape(-1) for given in (frame, None) for piece in resampler.resample(given)])
    heard = heard[: len(speech) * RATE // SPOKEN_RATE].astype(np.float32)
    gain = min(_LOUDNESS / float(np.sqrt(np.mean(heard**2))), _PEAK / float(np.abs(heard).max()))
    heard *= gain
    fade = np.linspace(0, 1, min(_FADE, len(heard)), dtype=np.float32)
    heard[: len(fade)] *= fade
    heard[len(heard) - len(fade) :] *= fade[::-1]
    return heard
