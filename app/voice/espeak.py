"""A small binding of eSpeak NG, whose library and Dutch voice come inside a package: text in, samples out, nothing on disk.

Functions and numbers are those of its header `speak_lib.h`, version 1.52. On Windows and macOS not yet run.
"""

import ctypes
import sys
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_int, c_long, c_short, c_size_t, c_uint, c_void_p
from functools import cache

import numpy as np
from numpy.typing import NDArray

from app.common.errors import SystemProblem

RATE = 22_050
Samples = NDArray[np.float32]

_SYNCHRONOUS = 2
"""Speak within the call, through the callback: no thread, no sound device."""
_DO_NOT_EXIT = 0x8000
_GO_ON, _STOP = 0, 1
_RATE_PARAMETER = 1
_CHARACTERS_ARE_UTF8 = 1
_SAMPLE_SCALE = 1 / 32_768

_Heard = CFUNCTYPE(c_int, POINTER(c_short), c_int, c_void_p)


class Synthesiser:
    """eSpeak NG in this process; for one thread, because its state is the library's own.

    The noise in a voice depends on what was said before it; the same texts in the same order give the same samples.
    """

    def __init__(self) -> None:
        """Load library and voices. SystemProblem `voice_missing` when they are not there."""
        self._library = _library()
        self._library.espeak_ng_SetRandSeed(1)
        self._pieces: list[NDArray[np.int16]] = []
        self._most = 0
        self._callback = _Heard(self._hear)  # the library keeps only its address: this keeps it alive

    def speak(self, text: str, voice: str, words_per_minute: int, most: int) -> Samples | None:
        """Return the text spoken, one channel at RATE in [-1, 1], without silence around it; None when that is more than `most` samples.

        `voice` is a name of eSpeak's, such as `nl+m3`; SystemProblem `voice_missing` when it has none of that name.
        """
        if self._library.espeak_SetVoiceByName(voice.encode()):
            raise SystemProblem("voice_missing")
        self._library.espeak_SetParameter(_RATE_PARAMETER, words_per_minute, 0)
        # A control character would be an order to the synthesiser, to speak higher for instance; at a bracket it would halt.
        plain = "".join("" if letter in "[]" else letter if letter.isprintable() else " " for letter in text).encode() + b"\0"
        self._pieces.clear()
        self._most = most
        self._library.espeak_SetSynthCallback(self._callback)
        if self._library.espeak_Synth(plain, len(plain), 0, 0, 0, _CHARACTERS_ARE_UTF8, None, None):
            raise SystemProblem("voice_missing")
        samples = np.concatenate([*self._pieces, np.zeros(0, np.int16)])
        return None if len(samples) > most else _without_silence(samples.astype(np.float32) * _SAMPLE_SCALE)

    def _hear(self, samples: "ctypes._Pointer[c_short]", count: int, _events: int | None) -> int:
        if samples and count > 0:
            self._pieces.append(np.ctypeslib.as_array(samples, (count,)).copy())
        return _STOP if sum(map(len, self._pieces)) > self._most else _GO_ON


@cache
def _library() -> ctypes.CDLL:
    try:
        import espeakng_loader

        library = ctypes.CDLL(espeakng_loader.get_library_path())
        voices = espeakng_loader.get_data_path()
    except (ImportError, OSError, RuntimeError) as error:
        raise SystemProblem("voice_missing") from error
    library.espeak_Initialize.argtypes = [c_int, c_int, c_char_p, c_int]
    library.espeak_ng_SetRandSeed.argtypes = [c_long]
    library.espeak_SetSynthCallback.argtypes = [_Heard]
    library.espeak_SetVoiceByName.argtypes = [c_char_p]
    library.espeak_SetParameter.argtypes = [c_int, c_int, c_int]
    library.espeak_Synth.argtypes = [c_char_p, c_size_t, c_uint, c_int, c_uint, c_uint, c_void_p, c_void_p]
    # Windows' C library opens files by names in the machine's code page.
    folder = str(voices).encode("mbcs" if sys.platform == "win32" else "utf-8")
    if library.espeak_Initialize(_SYNCHRONOUS, 0, folder, _DO_NOT_EXIT) != RATE:
        raise SystemProblem("voice_missing")
    return library


def _without_silence(samples: Samples) -> Samples:
    loud = np.flatnonzero(np.abs(samples) > 0.01)
    return samples[loud[0] : loud[-1] + 1] if len(loud) else samples[:0]
