"""Made things: each drawn one unit high, standing at (0, 0), y downwards."""
import math

from pen import jitter, mix
from world import COLOURS

DARK = (0.08, 0.08, 0.1)
WINDOW = (0.70, 0.86, 0.95)
LAMP = (1.0, 0.88, 0.45)


def _window(pen):
    """Windows shine at night."""
    return (LAMP, True) if pen.shade > 0.2 else (WINDOW, False)


def draw_car(pen, colour):
    body = jitter(pen.rng, COLOURS[colour], 0.04)
    edge = mix(body, (0, 0, 0), 0.28) if colour != "black" else (0.27, 0.27, 0.3)
    pen.oval(0, -0.02, 1.12, 0.05, (0, 0, 0), 0.25)
    pen.polygon(((-0.62, -0.6), (-0.4, -1.0), (0.36, -1.0), (0.66, -0.6)), body)
    for points in (((-0.48, -0.62), (-0.33, -0.92), (-0.04, -0.92), (-0.04, -0.62)),
                   ((0.04, -0.62), (0.04, -0.92), (0.31, -0.92), (0.52, -0.62))):
        pen.polygon(points, WINDOW if pen.shade < 0.2 else (0.45, 0.55, 0.68))
    pen.box(-1.08, -0.64, 2.16, 0.46, body, radius=0.12)
    pen.box(-1.06, -0.3, 2.12, 0.09, edge)
    pen.line(((0, -0.6), (0, -0.26)), 0.02, edge)
    pen.oval(1.0, -0.5, 0.07, 0.07, (1, 0.95, 0.7), glow=True)
    pen.oval(-1.03, -0.5, 0.05, 0.06, (0.95, 0.2, 0.2), glow=True)
    if pen.shade > 0.2:
        pen.glow(1.25, -0.48, 0.4, LAMP, 0.6)
    for x in (-0.6, 0.6):
        pen.oval(x, -0.2, 0.22, 0.22, DARK)
        pen.oval(x, -0.2, 0.1, 0.1, (0.75, 0.76, 0.78))


def draw_boat(pen, colour):
    """A hull with a mast and two white sails."""
    hull = jitter(pen.rng, COLOURS[colour], 0.04)
    sail = mix((1, 1, 1), hull, 0.0 if pen.rng.random() < 0.6 else 0.25)
    pen.line(((0.02, -0.25), (0.02, -1.0)), 0.03, (0.4, 0.28, 0.18))
    pen.polygon(((0.06, -0.97), (0.06, -0.34), (0.5, -0.34)), sail)
    pen.polygon(((-0.03, -0.9), (-0.03, -0.34), (-0.4, -0.34)), mix(sail, (0.6, 0.65, 0.75), 0.25))
    pen.polygon(((-0.68, -0.28), (0.74, -0.28), (0.5, 0.0), (-0.5, 0.0)), hull)
    pen.polygon(((-0.68, -0.28), (0.74, -0.28), (0.7, -0.23), (-0.65, -0.23)), mix(hull, (1, 1, 1), 0.5))
    pen.polygon(((-0.62, 0.0), (0.62, 0.0), (0.4, 0.07), (-0.4, 0.07)), (1, 1, 1), 0.25)  # foam


def draw_house(pen, colour):
    rng = pen.rng
    wall = jitter(rng, COLOURS[colour], 0.04)
    wall = wall if colour == "white" else mix(wall, (1, 1, 1), 0.12)
    roof = jitter(rng, rng.choice(((0.5, 0.22, 0.16), (0.33, 0.27, 0.27), (0.4, 0.3, 0.22))), 0.04)
    glass, glow = _window(pen)
    pen.box(0.25, -0.98, 0.12, 0.35, mix(roof, (0.4, 0.3, 0.3), 0.5))
    pen.box(-0.55, -0.58, 1.1, 0.58, wall)
    pen.polygon(((-0.68, -0.55), (0, -1.0), (0.68, -0.55)), roof)
    pen.box(-0.1, -0.34, 0.2, 0.34, (0.38, 0.24, 0.15))
    for x in (-0.44, 0.22):
        pen.box(x - 0.02, -0.46, 0.26, 0.24, (1, 1, 1) if colour != "white" else (0.55, 0.6, 0.65))
        pen.box(x, -0.44, 0.22, 0.2, glass, glow=glow)
        pen.line(((x + 0.11, -0.44), (x + 0.11, -0.24)), 0.02, (1, 1, 1))
    pen.oval(0, -0.72, 0.08, 0.08, glass, glow=glow)


