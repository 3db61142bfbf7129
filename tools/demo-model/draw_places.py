"""Backgrounds. A picture is `width` wide and 1 high; each place says where things may stand."""
from draw_room import draw_room
from draw_sky import draw_sky
from pen import Pen, jitter, mix
from scenery import Ground, building, cactus, fir, leafy_tree, mountain_peak, palm, ridge, snowy_fir, tufts, water

# The light on the ground and, weaker, on things: their colours must stay recognisable.
LIGHT = {
    "day": ((1, 1, 1), 0.0, 0.0),
    "sunset": ((0.85, 0.35, 0.22), 0.3, 0.1),
    "night": ((0.03, 0.05, 0.18), 0.58, 0.24),
}


def thing_light(time):
    tint, _, shade = LIGHT[time]
    return tint, shade


def _beach(pen, width, time):
    rng = pen.rng
    horizon, shore = rng.uniform(0.34, 0.42), rng.uniform(0.58, 0.66)
    draw_sky(pen, width, horizon, time)
    water(pen, width, horizon, shore + 0.05, time)
    sand = jitter(rng, (0.95, 0.84, 0.60), 0.03)
    ridge(pen, width, shore + 0.035, 0.035, (0.97, 0.98, 1.0), 2.5)
    state = rng.getstate()
    ridge(pen, width, shore + 0.06, 0.035, mix(sand, (0.5, 0.4, 0.3), 0.2), 2.5)
    rng.setstate(state)
    ridge(pen, width, shore + 0.075, 0.035, sand, 2.5)
    for _ in range(40):
        pen.oval(rng.random() * width, rng.uniform(shore + 0.1, 1), 0.005, 0.003, mix(sand, (0.5, 0.35, 0.2), 0.5))
    if rng.random() < 0.45:
        palm(pen, rng.choice((0.07, 0.93)) * width, 0.82, rng.uniform(0.55, 0.7))
    return Ground(horizon, shore + 0.12, 0.97, (horizon + 0.06, shore - 0.02))


def _sea(pen, width, time):
    horizon = pen.rng.uniform(0.32, 0.46)
    draw_sky(pen, width, horizon, time)
    water(pen, width, horizon, 1.01, time)
    return Ground(horizon, 0.9, 0.95, (horizon + 0.1, 0.93))


def _snow(pen, width, time):
    rng = pen.rng
    horizon = rng.uniform(0.42, 0.52)
    draw_sky(pen, width, horizon + 0.05, time)
    ridge(pen, width, horizon, 0.1, (0.82, 0.88, 0.96))
    for _ in range(rng.randint(2, 6)):
        snowy_fir(pen, rng.random() * width, horizon + rng.uniform(0.02, 0.1), rng.uniform(0.16, 0.34))
    ridge(pen, width, horizon + 0.12, 0.06, (0.95, 0.97, 1.0))
    for _ in range(rng.randint(50, 90)):
        r = rng.uniform(0.004, 0.009)
        pen.oval(rng.random() * width, rng.random(), r, r, (1, 1, 1), 0.85, glow=True)
    return Ground(horizon, horizon + 0.2, 0.97)


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
                fir(pen, x, y, h, jitter(rng, rgb, 0.03))
            else:
                leafy_tree(pen, x, y, h, jitter(rng, rgb, 0.03))
    ridge(pen, width, horizon + 0.1, 0.03, jitter(rng, (0.30, 0.38, 0.17), 0.04), 3)
    tufts(pen, width, horizon + 0.12, (0.2, 0.32, 0.12))
    return Ground(horizon - 0.1, horizon + 0.17, 0.97)


def _mountains(pen, width, time):
    rng = pen.rng
    horizon = rng.uniform(0.52, 0.58)
    draw_sky(pen, width, horizon + 0.1, time)
    rock = jitter(rng, (0.46, 0.49, 0.58), 0.05)
    for far, count in ((0.45, 3), (0.0, 2)):
        for i in range(count + 1):
            x = width * (i + rng.uniform(0.1, 0.9)) / (count + 1)
            peak, half = rng.uniform(0.1, 0.24) + (0.06 if not far else 0), rng.uniform(0.28, 0.42)
            mountain_peak(pen, x, horizon + 0.04, peak, half, mix(rock, (0.7, 0.78, 0.9), far))
    ridge(pen, width, horizon + 0.08, 0.06, jitter(rng, (0.36, 0.50, 0.28), 0.04))
    for _ in range(rng.randint(3, 7)):
        fir(pen, rng.random() * width, horizon + 0.09, rng.uniform(0.08, 0.15), (0.14, 0.34, 0.2))
    tufts(pen, width, horizon + 0.12, (0.26, 0.38, 0.2))
    return Ground(horizon - 0.12, horizon + 0.15, 0.97)


