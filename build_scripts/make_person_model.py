"""Make resources/models/selfie_segmentation.onnx from the mediapipe wheel, byte for byte the same every time.

Usage: python build_scripts/make_person_model.py mediapipe-0.10.21-cp311-cp311-manylinux_2_28_x86_64.whl
(the wheel comes from `pip download --no-deps mediapipe==0.10.21`; `onnx` is a development dependency)

The network is a TensorFlow Lite file. Its graph is read from the FlatBuffer here, with the field numbers of TensorFlow Lite's
schema.fbs, and written as the same layers in ONNX, with channels before rows and columns; weights kept in 16 bits become 32.
"""

import hashlib
import struct
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

WHEEL_SHA256 = "05dc4a9e593655a79558d05d6227d31018c2537a4bd3362b51e230cf22aecfe3"
MODEL_SHA256 = "086373635b8ea2e8a3313abae951f7c6028c9a09cfa64723a33c1cc02e6c22b4"
MEMBER = "mediapipe/modules/selfie_segmentation/selfie_segmentation.tflite"
TARGET = Path(__file__).resolve().parents[1] / "resources" / "models" / "selfie_segmentation.onnx"
PICTURE, PERSON = "picture", "person"
_OPSET = 13
_FLOAT32, _FLOAT16, _INT32 = 0, 1, 2
_NUMPY_TYPES = {_FLOAT32: np.float32, _FLOAT16: np.float16, _INT32: np.int32}
_SAME = 0
_ACTIVATIONS = {0: "", 1: "Relu"}
_OPERATIONS = {
    0: "ADD",
    1: "AVERAGE_POOL_2D",
    3: "CONV_2D",
    4: "DEPTHWISE_CONV_2D",
    6: "DEQUANTIZE",
    14: "LOGISTIC",
    18: "MUL",
    19: "RELU",
    23: "RESIZE_BILINEAR",
    32: "CUSTOM",
    117: "HARD_SWISH",
}

Array = NDArray[np.float32]


def main() -> int:
    """Read the wheel named on the command line and write the model."""
    wheel = Path(sys.argv[1]).read_bytes()
    if hashlib.sha256(wheel).hexdigest() != WHEEL_SHA256:
        print("This is not the wheel of mediapipe 0.10.21 the model is made from.", file=sys.stderr)
        return 1
    with zipfile.ZipFile(sys.argv[1]) as archive:
        model = Converter(archive.read(MEMBER)).model()
    onnx.checker.check_model(model, full_check=True)
    content = model.SerializeToString(deterministic=True)
    TARGET.write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    print(f"{TARGET.name}: {len(content)} bytes, sha256 {digest}")
    return 0 if digest == MODEL_SHA256 else 1


class Table:
    """One table of a FlatBuffer: fields by number, absent ones have their default."""

    def __init__(self, content: bytes, at: int) -> None:
        self._content = content
        self._at = at
        self._fields = at - self._number("<i", at)
        self._fields_size = self._number("<H", self._fields)

    def number(self, field: int, kind: str = "<i", default: int = 0) -> int:
        """Return a number; `kind` as struct has it."""
        at = self._place(field)
        return self._number(kind, at) if at else default

    def table(self, field: int) -> "Table":
        """Return the table a field points at."""
        return Table(self._content, self._pointed(self._place(field)))

    def tables(self, field: int) -> list["Table"]:
        """Return the tables of a list."""
        start, length = self._list(field)
        return [Table(self._content, self._pointed(start + 4 * index)) for index in range(length)]

    def numbers(self, field: int) -> list[int]:
        """Return a list of 32-bit numbers."""
        start, length = self._list(field)
        return list(struct.unpack_from(f"<{length}i", self._content, start))

    def bytes(self, field: int) -> bytes:
        """Return a list of bytes, also that of a text."""
        start, length = self._list(field)
        return self._content[start : start + length]

    def _list(self, field: int) -> tuple[int, int]:
        at = self._place(field)
        if not at:
            return 0, 0
        start = self._pointed(at)
        return start + 4, self._number("<I", start)

    def _place(self, field: int) -> int:
        slot = 4 + 2 * field
        offset = self._number("<H", self._fields + slot) if slot < self._fields_size else 0
        return self._at + offset if offset else 0

    def _pointed(self, at: int) -> int:
        return at + self._number("<I", at)

    def _number(self, kind: str, at: int) -> int:
        return int(struct.unpack_from(kind, self._content, at)[0])


