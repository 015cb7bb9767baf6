"""The report of a copy as a file: JSON for machines, one page of PDF for people."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from app.domain.clip import AnonymisedClip
from app.report.clip_report import clip_report_pdf
from app.services.register_texts import written_day

PDF = ".pdf"


def report_file(clip: AnonymisedClip, path: Path, second_round: Mapping[str, str] | None = None) -> bytes:
    """Return the report as this file should hold it: as PDF when its name ends in `.pdf`, else as JSON.

    `second_round` holds `by`, who watched the whole copy, and `at`, the time as ISO 8601.
    """
    if path.suffix.lower() == PDF:
        again = f"{second_round['by']}, {_written(datetime.fromisoformat(second_round['at']))}" if second_round else ""
        return clip_report_pdf(clip.report, _written(clip.made_at), again)
    document = {**clip.report, "second_round": dict(second_round)} if second_round else clip.report
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"


def _written(at: datetime) -> str:
    local = at.astimezone()
    return f"{written_day(local.date())}, {local:%H:%M}"
