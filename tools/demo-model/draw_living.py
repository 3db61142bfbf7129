"""People, animals, flowers: each drawn one unit high, standing at (0, 0), y downwards."""
import math

from pen import jitter, mix
from world import BRIGHT, COLOURS

SKIN = ((0.96, 0.80, 0.69), (0.87, 0.67, 0.52), (0.66, 0.45, 0.31), (0.42, 0.27, 0.18))
HAIR = ((0.13, 0.09, 0.07), (0.36, 0.21, 0.10), (0.80, 0.62, 0.28), (0.55, 0.20, 0.08), (0.62, 0.62, 0.62))
DARK = (0.07, 0.07, 0.09)


def draw_person(pen, _):
    rng = pen.rng
    skin, hair = rng.choice(SKIN), rng.choice(HAIR)
    top = jitter(rng, COLOURS[rng.choice(BRIGHT + ("white", "black"))])
    legs = jitter(rng, rng.choice(((0.15, 0.2, 0.4), (0.2, 0.2, 0.22), (0.55, 0.45, 0.33), (0.35, 0.38, 0.45))))
    dress = rng.random() < 0.4
    step = rng.uniform(0.02, 0.08)
    for side in (-1, 1):
        foot = (side * (0.04 + step), -0.02)
        pen.line(((side * 0.04, -0.42), foot), 0.075, skin if dress else legs)
        pen.line((foot, (foot[0] + 0.035, -0.02)), 0.045, DARK)
    if rng.random() < 0.35:
        pen.line(((-0.09, -0.73), (-0.22, -0.92)), 0.055, skin)  # waving
    else:
        pen.line(((-0.09, -0.72), (-0.17, -0.5)), 0.055, top)
    pen.line(((0.09, -0.72), (0.17, -0.5)), 0.055, top)
    if dress:
        pen.polygon(((-0.09, -0.78), (0.09, -0.78), (0.19, -0.3), (-0.19, -0.3)), top)
    else:
        pen.box(-0.115, -0.79, 0.23, 0.4, top, radius=0.05)
    if dress or rng.random() < 0.2:
        pen.box(-0.1, -0.97, 0.2, 0.22, hair, radius=0.08)  # long hair behind the face
    pen.oval(0, -0.875, 0.095, 0.11, skin)
    for x in (-0.035, 0.035):
        pen.oval(x, -0.875, 0.013, 0.016, DARK)
    pen.c.arc(0, -0.905, 0.1, math.pi, 2 * math.pi)
    pen.paint(hair)


def draw_cat(pen, colour):
    """Sitting, seen from the front: pointed ears, a raised curling tail."""
    fur = jitter(pen.rng, COLOURS[colour], 0.03)
    edge = mix(fur, (0.25, 0.2, 0.2), 0.35) if colour != "black" else (0.22, 0.22, 0.25)
    pen.curve((0.22, -0.08), (0.62, -0.02), (0.35, -0.5), (0.56, -0.62), 0.09, fur)
    pen.oval(0, -0.26, 0.29, 0.29, edge)
    pen.oval(0, -0.26, 0.27, 0.275, fur)
    for side in (-1, 1):
        pen.polygon(((side * 0.27, -1.0), (side * 0.03, -0.82), (side * 0.27, -0.62)), edge)
        pen.polygon(((side * 0.235, -0.93), (side * 0.08, -0.81), (side * 0.235, -0.7)), (0.95, 0.62, 0.62))
    pen.oval(0, -0.65, 0.28, 0.23, fur)
    if colour in ("orange", "grey"):
        for x in (-0.07, 0, 0.07):
            pen.line(((x, -0.86), (x, -0.78)), 0.03, edge)
        for y in (-0.36, -0.24):
            for side in (-1, 1):
                pen.line(((side * 0.26, y), (side * 0.14, y + 0.02)), 0.035, edge)
    for side in (-1, 1):
        pen.oval(side * 0.11, -0.68, 0.055, 0.065, (0.72, 0.92, 0.25), glow=True)
        pen.oval(side * 0.11, -0.68, 0.02, 0.055, DARK)
        for tilt in (-0.03, 0.03):
            pen.line(((side * 0.12, -0.57), (side * 0.38, -0.57 + tilt)), 0.012, edge)
        pen.oval(side * 0.1, -0.04, 0.09, 0.05, mix(fur, (1, 1, 1), 0.15))
    pen.polygon(((-0.035, -0.6), (0.035, -0.6), (0, -0.56)), (0.9, 0.4, 0.45))


