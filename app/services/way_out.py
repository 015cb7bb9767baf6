"""The one door for texts that leave the vault: what somebody wrote about a recording goes through here, or it does not go.

`tests/architecture/test_ways_out.py` knows every place that writes a file for the user.
"""

from app.common.ids import RecordingId
from app.names.finder import cleaned
from app.vault.vault import Vault


def leaving_text(vault: Vault, recording_id: RecordingId, text: str) -> str:
    """Return the text with the worker's own words for this recording, and numbers that lead to somebody, replaced."""
    return cleaned(text, vault.own_words.list(recording_id))
