"""Pictures to vectors as open_clip does it: Pillow and PyTorch, with what Debian packages.

Reads one request a line, {"files": [...], "batch": n}, and answers each with {"ms": n, "vectors": [[...]]}; the first line
out says what runs here. The weights are those of the bundle with random weights, by their names.
"""
import json
import sys
import time

import numpy
import onnx.numpy_helper
import PIL.Image
import torch

WIDTH, HEADS, LAYERS, SIDE = 768, 12, 12, 224
MEAN = torch.tensor([0.48145466, 0.4578275, 0.40821073]).view(3, 1, 1)
STD = torch.tensor([0.26862954, 0.26130258, 0.27577711]).view(3, 1, 1)


def weights_of(file):
    initializers = onnx.load(file).graph.initializer
    return {t.name: torch.from_numpy(onnx.numpy_helper.to_array(t).copy()) for t in initializers}


def prepare(file):
    picture = PIL.Image.open(file).convert("RGB")
    scale = SIDE / min(picture.size)
    picture = picture.resize([max(SIDE, int(side * scale)) for side in picture.size], PIL.Image.BICUBIC)
    left, top = (round((side - SIDE) / 2) for side in picture.size)
    pixels = numpy.asarray(picture.crop((left, top, left + SIDE, top + SIDE)))
    return (torch.from_numpy(pixels.copy()).permute(2, 0, 1).float() / 255 - MEAN) / STD


class Tower:
    def __init__(self, weights):
        self.w = weights
        for i in range(LAYERS):
            for kind in ("weight", "bias"):
                parts = [weights[f"image.{i}.{part}.{kind}"] for part in ("query", "key", "value")]
                weights[f"image.{i}.qkv.{kind}"] = torch.cat(parts, dim=-1)

    def normalize(self, x, name):
        return torch.nn.functional.layer_norm(x, (WIDTH,), self.w[f"{name}.gain"], self.w[f"{name}.bias"])

    def linear(self, x, name):
        return torch.nn.functional.linear(x, self.w[f"{name}.weight"].t(), self.w[f"{name}.bias"])

    def attend(self, x, name):
        batch, length, _ = x.shape
        query, key, value = self.linear(x, f"{name}.qkv").view(batch, length, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
        mixed = torch.softmax(query @ key.transpose(-2, -1) / (WIDTH // HEADS) ** 0.5, dim=-1) @ value
        return self.linear(mixed.transpose(1, 2).reshape(batch, length, WIDTH), f"{name}.out")

    def __call__(self, pixels):
        patches = torch.nn.functional.conv2d(pixels, self.w["image.patches"], stride=32).flatten(2).transpose(1, 2)
        x = torch.cat([self.w["image.class"].expand(len(pixels), 1, WIDTH), patches], dim=1) + self.w["image.positions"]
        x = self.normalize(x, "image.first")
        for i in range(LAYERS):
            x = x + self.attend(self.normalize(x, f"image.{i}.norm1"), f"image.{i}")
            inner = self.linear(self.normalize(x, f"image.{i}.norm2"), f"image.{i}.up")
            x = x + self.linear(inner * torch.sigmoid(1.702 * inner), f"image.{i}.down")
        return self.normalize(x[:, 0], "image.last") @ self.w["image.projection"]


@torch.inference_mode()
def main():
    tower = Tower(weights_of(sys.argv[1] + "/onnx/vision_model.onnx"))
    name = f"Pillow {PIL.__version__} + PyTorch {torch.__version__}"
    print(json.dumps({"name": name}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        started = time.perf_counter()
        vectors = []
        for i in range(0, len(request["files"]), request["batch"]):
            files = request["files"][i : i + request["batch"]]
            vectors += tower(torch.stack([prepare(file) for file in files])).tolist()
        print(json.dumps({"ms": (time.perf_counter() - started) * 1000, "vectors": vectors}), flush=True)


main()
