from itertools import pairwise
from string import ascii_uppercase

import numpy as np

from app.voice.espeak import RATE, Synthesiser
from app.voice.roles import NOBODYS_VOICE, voice_of


def test_a_letter_always_has_the_same_voice_and_the_first_eight_differ():
    voices = [voice_of(letter) for letter in ascii_uppercase]
    assert len(set(voices[:8])) == 8
    assert all(one != other for one, other in pairwise(voices))
    assert [voice_of(letter.lower()) for letter in ascii_uppercase] == voices
    assert voice_of("AA") == voice_of("C")  # 27 = 3 * 8 + 3


def test_who_was_not_said_has_a_voice_of_nobody_else():
    assert voice_of("") == voice_of("  ") == NOBODYS_VOICE
    assert NOBODYS_VOICE not in {voice_of(letter) for letter in ascii_uppercase}


def test_two_who_talk_sound_clearly_different():
    """By the pitch of a long vowel: the first two letters lie more than a third apart, which no ear misses."""
    synthesiser = Synthesiser()

    def pitch_hz(letter):
        middle = synthesiser.speak("maan", voice_of(letter), 80, 2 * RATE)
        middle = middle[len(middle) // 2 - RATE // 20 : len(middle) // 2 + RATE // 20]
        echo = np.correlate(middle, middle, "full")[len(middle) - 1 :]
        shortest, longest = RATE // 400, RATE // 60
        return RATE / (shortest + int(np.argmax(echo[shortest:longest])))

    low, high = sorted((pitch_hz("A"), pitch_hz("B")))
    assert high > 1.3 * low
