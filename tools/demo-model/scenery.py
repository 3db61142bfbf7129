"""Parts that backgrounds are made of: hills, trees, water, peaks, buildings."""
import math
from dataclasses import dataclass

from pen import jitter, mix


@dataclass
class Ground:
    """Where things go: feet between far and near, floating things above the horizon."""
    horizon: float
    far: float
    near: float
    water: tuple = ()


def ridge(pen, width, y, height, rgb, waves=2.0):
    """Rolling ground from y down to the bottom."""
    phase, waves = pen.rng.uniform(0, 6.3), waves * pen.rng.uniform(0.7, 1.3)
    points = [(0, 1.01)]
    for i in range(33):
        x = width * i / 32
        points.append((x, y - height * (0.5 + 0.5 * math.sin(phase + waves * 2 * math.pi * i / 32))))
    points.append((width, 1.01))
    pen.polygon(points, rgb)


def fir(pen, x, y, h, rgb):
    pen.box(x - 0.03 * h, y - 0.15 * h, 0.06 * h, 0.16 * h, (0.35, 0.24, 0.15))
    for base, half, top in ((0.1, 0.26, 0.5), (0.33, 0.21, 0.72), (0.55, 0.15, 1.0)):
        pen.polygon(((x - half * h, y - base * h), (x + half * h, y - base * h), (x, y - top * h)), rgb)


def snowy_fir(pen, x, y, h):
    fir(pen, x, y, h, (0.22, 0.42, 0.36))
    for base, half, top in ((0.3, 0.13, 0.5), (0.52, 0.11, 0.72), (0.75, 0.08, 1.0)):
        pen.polygon(((x - half * h, y - base * h), (x + half * h, y - base * h), (x, y - top * h)), (0.96, 0.98, 1))


def leafy_tree(pen, x, y, h, rgb):
    pen.box(x - 0.045 * h, y - 0.5 * h, 0.09 * h, 0.5 * h, (0.36, 0.24, 0.15))
    for dx, dy in ((-0.17, -0.58), (0.17, -0.58), (0, -0.78), (0, -0.58)):
        pen.oval(x + dx * h, y + dy * h, 0.22 * h, 0.22 * h, jitter(pen.rng, rgb, 0.025))


def palm(pen, x, y, h):
    lean = 0.15 * h if x < 0.3 else -0.15 * h
    pen.curve((x, y), (x, y - 0.4 * h), (x + lean * 0.4, y - 0.7 * h), (x + lean, y - 0.9 * h), 0.035, (0.5, 0.35, 0.2))
    for angle in (-2.9, -2.3, -1.2, -0.6, 0.0, 0.5, 2.7):
        tip = (x + lean + 0.24 * h * math.cos(angle), y - 0.9 * h + 0.18 * h * math.sin(angle) + 0.06 * h)
        pen.curve((x + lean, y - 0.9 * h), (x + lean, y - 0.98 * h), tip, tip, 0.03, (0.15, 0.5, 0.2))


def cactus(pen, x, y, h):
    green = (0.25, 0.48, 0.26)
    pen.line(((x, y), (x, y - h)), 0.16 * h, green)
    for side, at in ((-1, 0.35), (1, 0.5)):
        elbow = (x + side * 0.28 * h, y - at * h)
        pen.line(((x, y - at * h), elbow, (elbow[0], y - (at + 0.3) * h)), 0.11 * h, green)


def tufts(pen, width, top, rgb):
    for _ in range(35):
        x, y = pen.rng.random() * width, pen.rng.uniform(top, 1)
        pen.line(((x - 0.012, y - 0.025), (x, y), (x + 0.012, y - 0.025)), 0.005, rgb, 0.7)


def water(pen, width, top, bottom, time):
    rng = pen.rng
    deep = {"day": (0.05, 0.36, 0.66), "sunset": (0.36, 0.24, 0.42), "night": (0.03, 0.08, 0.2)}[time]
    light = {"day": (0.35, 0.72, 0.85), "sunset": (0.98, 0.62, 0.4), "night": (0.14, 0.2, 0.42)}[time]
    deep, light = jitter(rng, deep, 0.04), jitter(rng, light, 0.04)
    pen.c.rectangle(0, top, width, bottom - top)
    pen.paint_gradient(0, top, 0, bottom, (0, light), (0.35, mix(light, deep, 0.55)), (1, deep))
    for _ in range(round(60 * (bottom - top) * width)):
        near = rng.random()
        x, y, half = rng.random() * width, top + near * (bottom - top), 0.02 + 0.05 * near
        pen.curve((x - half, y), (x - half / 2, y - 0.014), (x + half / 2, y - 0.014), (x + half, y),
                  0.004 + 0.004 * near, mix(light, (1, 1, 1), 0.45), 0.55)


def mountain_peak(pen, x, base, top, half, rock):
    pen.polygon(((x - half, base), (x, top), (x + half, base)), rock)
    pen.polygon(((x, top), (x + half, base), (x + half * 0.15, base)), mix(rock, (0.15, 0.17, 0.28), 0.35))
    drop, side = 0.3 * (base - top), 0.3 * half
    pen.polygon(((x, top), (x - side, top + drop), (x - side * 0.45, top + drop * 0.8), (x, top + drop * 1.15),
                 (x + side * 0.5, top + drop * 0.8), (x + side, top + drop)), (0.97, 0.98, 1.0))


def building(pen, x, base, w, h, time, far):
    rng = pen.rng
    wall = rng.choice(((0.62, 0.45, 0.38), (0.55, 0.58, 0.64), (0.72, 0.66, 0.56), (0.42, 0.48, 0.58), (0.5, 0.42, 0.45)))
    wall = mix(jitter(rng, wall), (0.6, 0.68, 0.8), far)
    pen.box(x, base - h, w, h, wall)
    if rng.random() < 0.3:
        pen.line(((x + w / 2, base - h), (x + w / 2, base - h - 0.07)), 0.008, wall)
    columns, rows = max(2, round(w / 0.05)), max(3, round(h / 0.06))
    for i in range(columns):
        for j in range(rows):
            lit = time != "day" and rng.random() < (0.6 if time == "night" else 0.35)
            pen.box(x + w * (i + 0.25) / columns, base - h + h * (j + 0.25) / rows, 0.5 * w / columns, 0.5 * h / rows,
                    (1.0, 0.86, 0.45) if lit else mix(wall, (0.75, 0.88, 1.0), 0.5), glow=lit)
