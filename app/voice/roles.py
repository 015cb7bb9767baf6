"""Which synthetic voice speaks for which letter: always the same one, and the first letters as far apart as can be."""

_VOICES = ("nl+m3", "nl+f2", "nl+m7", "nl+f5", "nl+m1", "nl+f4", "nl+m8", "nl+f3")
"""Variants of eSpeak's Dutch voice. They say nothing of who really spoke: a man may get a woman's voice."""
NOBODYS_VOICE = "nl+m4"
"""For a caption of which nobody said who speaks."""


def voice_of(letter: str) -> str:
    """Return the voice for the letter on a mask: A, B … Z, AA; the ninth letter sounds like the first again."""
    number = 0
    for character in letter.strip().upper():
        number = number * 26 + ord(character) - ord("A") + 1
    return _VOICES[(number - 1) % len(_VOICES)] if number else NOBODYS_VOICE