def draw_christmas_tree(pen, _):
    """A fir with coloured lights, a golden star and presents."""
    rng = pen.rng
    green = jitter(rng, (0.05, 0.42, 0.19), 0.03)
    pen.box(-0.06, -0.12, 0.12, 0.12, (0.4, 0.26, 0.14))
    for y, half, height in ((-0.1, 0.4, 0.34), (-0.33, 0.32, 0.32), (-0.56, 0.22, 0.32)):
        pen.polygon(((-half, y), (half, y), (0, y - height)), mix(green, (0, 0, 0), 0.1 if y > -0.2 else 0))
    for y, half in ((-0.14, 0.32), (-0.27, 0.2), (-0.38, 0.24), (-0.5, 0.14), (-0.62, 0.14), (-0.72, 0.07)):
        for i in range(max(2, round(half * 16))):
            x = -half + 2 * half * (i + rng.uniform(0.3, 0.7)) / max(2, round(half * 16))
            rgb = rng.choice(((1, 0.25, 0.2), (1, 0.85, 0.2), (0.35, 0.6, 1), (1, 0.5, 0.8), (1, 1, 0.9)))
            pen.glow(x, y, 0.07, rgb, 0.7)
            pen.oval(x, y, 0.028, 0.028, rgb, glow=True)
    star = []
    for i in range(10):
        r, angle = (0.1 if i % 2 == 0 else 0.042), math.pi * i / 5 - math.pi / 2
        star.append((r * math.cos(angle), -0.9 + r * math.sin(angle)))
    pen.glow(0, -0.9, 0.2, (1, 0.9, 0.4), 0.6)
    pen.polygon(star, (1, 0.84, 0.2), glow=True)
    for x, w in ((-0.34, 0.17), (0.14, 0.2)):
        rgb = rng.choice(((0.85, 0.15, 0.2), (0.2, 0.4, 0.85), (0.6, 0.25, 0.7)))
        pen.box(x, -0.12, w, 0.12, rgb)
        pen.box(x + w / 2 - 0.015, -0.12, 0.03, 0.12, (1, 0.9, 0.5))


def draw_balloon(pen, colour):
    skin = jitter(pen.rng, COLOURS[colour], 0.04)
    sway = pen.rng.uniform(-0.1, 0.1)
    pen.curve((0, -0.45), (sway, -0.3), (-sway, -0.15), (sway / 2, 0), 0.015, (0.85, 0.85, 0.85))
    pen.polygon(((-0.05, -0.4), (0.05, -0.4), (0, -0.48)), mix(skin, (0, 0, 0), 0.2))
    pen.oval(0, -0.72, 0.24, 0.28, skin)
    pen.oval(0.04, -0.7, 0.18, 0.22, mix(skin, (0, 0, 0), 0.08))
    pen.oval(0, -0.73, 0.2, 0.24, skin)
    pen.oval(-0.09, -0.84, 0.05, 0.07, (1, 1, 1), 0.7)


