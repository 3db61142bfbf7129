"""Backgrounds. A picture is `width` wide and 1 high; each place says where things may stand."""
import math
from dataclasses import dataclass

from pen import Pen, jitter, mix


@dataclass
class Ground:
    """Where things go: feet between far and near, floating things above the horizon."""
    horizon: float
    far: float
    near: float
    water: tuple = ()


SKY = {
    "day": ((0.24, 0.54, 0.92), (0.55, 0.78, 0.97), (0.84, 0.93, 0.99)),
    "sunset": ((0.27, 0.20, 0.48), (0.93, 0.42, 0.33), (1.0, 0.80, 0.42)),
    "night": ((0.02, 0.03, 0.11), (0.06, 0.08, 0.22), (0.13, 0.16, 0.36)),
}
# The light on the ground and, weaker, on things: their colours must stay recognisable.
LIGHT = {"day": ((1, 1, 1), 0.0, 0.0), "sunset": ((0.85, 0.35, 0.22), 0.3, 0.1), "night": ((0.03, 0.05, 0.18), 0.58, 0.24)}


def thing_light(time):
    tint, _, shade = LIGHT[time]
    return tint, shade


def draw_sky(pen, width, bottom, time, left=0.0, top=0.0):
    rng = pen.rng
    stops = [jitter(rng, rgb, 0.05) for rgb in SKY[time]]
    pen.c.rectangle(left, top, width, bottom - top + 0.01)
    pen.paint_gradient(0, top, 0, bottom, (0, stops[0]), (0.6, stops[1]), (1, stops[2]))
    depth = bottom - top
    x = left + rng.uniform(0.12, 0.88) * width
    if time == "night":
        for _ in range(rng.randint(40, 70)):
            r = rng.uniform(0.002, 0.006)
            pen.oval(left + rng.random() * width, top + rng.random() ** 1.3 * depth, r, r,
                     (1, 1, 0.93), rng.uniform(0.6, 1), glow=True)
        y, r = top + rng.uniform(0.2, 0.4) * depth, 0.055 * min(1, depth / 0.4)
        pen.glow(x, y, r * 3.5, (0.9, 0.92, 1), 0.5)
        pen.oval(x, y, r, r, (0.98, 0.97, 0.88), glow=True)
        if rng.random() < 0.5:  # a crescent
            pen.oval(x + r * 0.45, y - r * 0.15, r * 0.85, r * 0.85, mix(stops[0], stops[1], 0.5), glow=True)
    elif time == "sunset":
        y, r = bottom - rng.uniform(-0.02, 0.25) * depth, 0.1 * min(1, depth / 0.4)
        pen.glow(x, y, r * 4, (1, 0.85, 0.45), 0.85)
        pen.oval(x, y, r, r, (1, 0.9, 0.55), glow=True)
        for _ in range(rng.randint(2, 5)):
            cx, cy = left + rng.random() * width, top + rng.uniform(0.1, 0.75) * depth
            pen.oval(cx, cy, rng.uniform(0.1, 0.3) * depth * 2, 0.012, mix(stops[1], (1, 0.7, 0.6), 0.4), 0.7, glow=True)
    else:
        if rng.random() < 0.7:
            y, r = top + rng.uniform(0.15, 0.35) * depth, 0.06 * min(1, depth / 0.4)
            pen.glow(x, y, r * 3, (1, 0.97, 0.7), 0.8)
            pen.oval(x, y, r, r, (1, 0.96, 0.6), glow=True)
        for _ in range(rng.randint(1, 4)):
            _cloud(pen, left + rng.random() * width, top + rng.uniform(0.15, 0.7) * depth, rng.uniform(0.03, 0.07))


def _cloud(pen, x, y, r):
    for dx, dy, share in ((-1.6, 0.2, 0.75), (0, -0.3, 1.1), (1.5, 0.15, 0.8), (-0.7, 0.2, 0.9), (0.8, 0.25, 0.9)):
        pen.oval(x + dx * r, y + dy * r, r * share * 1.2, r * share * 0.75, (1, 1, 1), 0.8, glow=True)


