"""What somebody asks: the words, and what it has to be."""

from dataclasses import dataclass, field

from app.domain.search import TextFilter


@dataclass(frozen=True)
class Question:
    """Words to look for and the choices beside them; the newest of everything when both are empty."""

    words: str = ""
    wanted: TextFilter = field(default_factory=TextFilter)
    phase_id: str = ""