class Converter:
    """Writes the layers of a TensorFlow Lite network down as those of an ONNX one."""

    def __init__(self, content: bytes) -> None:
        network = Table(content, struct.unpack_from("<I", content)[0])
        graph = network.tables(2)[0]
        self._codes = network.tables(1)
        self._buffers = [buffer.bytes(0) for buffer in network.tables(4)]
        self._tensors = graph.tables(0)
        self._layers = graph.tables(3)
        (self._picture,), (self._person,) = graph.numbers(1), graph.numbers(2)
        self._nodes: list[onnx.NodeProto] = []
        self._weights: dict[str, Array] = {}
        self._wide = {layer.numbers(2)[0]: layer.numbers(1)[0] for layer in self._layers if self._name(layer) == "DEQUANTIZE"}

    def model(self) -> onnx.ModelProto:
        """Return the network with its layers in the order of the file."""
        for layer in self._layers:
            name = self._name(layer)
            if name != "DEQUANTIZE":
                self._write(layer, name)
        weights = [numpy_helper.from_array(values, name) for name, values in self._weights.items()]
        inputs, outputs = ([self._described(number)] for number in (self._picture, self._person))
        graph = helper.make_graph(self._nodes, "selfie_segmentation", inputs, outputs, weights)
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], producer_name="", ir_version=8)

    def _write(self, layer: Table, name: str) -> None:
        write: dict[str, Callable[[Table], None]] = {
            "ADD": lambda each: self._add(each, "Add", self._inputs(each), fused=each.table(4).number(0, "<b")),
            "MUL": lambda each: self._add(each, "Mul", self._inputs(each), fused=each.table(4).number(0, "<b")),
            "RELU": lambda each: self._add(each, "Relu", self._inputs(each)),
            "LOGISTIC": lambda each: self._add(each, "Sigmoid", self._inputs(each)),
            "HARD_SWISH": self._hard_swish,
            "AVERAGE_POOL_2D": self._average,
            "RESIZE_BILINEAR": self._resize,
            "CONV_2D": self._convolution,
            "DEPTHWISE_CONV_2D": self._depthwise,
            "Convolution2DTransposeBias": self._transposed,
        }
        write[name](layer)

    def _name(self, layer: Table) -> str:
        code = self._codes[layer.number(0)]
        name = _OPERATIONS[max(code.number(0, "<b"), code.number(3))]
        return code.bytes(1).decode() if name == "CUSTOM" else name

    def _add(self, layer: Table, kind: str, inputs: list[str], fused: int = 0, **attributes: Any) -> None:
        output = self._tensor_name(layer.numbers(2)[0])
        activation = _ACTIVATIONS[fused]
        self._nodes.append(helper.make_node(kind, inputs, [f"{output}_before" if activation else output], **attributes))
        if activation:
            self._nodes.append(helper.make_node(activation, [f"{output}_before"], [output]))

    def _hard_swish(self, layer: Table) -> None:
        (given,) = self._inputs(layer)
        output = self._tensor_name(layer.numbers(2)[0])
        self._nodes.append(helper.make_node("HardSigmoid", [given], [f"{output}_gate"], alpha=1 / 6, beta=0.5))
        self._nodes.append(helper.make_node("Mul", [given, f"{output}_gate"], [output]))

    def _average(self, layer: Table) -> None:
        options = layer.table(4)
        _, height, width, _ = self._tensors[layer.numbers(1)[0]].numbers(0)
        if (options.number(3), options.number(4)) != (width, height):
            raise ValueError("an average over a part of the picture is not written here")
        self._add(layer, "GlobalAveragePool", self._inputs(layer), options.number(5, "<b"))

    def _resize(self, layer: Table) -> None:
        options = layer.table(4)
        mode = "align_corners" if options.number(2, "<b") else "half_pixel" if options.number(3, "<b") else "asymmetric"
        _, height, width, channels = self._tensors[layer.numbers(2)[0]].numbers(0)
        sizes = f"{self._tensor_name(layer.numbers(2)[0])}_sizes"
        self._weights[sizes] = np.array([1, channels, height, width], np.int64)
        self._add(layer, "Resize", [self._inputs(layer)[0], "", "", sizes], mode="linear", coordinate_transformation_mode=mode)

    def _convolution(self, layer: Table) -> None:
        options = layer.table(4)
        self._convolve(layer, self._constant(layer, 1).transpose(0, 3, 1, 2), options, options.number(3, "<b"))

    def _depthwise(self, layer: Table) -> None:
        options = layer.table(4)
        self._convolve(layer, self._constant(layer, 1).transpose(3, 0, 1, 2), options, options.number(4, "<b"), is_depthwise=True)

    def _convolve(self, layer: Table, weights: Array, options: Table, fused: int, *, is_depthwise: bool = False) -> None:
        padding = "SAME_UPPER" if options.number(0, "<b") == _SAME else "VALID"
        strides = [options.number(2), options.number(1)]
        group = len(weights) if is_depthwise else 1
        inputs = [self._inputs(layer)[0], *self._kept(layer, weights, self._constant(layer, 2))]
        self._add(layer, "Conv", inputs, fused, auto_pad=padding, strides=strides, group=group, kernel_shape=list(weights.shape[2:]))

    def _transposed(self, layer: Table) -> None:
        _padding, across, down = struct.unpack_from("<3i", layer.bytes(5))
        weights = self._constant(layer, 1).transpose(3, 0, 1, 2)
        if weights.shape[2:] != (down, across):
            raise ValueError("a transposed convolution that overlaps itself is not written here")
        inputs = [self._inputs(layer)[0], *self._kept(layer, weights, self._constant(layer, 2))]
        self._add(layer, "ConvTranspose", inputs, strides=[down, across], kernel_shape=list(weights.shape[2:]))

    def _kept(self, layer: Table, *constants: Array) -> list[str]:
        names = [f"{self._tensor_name(layer.numbers(2)[0])}_{part}" for part in ("weights", "bias")]
        self._weights.update(zip(names, map(np.ascontiguousarray, constants), strict=True))
        return names

    def _constant(self, layer: Table, position: int) -> Array:
        number = layer.numbers(1)[position]
        tensor = self._tensors[self._wide.get(number, number)]
        values = np.frombuffer(self._buffers[tensor.number(2, "<I")], _NUMPY_TYPES[tensor.number(1, "<b")])
        return values.reshape(tensor.numbers(0)).astype(np.float32)

    def _inputs(self, layer: Table) -> list[str]:
        return [self._tensor_name(number) for number in layer.numbers(1)]

    def _tensor_name(self, number: int) -> str:
        return {self._picture: PICTURE, self._person: PERSON}.get(number, f"layer_{number}")

    def _described(self, number: int) -> onnx.ValueInfoProto:
        batch, height, width, channels = self._tensors[number].numbers(0)
        return helper.make_tensor_value_info(self._tensor_name(number), onnx.TensorProto.FLOAT, [batch, channels, height, width])


if __name__ == "__main__":
    sys.exit(main())
