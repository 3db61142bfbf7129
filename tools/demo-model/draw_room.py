"""Indoors: a room whose window shows the time of day."""
from draw_sky import draw_sky
from pen import Pen, jitter, mix
from scenery import Ground


def draw_room(pen, width, time):
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
