"""Draws a scene at any size: the place first, then its things, large and side by side."""
import random

import cairo
import numpy as np

import draw_living as living
import draw_objects as objects
from draw_places import draw_place, thing_light
from pen import Pen
from world import KINDS

# How each kind is drawn, its height when alone (share of the picture), its width per height.
SHAPES = {
    "person": (living.draw_person, 0.50, 0.48), "cat": (living.draw_cat, 0.42, 1.05),
    "dog": (living.draw_dog, 0.38, 1.65), "bird": (living.draw_bird, 0.24, 1.6),
    "flower": (living.draw_flower, 0.46, 0.66), "car": (objects.draw_car, 0.32, 2.25),
    "boat": (objects.draw_boat, 0.46, 1.45), "house": (objects.draw_house, 0.52, 1.38),
    "christmas tree": (objects.draw_christmas_tree, 0.66, 0.84), "balloon": (objects.draw_balloon, 0.44, 0.56),
    "umbrella": (objects.draw_umbrella, 0.55, 1.2), "bicycle": (objects.draw_bicycle, 0.38, 1.7),
    "tent": (objects.draw_tent, 0.40, 1.75), "snowman": (objects.draw_snowman, 0.54, 0.96),
}


def _draw_row(pen, things, width, feet, rng, tallest=1.0):
    """Places all instances of the things side by side, as large as the row allows."""
    line = [thing for thing in things for _ in range(thing.count)]
    if not line:
        return
    widths = [SHAPES[t.kind][1] * SHAPES[t.kind][2] for t in line]
    heights = max(SHAPES[t.kind][1] for t in line)
    # Neighbours may overlap a little, as in life.
    scale = min(1.0, width * 1.02 / sum(widths), tallest / heights) * rng.uniform(0.86, 1.0)
    spare = max(0.0, width - sum(widths) * scale)
    gaps = [rng.random() ** 2 + 0.15 for _ in range(len(line) + 1)]
    unit = spare / sum(gaps)
    x = gaps[0] * unit if spare else (width - sum(widths) * scale) / 2
    for thing, own, gap in zip(line, widths, gaps[1:]):
        draw, height, _ = SHAPES[thing.kind]
        size = height * scale * rng.uniform(0.9, 1.0)
        pen.c.save()
        pen.c.translate(x + own * scale / 2, feet(rng, size))
        pen.c.scale(size if rng.random() < 0.5 else -size, size)
        draw(pen, thing.colour)
        pen.c.restore()
        x += own * scale + gap * unit


def _on_ground(ground, low, high):
    """Feet somewhere between two shares of the way from far to near."""
    return lambda rng, size: ground.far + (ground.near - ground.far) * rng.uniform(low, high)


def _draw_ground_things(pen, things, width, ground, rng):
    needed = sum(t.count * SHAPES[t.kind][1] * SHAPES[t.kind][2] for t in things)
    if len(things) > 1 and (needed > 1.5 * width or rng.random() < 0.3):
        # Two rows: what is tall stands behind.
        by_height = sorted(things, key=lambda t: -SHAPES[t.kind][1])
        _draw_row(pen, by_height[:1], width, _on_ground(ground, 0.0, 0.12), rng)
        _draw_row(pen, by_height[1:], width, _on_ground(ground, 0.85, 1.0), rng, tallest=0.4)
    else:
        _draw_row(pen, things, width, _on_ground(ground, 0.45, 0.9), rng)


def _draw_floating_things(pen, things, width, ground, rng):
    def feet(rng, size):
        lowest = max(ground.horizon + 0.04, size + 0.02)
        return rng.uniform(max(size + 0.01, lowest - 0.12), lowest)
    _draw_row(pen, things, width, feet, rng, tallest=ground.horizon + 0.02)


def _draw_boats(pen, things, width, ground, rng):
    far, near = ground.water
    _draw_row(pen, things, width, lambda rng, size: rng.uniform(max(far, near - 0.25), near), rng,
              tallest=near - 0.05)


def render(scene, seed, width, height):
    """The picture as an array [height, width, 3] of bytes; equal seeds give equal pictures at any size."""
    rng = random.Random(seed)
    surface = cairo.ImageSurface(cairo.FORMAT_RGB24, width, height)
    context = cairo.Context(surface)
    context.scale(height, height)
    span = width / height
    ground = draw_place(context, rng, scene, span)
    tint, shade = thing_light(scene.time)
    pen = Pen(context, rng, tint, shade if scene.place != "room" else shade / 2)
    zones = {zone: [t for t in scene.things if KINDS[t.kind].zone == zone] for zone in ("water", "sky", "ground")}
    for things in zones.values():
        rng.shuffle(things)
    if zones["water"]:
        _draw_boats(pen, zones["water"], span, ground, rng)
    _draw_floating_things(pen, zones["sky"], span, ground, rng)
    _draw_ground_things(pen, zones["ground"], span, ground, rng)
    surface.flush()
    data = np.ndarray((height, surface.get_stride() // 4, 4), np.uint8, surface.get_data())
    return data[:, :width, 2::-1].copy()
