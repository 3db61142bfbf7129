"""A thin layer over cairo: shapes in one line each, colours lit by the time of day."""
import math

import cairo


def mix(a, b, share):
    """Colour a with the given share of colour b."""
    return tuple(x + (y - x) * share for x, y in zip(a, b))


def jitter(rng, rgb, amount=0.05):
    return tuple(min(1.0, max(0.0, v + rng.uniform(-amount, amount))) for v in rgb)


class Pen:
    """Draws on a cairo context. `tint` and `shade` are the light that falls on everything."""

    def __init__(self, context, rng, tint=(1, 1, 1), shade=0.0):
        self.c, self.rng, self.tint, self.shade = context, rng, tint, shade

    def lit(self, rgb):
        return mix(rgb, self.tint, self.shade)

    def paint(self, rgb, alpha=1.0, glow=False):
        """Fills the current path; what glows does not take the light of the time of day."""
        self.c.set_source_rgba(*(rgb if glow else self.lit(rgb)), alpha)
        self.c.fill()

    def paint_gradient(self, x0, y0, x1, y1, *stops):
        gradient = cairo.LinearGradient(x0, y0, x1, y1)
        for at, rgb in stops:
            gradient.add_color_stop_rgb(at, *rgb)
        self.c.set_source(gradient)
        self.c.fill()

    def glow(self, x, y, radius, rgb, strength=0.8):
        """A soft light around a point."""
        gradient = cairo.RadialGradient(x, y, 0, x, y, radius)
        gradient.add_color_stop_rgba(0, *rgb, strength)
        gradient.add_color_stop_rgba(1, *rgb, 0)
        self.c.set_source(gradient)
        self.c.arc(x, y, radius, 0, 2 * math.pi)
        self.c.fill()

    def polygon(self, points, rgb, alpha=1.0, glow=False):
        self.c.move_to(*points[0])
        for point in points[1:]:
            self.c.line_to(*point)
        self.c.close_path()
        self.paint(rgb, alpha, glow)

    def box(self, x, y, w, h, rgb, alpha=1.0, glow=False, radius=0.0):
        if radius:
            self.c.new_sub_path()
            for cx, cy, turn in ((x + w - radius, y + radius, -1), (x + w - radius, y + h - radius, 0),
                                 (x + radius, y + h - radius, 1), (x + radius, y + radius, 2)):
                self.c.arc(cx, cy, radius, turn * math.pi / 2, (turn + 1) * math.pi / 2)
            self.c.close_path()
        else:
            self.c.rectangle(x, y, w, h)
        self.paint(rgb, alpha, glow)

    def oval(self, x, y, rx, ry, rgb, alpha=1.0, glow=False, angle=0.0):
        self.c.save()
        self.c.translate(x, y)
        self.c.rotate(angle)
        self.c.scale(rx, ry)
        self.c.arc(0, 0, 1, 0, 2 * math.pi)
        self.c.restore()
        self.paint(rgb, alpha, glow)

    def half_disc(self, x, y, r, rgb, alpha=1.0):
        """The upper half of a disc."""
        self.c.arc(x, y, r, math.pi, 2 * math.pi)
        self.c.close_path()
        self.paint(rgb, alpha)

    def line(self, points, width, rgb, alpha=1.0, glow=False):
        self.c.move_to(*points[0])
        for point in points[1:]:
            self.c.line_to(*point)
        self.stroke(width, rgb, alpha, glow)

    def curve(self, start, a, b, end, width, rgb, alpha=1.0):
        self.c.move_to(*start)
        self.c.curve_to(*a, *b, *end)
        self.stroke(width, rgb, alpha)

    def ring(self, x, y, r, width, rgb):
        self.c.new_sub_path()
        self.c.arc(x, y, r, 0, 2 * math.pi)
        self.stroke(width, rgb)

    def stroke(self, width, rgb, alpha=1.0, glow=False):
        self.c.set_line_width(width)
        self.c.set_line_cap(cairo.LINE_CAP_ROUND)
        self.c.set_line_join(cairo.LINE_JOIN_ROUND)
        self.c.set_source_rgba(*(rgb if glow else self.lit(rgb)), alpha)
        self.c.stroke()
