"""Vectors of pictures and texts from a pair of trained towers."""
import numpy as np
import torch
import torch.nn.functional as F

from model import to_pixels
from tokenizer import pad

_BATCH = 100


def _in_batches(items, encode):
    parts = [encode(items[i:i + _BATCH]) for i in range(0, len(items), _BATCH)]
    return F.normalize(torch.cat(parts), dim=1)


@torch.no_grad()
def picture_vectors(image_tower, pictures):
    return _in_batches(pictures, lambda part: image_tower(to_pixels(torch.from_numpy(np.stack(part)))))


@torch.no_grad()
def text_vectors(text_tower, tokenizer, texts):
    return _in_batches(texts, lambda part: text_tower(pad([tokenizer.encode(text) for text in part])))
