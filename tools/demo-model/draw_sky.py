"""The sky by day, at sunset and at night."""
from pen import jitter, mix

SKY = {
    "day": ((0.24, 0.54, 0.92), (0.55, 0.78, 0.97), (0.84, 0.93, 0.99)),
    "sunset": ((0.27, 0.20, 0.48), (0.93, 0.42, 0.33), (1.0, 0.80, 0.42)),
    "night": ((0.02, 0.03, 0.11), (0.06, 0.08, 0.22), (0.13, 0.16, 0.36)),
}


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