def _ridge(pen, width, y, height, rgb, waves=2.0):
    """Rolling ground from y down to the bottom."""
    phase, waves = pen.rng.uniform(0, 6.3), waves * pen.rng.uniform(0.7, 1.3)
    points = [(0, 1.01)]
    for i in range(33):
        x = width * i / 32
        points.append((x, y - height * (0.5 + 0.5 * math.sin(phase + waves * 2 * math.pi * i / 32))))
    points.append((width, 1.01))
    pen.polygon(points, rgb)


def _fir(pen, x, y, h, rgb):
    pen.box(x - 0.03 * h, y - 0.15 * h, 0.06 * h, 0.16 * h, (0.35, 0.24, 0.15))
    for base, half, top in ((0.1, 0.26, 0.5), (0.33, 0.21, 0.72), (0.55, 0.15, 1.0)):
        pen.polygon(((x - half * h, y - base * h), (x + half * h, y - base * h), (x, y - top * h)), rgb)


def _leafy_tree(pen, x, y, h, rgb):
    pen.box(x - 0.045 * h, y - 0.5 * h, 0.09 * h, 0.5 * h, (0.36, 0.24, 0.15))
    for dx, dy in ((-0.17, -0.58), (0.17, -0.58), (0, -0.78), (0, -0.58)):
        pen.oval(x + dx * h, y + dy * h, 0.22 * h, 0.22 * h, jitter(pen.rng, rgb, 0.025))


def _water(pen, width, top, bottom, time):
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


def _beach(pen, width, time):
    rng = pen.rng
    horizon, shore = rng.uniform(0.34, 0.42), rng.uniform(0.58, 0.66)
    draw_sky(pen, width, horizon, time)
    _water(pen, width, horizon, shore + 0.05, time)
    sand = jitter(rng, (0.95, 0.84, 0.60), 0.03)
    _ridge(pen, width, shore + 0.035, 0.035, (0.97, 0.98, 1.0), 2.5)
    state = rng.getstate()
    _ridge(pen, width, shore + 0.06, 0.035, mix(sand, (0.5, 0.4, 0.3), 0.2), 2.5)
    rng.setstate(state)
    _ridge(pen, width, shore + 0.075, 0.035, sand, 2.5)
    for _ in range(40):
        pen.oval(rng.random() * width, rng.uniform(shore + 0.1, 1), 0.005, 0.003, mix(sand, (0.5, 0.35, 0.2), 0.5))
    if rng.random() < 0.45:
        _palm(pen, rng.choice((0.07, 0.93)) * width, 0.82, rng.uniform(0.55, 0.7))
    return Ground(horizon, shore + 0.12, 0.97, (horizon + 0.06, shore - 0.02))


def _palm(pen, x, y, h):
    lean = 0.15 * h if x < 0.3 else -0.15 * h
    pen.curve((x, y), (x, y - 0.4 * h), (x + lean * 0.4, y - 0.7 * h), (x + lean, y - 0.9 * h), 0.035, (0.5, 0.35, 0.2))
    for angle in (-2.9, -2.3, -1.2, -0.6, 0.0, 0.5, 2.7):
        tip = (x + lean + 0.24 * h * math.cos(angle), y - 0.9 * h + 0.18 * h * math.sin(angle) + 0.06 * h)
        pen.curve((x + lean, y - 0.9 * h), (x + lean, y - 0.98 * h), tip, tip, 0.03, (0.15, 0.5, 0.2))


def _sea(pen, width, time):
    horizon = pen.rng.uniform(0.32, 0.46)
    draw_sky(pen, width, horizon, time)
    _water(pen, width, horizon, 1.01, time)
    return Ground(horizon, 0.9, 0.95, (horizon + 0.1, 0.93))


def _snow(pen, width, time):
    rng = pen.rng
    horizon = rng.uniform(0.42, 0.52)
    draw_sky(pen, width, horizon + 0.05, time)
    _ridge(pen, width, horizon, 0.1, (0.82, 0.88, 0.96))
    for _ in range(rng.randint(2, 6)):
        _snowy_fir(pen, rng.random() * width, horizon + rng.uniform(0.02, 0.1), rng.uniform(0.16, 0.34))
    _ridge(pen, width, horizon + 0.12, 0.06, (0.95, 0.97, 1.0))
    for _ in range(rng.randint(50, 90)):
        r = rng.uniform(0.004, 0.009)
        pen.oval(rng.random() * width, rng.random(), r, r, (1, 1, 1), 0.85, glow=True)
    return Ground(horizon, horizon + 0.2, 0.97)


