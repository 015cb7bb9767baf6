"""Make resources/models/mtcnn_{p,r,o}.onnx from the facenet_pytorch wheel, byte for byte the same every time.

Usage: python build_scripts/make_second_model.py facenet_pytorch-2.6.0-py3-none-any.whl
(the wheel comes from `pip download --no-deps facenet_pytorch==2.6.0`; `onnx` is a development dependency, PyTorch is not needed)

The weights are those of the wheel; what is changed, and why:
- the graph is written here, layer by layer, from the description in the paper (Zhang, Zhang, Li, Qiao 2016), figure 2;
- the scaling of the picture, (value - 127.5) / 128, is folded into the first layer, so that it takes 0..255 as the other model does;
- the first dense layer is reordered for rows before columns: the weights come from a program that stores columns first;
- the five landmarks are left out: nothing uses them, and eyes and mouths are not looked for.
"""

import hashlib
import pickle
import struct
import sys
import zipfile
from collections import OrderedDict
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

WHEEL_SHA256 = "ecb82b27beb226d106f2219efe8f829b01b87a8595badd01545679bdb9f19cca"
MODEL_SHA256 = {
    "p": "7d0f0562c8ac5d234012c61e2b81568c3802558f47abe15fcc364fa3b7687c35",
    "r": "a5bd248b43d885d3fc3d39665c4775a0fcd2fc60828d2ce454ee0d4eb434af77",
    "o": "cea3ad5de15b46643d8caf20e634eb5efdc4290eed832ee693137b49880bac63",
}
FOLDER = Path(__file__).resolve().parents[1] / "resources" / "models"
OPSET = 13
IR_VERSION = 8
MIDDLE, SPAN = 127.5, 128.0

Weights = dict[str, NDArray[np.float32]]
LAYERS = {
    "p": ("conv1", "pool2", "conv2", "conv3"),
    "r": ("conv1", "pool3", "conv2", "pool3", "conv3", "flatten", "dense4"),
    "o": ("conv1", "pool3", "conv2", "pool3", "conv3", "pool2", "conv4", "flatten", "dense5"),
}
HEADS = {"p": ("conv4_1", "conv4_2"), "r": ("dense5_1", "dense5_2"), "o": ("dense6_1", "dense6_2")}
"""Confidence (not a face, face) and the four corrections of the box, in this order."""
SIDES: dict[str, tuple[str | int, str | int]] = {"p": ("height", "width"), "r": (24, 24), "o": (48, 48)}
FLAT = {"r": (64, 3, 3), "o": (128, 3, 3)}
"""Channels, rows and columns before the first dense layer."""


def main() -> int:
    """Read the wheel named on the command line and write the three nets."""
    wheel = Path(sys.argv[1])
    if _sha256(wheel.read_bytes()) != WHEEL_SHA256:
        print("This is not the wheel of facenet_pytorch 2.6.0 the models are made from.", file=sys.stderr)
        return 1
    is_same = True
    with zipfile.ZipFile(wheel) as archive:
        for net in LAYERS:
            content = make_net(net, read_weights(archive.read(f"facenet_pytorch/data/{net}net.pt")))
            target = FOLDER / f"mtcnn_{net}.onnx"
            target.write_bytes(content)
            print(f"{target.name}: {len(content)} bytes, sha256 {_sha256(content)}")
            is_same &= _sha256(content) == MODEL_SHA256[net]
    return 0 if is_same else 1


def read_weights(stored: bytes) -> Weights:
    """Return the arrays in a file of `torch.save` from before 1.6: four pickles, the storages' names, and their numbers.

    Nothing of the file is run: of all classes it may name, only the three an array consists of are known.
    """
    stream = BytesIO(stored)
    for _ in range(3):  # magic number, protocol, sizes of the writer's machine
        _StoredArrays(stream).load()
    arrays = _StoredArrays(stream).load()
    storages = {}
    for name in _StoredArrays(stream).load():
        (count,) = struct.unpack("<q", stream.read(8))
        storages[name] = np.frombuffer(stream.read(4 * count), np.float32)
    return {name: array.of(storages[array.storage]) for name, array in arrays.items()}


