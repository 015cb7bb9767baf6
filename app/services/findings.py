"""What a check found, as a Dutch sentence with what to do."""

from app.domain.timecode import format_time
from app.error_texts import FINDING_TEXTS
from app.vault.check import Finding


def finding_text(finding: Finding) -> str:
    """Return the sentence; of a damaged piece of a recording it names the seconds, to the second where the container tells."""
    from_ms, to_ms = finding.details.get("from_ms"), finding.details.get("to_ms")
    if not isinstance(from_ms, int) or not isinstance(to_ms, int):
        return FINDING_TEXTS[finding.code]
    roughly = "" if finding.details.get("is_exact") else "ongeveer "
    return f"Van {roughly}{format_time(from_ms)} tot {format_time(-(-to_ms // 1000) * 1000)}: {FINDING_TEXTS[finding.code]}"