def _snowy_fir(pen, x, y, h):
    _fir(pen, x, y, h, (0.22, 0.42, 0.36))
    for base, half, top in ((0.3, 0.13, 0.5), (0.52, 0.11, 0.72), (0.75, 0.08, 1.0)):
        pen.polygon(((x - half * h, y - base * h), (x + half * h, y - base * h), (x, y - top * h)), (0.96, 0.98, 1))


def _forest(pen, width, time):
    rng = pen.rng
    horizon = rng.uniform(0.5, 0.58)
    draw_sky(pen, width, horizon + 0.1, time)
    greens = [jitter(rng, rgb, 0.03) for rgb in ((0.09, 0.30, 0.16), (0.13, 0.40, 0.19), (0.20, 0.50, 0.22))]
    firs = rng.random() < 0.5
    for row, rgb in enumerate(greens):
        spacing = 0.17 + 0.04 * row
        for i in range(int(width / spacing) + 2):
            x, h = (i + rng.uniform(-0.3, 0.3)) * spacing, rng.uniform(0.42, 0.58) + 0.03 * row
            y = horizon + 0.03 + 0.035 * row
            if rng.random() < (0.85 if firs else 0.15):
                _fir(pen, x, y, h, jitter(rng, rgb, 0.03))
            else:
                _leafy_tree(pen, x, y, h, jitter(rng, rgb, 0.03))
    _ridge(pen, width, horizon + 0.1, 0.03, jitter(rng, (0.30, 0.38, 0.17), 0.04), 3)
    _tufts(pen, width, horizon + 0.12, (0.2, 0.32, 0.12))
    return Ground(horizon - 0.1, horizon + 0.17, 0.97)


def _tufts(pen, width, top, rgb):
    for _ in range(35):
        x, y = pen.rng.random() * width, pen.rng.uniform(top, 1)
        pen.line(((x - 0.012, y - 0.025), (x, y), (x + 0.012, y - 0.025)), 0.005, rgb, 0.7)


def _mountains(pen, width, time):
    rng = pen.rng
    horizon = rng.uniform(0.52, 0.58)
    draw_sky(pen, width, horizon + 0.1, time)
    rock = jitter(rng, (0.46, 0.49, 0.58), 0.05)
    for far, count in ((0.45, 3), (0.0, 2)):
        for i in range(count + 1):
            x = width * (i + rng.uniform(0.1, 0.9)) / (count + 1)
            peak, half = rng.uniform(0.1, 0.24) + (0.06 if not far else 0), rng.uniform(0.28, 0.42)
            _peak(pen, x, horizon + 0.04, peak, half, mix(rock, (0.7, 0.78, 0.9), far))
    _ridge(pen, width, horizon + 0.08, 0.06, jitter(rng, (0.36, 0.50, 0.28), 0.04))
    for _ in range(rng.randint(3, 7)):
        _fir(pen, rng.random() * width, horizon + 0.09, rng.uniform(0.08, 0.15), (0.14, 0.34, 0.2))
    _tufts(pen, width, horizon + 0.12, (0.26, 0.38, 0.2))
    return Ground(horizon - 0.12, horizon + 0.15, 0.97)


def _peak(pen, x, base, top, half, rock):
    pen.polygon(((x - half, base), (x, top), (x + half, base)), rock)
    pen.polygon(((x, top), (x + half, base), (x + half * 0.15, base)), mix(rock, (0.15, 0.17, 0.28), 0.35))
    drop, side = 0.3 * (base - top), 0.3 * half
    pen.polygon(((x, top), (x - side, top + drop), (x - side * 0.45, top + drop * 0.8), (x, top + drop * 1.15),
                 (x + side * 0.5, top + drop * 0.8), (x + side, top + drop)), (0.97, 0.98, 1.0))