class _Array:
    """Where an array lies: in which storage, from where, in which shape, and how far apart its numbers are."""

    def __init__(self, storage: str, start: int, shape: tuple[int, ...], steps: tuple[int, ...], *_: object) -> None:
        self.storage, self._start, self._shape, self._steps = storage, start, shape, steps

    def of(self, numbers: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return it, from the numbers of its storage."""
        lying = np.lib.stride_tricks.as_strided(numbers[self._start :], self._shape, [step * numbers.itemsize for step in self._steps])
        return np.ascontiguousarray(lying)


class _StoredArrays(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        known = {"collections.OrderedDict": OrderedDict, "torch._utils._rebuild_tensor_v2": _Array, "torch.FloatStorage": float}
        return known[f"{module}.{name}"]

    def persistent_load(self, storage: Any) -> Any:
        return storage[2]


def make_net(net: str, weights: Weights) -> bytes:
    """Return the ONNX file of one of the three nets."""
    _fold_scaling(weights)
    if net in FLAT:
        _order_rows_first(weights, LAYERS[net][-1], FLAT[net])
    graph = _Graph(weights)
    for layer in LAYERS[net]:
        graph.add(layer)
    confidence, correction = HEADS[net]
    graph.add_head(confidence, "confidence", is_certainty=True)
    graph.add_head(correction, "correction", is_certainty=False)
    height, width = SIDES[net]
    cells: list[str | int] = ["rows", "columns"] if net == "p" else []
    made = helper.make_graph(
        graph.nodes,
        f"mtcnn_{net}",
        [helper.make_tensor_value_info("pixels", TensorProto.FLOAT, ["batch", 3, height, width])],
        [
            helper.make_tensor_value_info("confidence", TensorProto.FLOAT, ["batch", 2, *cells]),
            helper.make_tensor_value_info("correction", TensorProto.FLOAT, ["batch", 4, *cells]),
        ],
        graph.weights,
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="", ir_version=IR_VERSION)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString(deterministic=True))


def _fold_scaling(weights: Weights) -> None:
    first = weights["conv1.weight"] / np.float32(SPAN)
    weights["conv1.bias"] = weights["conv1.bias"] - first.sum(axis=(1, 2, 3)) * np.float32(MIDDLE)
    weights["conv1.weight"] = first


def _order_rows_first(weights: Weights, dense: str, shape: tuple[int, int, int]) -> None:
    channels, rows, columns = shape
    stored = weights[f"{dense}.weight"].reshape(-1, columns, rows, channels)
    weights[f"{dense}.weight"] = np.ascontiguousarray(stored.transpose(0, 3, 2, 1)).reshape(len(stored), -1)


class _Graph:
    """Layers one after another; `current` is the name of what comes out of the last."""

    def __init__(self, weights: Weights) -> None:
        self._stored = weights
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []
        self._current = "pixels"

    def add(self, layer: str) -> None:
        """Add a convolution or dense layer with its PReLU, a pooling, or the flattening."""
        if layer.startswith("pool"):
            side = int(layer[-1])
            self._add("MaxPool", [self._current], kernel_shape=[side, side], strides=[2, 2], ceil_mode=1)
        elif layer == "flatten":
            self._add("Flatten", [self._current])
        else:
            self._current = self._add_weighted(layer, self._current)
            slope = self._stored[f"prelu{layer.removeprefix('conv').removeprefix('dense')}.weight"]
            shape = (-1, 1, 1) if layer.startswith("conv") else (-1,)
            self._add("PRelu", [self._current, self._weight(f"{layer}.slope", slope.reshape(shape))])

    def add_head(self, layer: str, name: str, *, is_certainty: bool) -> None:
        """Add an end of the net under this name."""
        found = self._add_weighted(layer, self._current)
        self.nodes.append(helper.make_node("Softmax", [found], [name], axis=1) if is_certainty else helper.make_node("Identity", [found], [name]))

    def _add_weighted(self, layer: str, given: str) -> str:
        inputs = [given, *(self._weight(f"{layer}.{part}", self._stored[f"{layer}.{part}"]) for part in ("weight", "bias"))]
        is_dense = layer.startswith("dense")
        self.nodes.append(helper.make_node("Gemm", inputs, [layer], transB=1) if is_dense else helper.make_node("Conv", inputs, [layer]))
        return layer

    def _add(self, kind: str, inputs: list[str], **attributes: Any) -> None:
        self._current = f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [self._current], **attributes))

    def _weight(self, name: str, values: NDArray[np.float32]) -> str:
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values, np.float32), name))
        return name


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