def draw_umbrella(pen, colour):
    """An open parasol on a pole."""
    cloth = jitter(pen.rng, COLOURS[colour], 0.04)
    pen.line(((0, -0.9), (0, -0.02)), 0.035, (0.5, 0.4, 0.3))
    pen.curve((0, -0.05), (0, 0.04), (0.1, 0.04), (0.1, -0.04), 0.035, (0.5, 0.4, 0.3))
    pen.c.save()
    pen.c.translate(0, -0.5)
    pen.c.scale(0.58, 0.44)
    for start, end, share in ((-1, 1, 0.0), (-0.62, 0.62, 0.16), (-0.22, 0.22, 0.0)):
        pen.c.save()
        pen.c.scale((end - start) / 2, 1)
        pen.half_disc(0, 0, 1, mix(cloth, (0, 0, 0), share))
        pen.c.restore()
    pen.c.restore()
    pen.line(((0, -0.94), (0, -0.99)), 0.03, (0.5, 0.4, 0.3))


def draw_bicycle(pen, colour):
    frame = jitter(pen.rng, COLOURS[colour], 0.04)
    back, front, crank, seat, head = (-0.5, -0.36), (0.5, -0.36), (-0.05, -0.34), (-0.2, -0.8), (0.36, -0.8)
    for wheel in (back, front):
        pen.ring(*wheel, 0.32, 0.06, (0.14, 0.14, 0.16))
        for i in range(4):
            dx, dy = 0.3 * math.cos(i * math.pi / 4), 0.3 * math.sin(i * math.pi / 4)
            pen.line(((wheel[0] - dx, wheel[1] - dy), (wheel[0] + dx, wheel[1] + dy)), 0.01, (0.6, 0.6, 0.62))
    for a, b in ((back, crank), (crank, head), (seat, head), (seat, crank), (back, seat), (head, front)):
        pen.line((a, b), 0.085, frame)
    pen.line(((0.36, -0.8), (0.33, -0.97), (0.48, -0.99)), 0.05, (0.2, 0.2, 0.22))
    pen.line(((-0.32, -0.86), (-0.1, -0.86)), 0.08, (0.2, 0.15, 0.12))


def draw_tent(pen, colour):
    cloth = jitter(pen.rng, COLOURS[colour], 0.04)
    pen.polygon(((-0.75, 0), (-0.15, -1.0), (0.45, 0)), cloth)
    pen.polygon(((-0.15, -1.0), (0.5, -0.85), (0.95, -0.06), (0.45, 0)), mix(cloth, (0, 0, 0), 0.22))
    inside = LAMP if pen.shade > 0.2 else (0.2, 0.17, 0.15)
    pen.polygon(((-0.38, 0), (-0.15, -0.72), (0.1, 0)), inside, glow=pen.shade > 0.2)
    pen.polygon(((-0.38, 0), (-0.15, -0.72), (-0.24, 0)), mix(cloth, (1, 1, 1), 0.35))


def draw_snowman(pen, _):
    snow, edge = (0.97, 0.98, 1.0), (0.62, 0.7, 0.82)
    pen.line(((-0.15, -0.52), (-0.46, -0.7)), 0.03, (0.35, 0.22, 0.12))
    pen.line(((0.15, -0.52), (0.46, -0.66)), 0.03, (0.35, 0.22, 0.12))
    for y, r in ((-0.21, 0.24), (-0.51, 0.175), (-0.74, 0.125)):
        pen.oval(0, y, r + 0.012, r + 0.012, edge)
        pen.oval(-0.01, y - 0.01, r - 0.012, r - 0.012, snow)
    pen.polygon(((0, -0.76), (0.2, -0.72), (0, -0.7)), (0.98, 0.5, 0.1))
    for x in (-0.05, 0.05):
        pen.oval(x, -0.79, 0.018, 0.018, DARK)
    for y in (-0.56, -0.48):
        pen.oval(0, y, 0.018, 0.018, DARK)
    scarf = COLOURS[pen.rng.choice(("red", "blue", "green"))]
    pen.box(-0.13, -0.655, 0.26, 0.06, scarf, radius=0.025)
    pen.box(0.05, -0.63, 0.06, 0.18, scarf)
    pen.box(-0.17, -0.85, 0.34, 0.035, DARK)
    pen.box(-0.1, -1.0, 0.2, 0.16, DARK)
