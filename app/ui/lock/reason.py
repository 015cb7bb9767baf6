"""Why the shutters close."""

from enum import StrEnum


class LockReason(StrEnum):
    """Goes into the log as a code; nothing of the user."""

    KEY = "key"
    BUTTON = "button"
    IDLE = "idle"
    SCREEN_LOCKED = "screen_locked"
    SUSPEND = "suspend"
    SESSION_SWITCH = "session_switch"
    CLOSE = "close"
    CRASH = "crash"