def _city(pen, width, time):
    rng = pen.rng
    street = rng.uniform(0.62, 0.68)
    draw_sky(pen, width, street, time)
    for far in (0.45, 0.0):
        x = -rng.uniform(0, 0.1)
        while x < width:
            w, h = rng.uniform(0.12, 0.24), rng.uniform(0.24, 0.5) + (0.1 if far else 0)
            _building(pen, x, street + 0.01, w, h, time, far)
            x += w + rng.uniform(0, 0.03)
    pen.box(0, street, width, 0.08, jitter(rng, (0.66, 0.64, 0.62), 0.03))
    pen.box(0, street + 0.08, width, 1, jitter(rng, (0.33, 0.34, 0.37), 0.03))
    for i in range(int(width / 0.2) + 1):
        pen.box(i * 0.2 + 0.03, 0.865, 0.11, 0.018, (0.9, 0.88, 0.8))
    return Ground(street - 0.2, street + 0.06, 0.97)


def _building(pen, x, base, w, h, time, far):
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


def _road(pen, width, time):
    rng = pen.rng
    horizon = rng.uniform(0.42, 0.5)
    draw_sky(pen, width, horizon + 0.03, time)
    field = jitter(rng, rng.choice(((0.45, 0.60, 0.25), (0.72, 0.66, 0.32), (0.38, 0.55, 0.28))), 0.03)
    _ridge(pen, width, horizon + 0.02, 0.06, mix(field, (0.3, 0.4, 0.5), 0.4))
    pen.box(0, horizon + 0.02, width, 1, field)
    vanish = width * rng.uniform(0.4, 0.6)
    edges = (vanish - 0.03, vanish + 0.03, width * 1.02, -width * 0.02)
    asphalt = jitter(rng, (0.36, 0.37, 0.40), 0.02)
    pen.polygon(((edges[0], horizon + 0.02), (edges[1], horizon + 0.02), (edges[2], 1.01), (edges[3], 1.01)), asphalt)
    middle = width / 2
    for i in range(7):
        near, next_near = (i / 7) ** 2, ((i + 0.5) / 7) ** 2
        y0, y1 = horizon + 0.02 + near * (1 - horizon), horizon + 0.02 + next_near * (1 - horizon)
        x0, x1 = vanish + (middle - vanish) * near, vanish + (middle - vanish) * next_near
        w0, w1 = 0.004 + 0.025 * near, 0.004 + 0.025 * next_near
        pen.polygon(((x0 - w0, y0), (x0 + w0, y0), (x1 + w1, y1), (x1 - w1, y1)), (0.98, 0.95, 0.8))
    for side in (0.08, 0.92):
        if rng.random() < 0.6:
            _leafy_tree(pen, side * width, horizon + 0.1, rng.uniform(0.2, 0.32), (0.24, 0.5, 0.22))
    return Ground(horizon, horizon + 0.2, 0.97)


def _meadow(pen, width, time):
    rng = pen.rng
    horizon = rng.uniform(0.45, 0.55)
    draw_sky(pen, width, horizon + 0.1, time)
    green = jitter(rng, (0.42, 0.70, 0.26), 0.04)
    _ridge(pen, width, horizon, 0.1, mix(green, (0.3, 0.5, 0.45), 0.4), 1.5)
    for _ in range(rng.randint(0, 3)):
        _leafy_tree(pen, rng.random() * width, horizon + 0.04, rng.uniform(0.14, 0.24), (0.2, 0.48, 0.2))
    _ridge(pen, width, horizon + 0.07, 0.06, mix(green, (1, 1, 0.6), 0.12), 1.2)
    _ridge(pen, width, horizon + 0.2, 0.07, green, 1.0)
    _tufts(pen, width, horizon + 0.15, mix(green, (0, 0.2, 0), 0.45))
    return Ground(horizon - 0.03, horizon + 0.17, 0.97)


def _desert(pen, width, time):
    rng = pen.rng
    horizon = rng.uniform(0.46, 0.54)
    draw_sky(pen, width, horizon + 0.1, time)
    sand = jitter(rng, (0.90, 0.62, 0.32), 0.03)
    _ridge(pen, width, horizon + 0.02, 0.12, mix(sand, (0.6, 0.3, 0.2), 0.35), 1.5)
    _ridge(pen, width, horizon + 0.1, 0.1, mix(sand, (0.6, 0.3, 0.2), 0.15), 1.2)
    _ridge(pen, width, horizon + 0.2, 0.08, sand, 1.0)
    for _ in range(rng.randint(1, 3)):
        _cactus(pen, rng.random() * width, horizon + rng.uniform(0.08, 0.18), rng.uniform(0.16, 0.28))
    return Ground(horizon - 0.03, horizon + 0.17, 0.97)


