"""A model that ships with the program, and the proof that it is the one we tested."""

import hashlib
from dataclasses import dataclass
from typing import Any

from app.common.errors import SystemProblem
from app.common.paths import resource_path


@dataclass(frozen=True)
class ShippedModel:
    """A model file in `resources/models/`; `name` is what a report calls it."""

    name: str
    file_name: str
    sha256: str


def load_model(model: ShippedModel) -> bytes:
    """Return the model's file, after comparing it with the sum it was tested with.

    Raises:
        SystemProblem: `model_missing` when it is not there or is another one: then nothing may be looked for.
    """
    try:
        content = resource_path("models", model.file_name).read_bytes()
    except OSError as error:
        raise SystemProblem("model_missing") from error
    if hashlib.sha256(content).hexdigest() != model.sha256:
        raise SystemProblem("model_missing")
    return content


def open_network(model: ShippedModel) -> Any:
    """Return the model as an onnxruntime session that `run` may be called on from several threads at once.

    One thread per call and several calls at once beats several threads per call: frames come by the hundred.

    Raises:
        SystemProblem: `model_missing`.
    """
    import onnxruntime  # only the children look and listen, and this is heavy to load

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Named, because the default is every provider of the wheel, and one of those goes over the network.
    return onnxruntime.InferenceSession(load_model(model), options, providers=["CPUExecutionProvider"])
