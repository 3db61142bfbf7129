"""Writes and reads the bundle: ONNX graphs whose weights are stored in half precision."""
import json
import os

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from model import IMAGE_SIZE, MEAN, STD, WIDTH, ImageTower, TextTower
from tokenizer import CONTEXT, VOCAB_SIZE, Tokenizer

VISION, TEXT = "onnx/vision_model.onnx", "onnx/text_model.onnx"
_SMALL = 64  # weights with fewer numbers stay in full precision


def _fold_norms(sequence):
    """Folds each batch norm into the convolution before it, which is the same arithmetic in fewer steps."""
    for i, layer in enumerate(sequence):
        if hasattr(layer, "body"):
            _fold_norms(layer.body)
        elif isinstance(layer, nn.BatchNorm2d):
            sequence[i - 1] = fuse_conv_bn_eval(sequence[i - 1], layer)
            sequence[i] = nn.Identity()


def deployable(tower):
    tower.eval()
    if isinstance(tower, ImageTower):
        _fold_norms(tower.stages)
    return tower


def _halve_weights(graph):
    """Stores large weights as float16 with a cast in front; runtimes fold the cast when they load the model."""
    casts = []
    for tensor in graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.size < _SMALL:
            continue
        name = tensor.name
        tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), name + ":half"))
        casts.append(helper.make_node("Cast", [name + ":half"], [name], to=TensorProto.FLOAT))
    nodes = casts + list(graph.node)
    del graph.node[:]
    graph.node.extend(nodes)


def _export(tower, example, path, input_name, output_name, axes):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    # Without constant folding the weights keep their names, so that load() finds them again.
    torch.onnx.export(tower, example, path, opset_version=14, do_constant_folding=False,
                      input_names=[input_name], output_names=[output_name],
                      dynamic_axes={input_name: axes, output_name: {0: "batch"}})
    graph = onnx.load(path)
    _halve_weights(graph.graph)
    onnx.checker.check_model(graph)
    onnx.save(graph, path)


def _write_json(folder, name, content, **style):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, **style)
        file.write("\n")


def write(folder, image_tower, text_tower, tokenizer_document):
    _export(deployable(image_tower), torch.zeros(2, 3, IMAGE_SIZE, IMAGE_SIZE), os.path.join(folder, VISION),
            "pixel_values", "image_embeds", {0: "batch"})
    end = VOCAB_SIZE - 1
    _export(deployable(text_tower), torch.tensor([[end - 1, 5, end], [end - 1, end, 0]]), os.path.join(folder, TEXT),
            "input_ids", "text_embeds", {0: "batch", 1: "sequence"})
    _write_json(folder, "tokenizer.json", tokenizer_document, separators=(",", ":"))
    _write_json(folder, "config.json", {
        "model_type": "clip", "projection_dim": WIDTH,
        "text_config": {"max_position_embeddings": CONTEXT, "vocab_size": VOCAB_SIZE,
                        "eos_token_id": end, "bos_token_id": end - 1},
        "vision_config": {"image_size": IMAGE_SIZE, "patch_size": 4}}, indent=1)
    # Squashed rather than cropped: in a wide picture the things at its sides count too.
    _write_json(folder, "preprocessor_config.json", {
        "do_center_crop": False, "do_convert_rgb": True, "do_normalize": True, "do_rescale": True, "do_resize": True,
        "feature_extractor_type": "CLIPFeatureExtractor", "image_mean": MEAN, "image_std": STD,
        "resample": 3, "rescale_factor": 1 / 255, "size": {"height": IMAGE_SIZE, "width": IMAGE_SIZE}}, indent=1)
    _write_json(folder, "photoseek.json", {
        "name": "demo-world", "version": 1,
        "description": "A small model for the demo pictures: it knows drawn scenes such as a beach at sunset, "
                       "a red car or a Christmas tree, and nothing of real photographs."}, indent=1)


def _load_weights(tower, path):
    weights = {t.name.removesuffix(":half"): numpy_helper.to_array(t) for t in onnx.load(path).graph.initializer}
    state = {name: torch.from_numpy(weights[name].astype(np.float32)) for name in tower.state_dict()}
    tower.load_state_dict(state)
    return tower


def load(folder):
    """The towers with exactly the weights of the bundle, and its tokenizer."""
    image = _load_weights(deployable(ImageTower()), os.path.join(folder, VISION))
    text = _load_weights(deployable(TextTower(VOCAB_SIZE, CONTEXT)), os.path.join(folder, TEXT))
    return image, text, Tokenizer.load(os.path.join(folder, "tokenizer.json"))
