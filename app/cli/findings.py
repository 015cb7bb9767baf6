"""How a command shows what was found wrong."""

from app.services.findings import finding_text
from app.services.session import Finding

_SEVERITIES = {"info": "weetje", "warning": "let op", "damage": "schade"}


def finding_document(finding: Finding) -> dict[str, str | int | float]:
    """Return it for --json."""
    return {"severity": finding.severity, "code": finding.code, "subject": finding.subject, **finding.details}


def finding_line(finding: Finding) -> str:
    """Return it for people."""
    return " ".join(part for part in (f"{_SEVERITIES[finding.severity]}:", finding.subject, finding_text(finding)) if part)