def _cactus(pen, x, y, h):
    green = (0.25, 0.48, 0.26)
    pen.line(((x, y), (x, y - h)), 0.16 * h, green)
    for side, at in ((-1, 0.35), (1, 0.5)):
        pen.line(((x, y - at * h), (x + side * 0.28 * h, y - at * h), (x + side * 0.28 * h, y - (at + 0.3) * h)), 0.11 * h, green)


def _room(pen, width, time):
    rng = pen.rng
    floor = rng.uniform(0.66, 0.72)
    wall = jitter(rng, rng.choice(((0.93, 0.86, 0.74), (0.76, 0.83, 0.80), (0.90, 0.78, 0.76), (0.80, 0.80, 0.88))), 0.03)
    # Lamps are on at night: the room is dimmer than by day but warm, not blue.
    inside = Pen(pen.c, rng, (0.30, 0.16, 0.08), {"day": 0.0, "sunset": 0.14, "night": 0.38}[time])
    inside.box(0, 0, width, floor + 0.01, wall)
    for i in range(int(width / 0.12) + 1):
        inside.box(i * 0.12, 0, 0.06, floor, mix(wall, (1, 1, 1), 0.25))
    wood = jitter(rng, (0.58, 0.38, 0.22), 0.04)
    inside.box(0, floor, width, 1, wood)
    for i in range(1, 5):
        y = floor + (1 - floor) * (i / 5) ** 1.4
        inside.line(((0, y), (width, y)), 0.004, mix(wood, (0, 0, 0), 0.35))
    inside.box(0, floor - 0.025, width, 0.03, (0.95, 0.93, 0.9))
    left = rng.uniform(0.04, 0.4) * width
    w, top, bottom = rng.uniform(0.4, 0.5) * min(width, 1.3), 0.09, rng.uniform(0.46, 0.52)
    inside.box(left - 0.025, top - 0.025, w + 0.05, bottom - top + 0.05, (0.98, 0.97, 0.95))
    pen.c.save()
    pen.c.rectangle(left, top, w, bottom - top)
    pen.c.clip()
    draw_sky(pen, w, bottom, time, left, top)
    pen.c.restore()
    inside.box(left + w / 2 - 0.01, top, 0.02, bottom - top, (0.98, 0.97, 0.95))
    curtain = jitter(rng, rng.choice(((0.6, 0.25, 0.25), (0.3, 0.4, 0.55), (0.45, 0.5, 0.3), (0.7, 0.6, 0.4))))
    for x in (left - 0.1, left + w - 0.01):
        inside.box(x, top - 0.05, 0.11, bottom - top + 0.14, curtain)
        inside.line(((x + 0.055, top - 0.04), (x + 0.055, bottom + 0.08)), 0.012, mix(curtain, (0, 0, 0), 0.25))
    right = left + w + 0.2
    if right < width - 0.1:
        inside.box(right, 0.2, 0.2, 0.16, (0.45, 0.3, 0.18))
        inside.box(right + 0.02, 0.22, 0.16, 0.12, jitter(rng, (0.55, 0.65, 0.6), 0.2))
    if rng.random() < 0.6:
        sofa = jitter(rng, (0.50, 0.46, 0.50), 0.12)
        x, sofa_width = rng.uniform(0, 0.5) * width, 0.75
        inside.box(x, floor - 0.17, sofa_width, 0.18, sofa, radius=0.04)
        inside.box(x - 0.03, floor - 0.08, sofa_width + 0.06, 0.13, mix(sofa, (0, 0, 0), 0.15), radius=0.03)
    rug = jitter(rng, (0.65, 0.35, 0.35), 0.12)
    inside.oval(width / 2, 0.88, width * 0.38, 0.07, rug)
    inside.oval(width / 2, 0.88, width * 0.33, 0.055, mix(rug, (1, 1, 1), 0.3))
    return Ground(floor - 0.08, floor + 0.08, 0.97)


_PLACES = {"beach": _beach, "sea": _sea, "snow": _snow, "forest": _forest, "mountains": _mountains, "city": _city,
           "road": _road, "meadow": _meadow, "room": _room, "desert": _desert}


def draw_place(context, rng, scene, width):
    tint, shade, _ = LIGHT[scene.time]
    return _PLACES[scene.place](Pen(context, rng, tint, shade), width, scene.time)
