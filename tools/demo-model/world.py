"""The demo world: what a scene can contain, and how scenes are drawn at random.

A scene is plain data (a place, a time of day and up to three kinds of things).
The pictures, the captions and the truth for evaluation are all made from it.
"""
from dataclasses import dataclass

PLACES = ("beach", "sea", "snow", "forest", "mountains", "city", "road", "meadow", "room", "desert")
TIMES = ("day", "sunset", "night")
COUNTS = ("one", "two", "three", "many")
MANY = 4  # this many or more are "many"

COLOURS = {
    "red": (0.86, 0.11, 0.14), "blue": (0.13, 0.35, 0.86), "yellow": (0.99, 0.84, 0.10),
    "green": (0.13, 0.62, 0.24), "white": (0.97, 0.97, 0.96), "black": (0.09, 0.09, 0.11),
    "orange": (0.97, 0.51, 0.07), "purple": (0.50, 0.20, 0.70), "pink": (0.98, 0.52, 0.73),
    "brown": (0.48, 0.29, 0.15), "grey": (0.56, 0.57, 0.60),
}

BRIGHT = ("red", "blue", "yellow", "green", "orange", "purple", "pink")


@dataclass(frozen=True)
class Kind:
    """What a kind of thing may look like and where it may stand."""
    places: tuple
    colours: tuple = ()   # empty: its colour is not part of the truth
    max_count: int = 3
    zone: str = "ground"  # ground, water or sky
    weight: float = 1.0   # how often it is chosen


_OPEN = ("beach", "snow", "meadow", "road", "desert", "mountains")

KINDS = {
    "person": Kind(_OPEN + ("forest", "city", "room"), max_count=6, weight=2.6),
    "car": Kind(("city", "road", "snow", "desert", "beach", "forest", "meadow"),
                ("red", "blue", "yellow", "green", "white", "black", "orange", "pink"), weight=1.7),
    "boat": Kind(("sea", "beach"), ("red", "blue", "yellow", "green", "white", "black", "orange"),
                 zone="water", weight=2.2),
    "house": Kind(_OPEN + ("forest",), ("white", "red", "yellow", "blue", "pink", "green"), weight=1.2),
    "cat": Kind(("room", "meadow", "city", "snow", "forest", "road", "beach"),
                ("black", "white", "orange", "grey"), weight=1.3),
    "dog": Kind(_OPEN + ("forest", "city", "room"), ("brown", "white", "black"), weight=1.3),
    "christmas tree": Kind(("room", "snow", "city", "forest"), max_count=2, weight=1.5),
    "balloon": Kind(("beach", "meadow", "city", "room", "road", "snow", "desert", "mountains", "sea"),
                    BRIGHT, max_count=6, zone="sky"),
    "flower": Kind(("meadow", "room", "forest", "mountains", "road"),
                   ("red", "yellow", "white", "pink", "purple", "blue", "orange"), max_count=6, weight=1.2),
    "umbrella": Kind(("beach", "city", "road", "meadow", "desert"), BRIGHT),
    "bird": Kind(("sea", "beach", "mountains", "meadow", "forest", "desert", "snow", "road"),
                 ("white", "black"), max_count=6, zone="sky"),
    "bicycle": Kind(("city", "road", "meadow", "forest", "room", "beach"),
                    ("red", "blue", "yellow", "green", "black", "orange"), max_count=2),
    "tent": Kind(("forest", "mountains", "meadow", "beach", "desert", "snow"),
                 ("orange", "blue", "green", "red", "yellow"), max_count=3),
    "snowman": Kind(("snow",), max_count=2, weight=2.0),
}


@dataclass(frozen=True)
class Thing:
    kind: str
    count: int
    colour: str = ""


@dataclass(frozen=True)
class Scene:
    place: str
    time: str
    things: tuple

    def to_json(self):
        return {"place": self.place, "time": self.time,
                "things": [{"kind": t.kind, "count": t.count, **({"colour": t.colour} if t.colour else {})}
                           for t in self.things]}


def count_name(count):
    return COUNTS[min(count, MANY) - 1]


def _random_count(rng, most):
    count = rng.choices((1, 2, 3, 4, 5, 6), (44, 24, 14, 6, 6, 6))[0]
    return min(count, most)


def random_thing(rng, kind):
    colours = KINDS[kind].colours
    return Thing(kind, _random_count(rng, KINDS[kind].max_count), rng.choice(colours) if colours else "")


def random_scene(rng):
    place = rng.choice(PLACES)
    time = rng.choices(TIMES, (45, 28, 27))[0]
    allowed = [k for k in KINDS if place in KINDS[k].places]
    things, on_ground = [], 0
    for _ in range(rng.choices((0, 1, 2, 3), (4, 43, 40, 13))[0]):
        if not allowed:
            break
        kind = rng.choices(allowed, [KINDS[k].weight for k in allowed])[0]
        allowed.remove(kind)
        thing = random_thing(rng, kind)
        if KINDS[kind].zone == "ground":
            # More than six on the ground would be too small to tell apart.
            if on_ground >= 5:
                continue
            thing = Thing(kind, min(thing.count, 6 - on_ground), thing.colour)
            on_ground += thing.count
        things.append(thing)
    return Scene(place, time, tuple(things))


def _atoms():
    names = [("place", p) for p in PLACES] + [("time", t) for t in TIMES]
    for kind, spec in KINDS.items():
        names.append(("kind", kind))
        names += [("colour", kind, c) for c in spec.colours]
        names += [("count", kind, COUNTS[n]) for n in range(min(spec.max_count, MANY))]
    return tuple(names)


# Every single true-or-false statement about a scene. A caption claims a set of
# them; a scene satisfies the caption when all of them hold.
ATOMS = _atoms()
ATOM_INDEX = {atom: i for i, atom in enumerate(ATOMS)}


def scene_atoms(scene):
    """The indices of all statements that hold for the scene."""
    atoms = [("place", scene.place), ("time", scene.time)]
    for thing in scene.things:
        atoms.append(("kind", thing.kind))
        atoms.append(("count", thing.kind, count_name(thing.count)))
        if thing.colour:
            atoms.append(("colour", thing.kind, thing.colour))
    return [ATOM_INDEX[a] for a in atoms]