def draw_dog(pen, colour):
    """Standing, seen from the side: a long body, a muzzle, a hanging ear."""
    fur = jitter(pen.rng, COLOURS[colour], 0.03)
    edge = mix(fur, (0.2, 0.13, 0.08), 0.45) if colour != "black" else (0.2, 0.2, 0.22)
    pen.curve((-0.52, -0.56), (-0.7, -0.62), (-0.72, -0.8), (-0.66, -0.92), 0.085, fur)
    for x, shade in ((-0.36, edge), (0.24, edge), (-0.47, fur), (0.36, fur)):
        pen.line(((x, -0.4), (x, -0.05)), 0.13, shade)
    pen.box(-0.58, -0.66, 1.05, 0.34, fur, radius=0.16)
    pen.polygon(((0.22, -0.62), (0.5, -0.9), (0.66, -0.62), (0.47, -0.4)), fur)
    pen.oval(0.52, -0.8, 0.2, 0.18, fur)
    pen.box(0.56, -0.8, 0.33, 0.17, fur, radius=0.07)
    pen.oval(0.87, -0.76, 0.05, 0.045, DARK if colour != "black" else (0.35, 0.3, 0.3))
    pen.oval(0.4, -0.72, 0.09, 0.2, edge, angle=0.25)
    pen.oval(0.6, -0.85, 0.03, 0.03, DARK if colour != "black" else (0.9, 0.9, 0.9))
    pen.line(((0.33, -0.55), (0.5, -0.5)), 0.06, (0.85, 0.15, 0.2))  # collar
    pen.oval(0.77, -0.6, 0.035, 0.07, (0.95, 0.45, 0.5))


def draw_bird(pen, colour):
    """In flight, seen from the side."""
    body = jitter(pen.rng, COLOURS[colour], 0.03)
    wing = mix(body, (0.45, 0.48, 0.55), 0.4)
    lift = pen.rng.uniform(-0.15, 0.1)
    pen.polygon(((-0.1, -0.45), (-0.5, -1.0 - lift), (0.18, -0.5)), wing)
    pen.polygon(((-0.75, -0.3), (-0.35, -0.5), (-0.4, -0.32), (-0.72, -0.5)), wing)
    pen.oval(0, -0.4, 0.48, 0.17, body)
    pen.oval(0.45, -0.52, 0.16, 0.14, body)
    pen.polygon(((0.58, -0.58), (0.82, -0.5), (0.58, -0.44)), (0.98, 0.65, 0.1))
    pen.oval(0.48, -0.55, 0.03, 0.03, DARK if colour == "white" else (0.95, 0.95, 0.95))
    pen.polygon(((-0.18, -0.42), (0.22, -0.42), (0.05, -1.0 - lift), (-0.25, -0.95 - lift)), mix(body, wing, 0.5))


def draw_flower(pen, colour):
    petal = jitter(pen.rng, COLOURS[colour])
    heart = (0.98, 0.8, 0.15) if colour not in ("yellow", "orange") else (0.35, 0.2, 0.1)
    lean, petals = pen.rng.uniform(-0.08, 0.08), pen.rng.choice((5, 6, 8))
    pen.curve((0, 0), (0.04, -0.2), (lean, -0.4), (lean, -0.66), 0.05, (0.16, 0.5, 0.2))
    for side in (-1, 1):
        pen.oval(side * 0.13, -0.22, 0.15, 0.055, (0.2, 0.58, 0.24), angle=-side * 0.6)
    for i in range(petals):
        angle = 2 * math.pi * i / petals
        x, y = lean + 0.2 * math.cos(angle), -0.68 + 0.2 * math.sin(angle)
        pen.oval(x, y, 0.15, 0.105, mix(petal, (0, 0, 0), 0.06 * (i % 2)), angle=angle)
    pen.oval(lean, -0.68, 0.11, 0.11, heart)