def _city(pen, width, time):
    rng = pen.rng
    street = rng.uniform(0.62, 0.68)
    draw_sky(pen, width, street, time)
    for far in (0.45, 0.0):
        x = -rng.uniform(0, 0.1)
        while x < width:
            w, h = rng.uniform(0.12, 0.24), rng.uniform(0.24, 0.5) + (0.1 if far else 0)
            building(pen, x, street + 0.01, w, h, time, far)
            x += w + rng.uniform(0, 0.03)
    pen.box(0, street, width, 0.08, jitter(rng, (0.66, 0.64, 0.62), 0.03))
    pen.box(0, street + 0.08, width, 1, jitter(rng, (0.33, 0.34, 0.37), 0.03))
    for i in range(int(width / 0.2) + 1):
        pen.box(i * 0.2 + 0.03, 0.865, 0.11, 0.018, (0.9, 0.88, 0.8))
    return Ground(street - 0.2, street + 0.06, 0.97)


def _road(pen, width, time):
    rng = pen.rng
    horizon = rng.uniform(0.42, 0.5)
    draw_sky(pen, width, horizon + 0.03, time)
    field = jitter(rng, rng.choice(((0.45, 0.60, 0.25), (0.72, 0.66, 0.32), (0.38, 0.55, 0.28))), 0.03)
    ridge(pen, width, horizon + 0.02, 0.06, mix(field, (0.3, 0.4, 0.5), 0.4))
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
            leafy_tree(pen, side * width, horizon + 0.1, rng.uniform(0.2, 0.32), (0.24, 0.5, 0.22))
    return Ground(horizon, horizon + 0.2, 0.97)


def _meadow(pen, width, time):
    rng = pen.rng
    horizon = rng.uniform(0.45, 0.55)
    draw_sky(pen, width, horizon + 0.1, time)
    green = jitter(rng, (0.42, 0.70, 0.26), 0.04)
    ridge(pen, width, horizon, 0.1, mix(green, (0.3, 0.5, 0.45), 0.4), 1.5)
    for _ in range(rng.randint(0, 3)):
        leafy_tree(pen, rng.random() * width, horizon + 0.04, rng.uniform(0.14, 0.24), (0.2, 0.48, 0.2))
    ridge(pen, width, horizon + 0.07, 0.06, mix(green, (1, 1, 0.6), 0.12), 1.2)
    ridge(pen, width, horizon + 0.2, 0.07, green, 1.0)
    tufts(pen, width, horizon + 0.15, mix(green, (0, 0.2, 0), 0.45))
    return Ground(horizon - 0.03, horizon + 0.17, 0.97)


def _desert(pen, width, time):
    rng = pen.rng
    horizon = rng.uniform(0.46, 0.54)
    draw_sky(pen, width, horizon + 0.1, time)
    sand = jitter(rng, (0.90, 0.62, 0.32), 0.03)
    ridge(pen, width, horizon + 0.02, 0.12, mix(sand, (0.6, 0.3, 0.2), 0.35), 1.5)
    ridge(pen, width, horizon + 0.1, 0.1, mix(sand, (0.6, 0.3, 0.2), 0.15), 1.2)
    ridge(pen, width, horizon + 0.2, 0.08, sand, 1.0)
    for _ in range(rng.randint(1, 3)):
        cactus(pen, rng.random() * width, horizon + rng.uniform(0.08, 0.18), rng.uniform(0.16, 0.28))
    return Ground(horizon - 0.03, horizon + 0.17, 0.97)


_PLACES = {"beach": _beach, "sea": _sea, "snow": _snow, "forest": _forest, "mountains": _mountains, "city": _city,
           "road": _road, "meadow": _meadow, "room": draw_room, "desert": _desert}


def draw_place(context, rng, scene, width):
    tint, shade, _ = LIGHT[scene.time]
    return _PLACES[scene.place](Pen(context, rng, tint, shade), width, scene.time)
