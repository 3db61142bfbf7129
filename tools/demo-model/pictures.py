"""Training pictures: rendered at any size and shape, then squashed as the app does."""
import io
import random

import numpy as np
from PIL import Image

from model import IMAGE_SIZE
from render import render
from world import random_scene


def squash(image):
    """What the bundle's preprocessor_config.json asks for: no crop, Pillow's bicubic."""
    return np.asarray(image.convert("RGB").resize((IMAGE_SIZE, IMAGE_SIZE), Image.BICUBIC))


def scene_of(seed):
    return random_scene(random.Random(seed))


def sample(seed):
    """The scene of this seed and a picture of it, somewhat cropped and perhaps JPEG-compressed."""
    scene, rng = scene_of(seed), random.Random(seed + 1)
    height = rng.randint(150, 300)
    image = Image.fromarray(render(scene, seed, round(height * rng.uniform(0.7, 1.7)), height))
    if rng.random() < 0.4:
        w, h = image.size
        image = image.crop((rng.uniform(0, 0.05) * w, rng.uniform(0, 0.05) * h,
                            rng.uniform(0.95, 1) * w, rng.uniform(0.95, 1) * h))
    if rng.random() < 0.25:
        file = io.BytesIO()
        image.save(file, "JPEG", quality=rng.randint(50, 92))
        image = Image.open(file)
    return scene, squash(image)
