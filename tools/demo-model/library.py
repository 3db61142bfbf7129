"""The demo library: which scenes it shows, when and where they were 'taken', and what is written about them."""
import random
from dataclasses import dataclass
from datetime import datetime

from world import Scene, Thing, random_scene

SEED = 2026
CHRISTMAS = "christmas tree"

# Scenes that every demo should be able to find; random ones make up the rest.
WANTED = (
    [Scene("beach", "sunset", (Thing("person", 2),))] * 3
    + [Scene("beach", "sunset", (Thing("person", 2), Thing("boat", 1, "white")))] * 2
    + [Scene("beach", "day", (Thing("person", 3), Thing("umbrella", 1, "red")))] * 2
    + [Scene("beach", "day", (Thing("dog", 1, "brown"), Thing("person", 1)))]
    + [Scene("room", "night", (Thing(CHRISTMAS, 1),))] * 3
    + [Scene("room", "night", (Thing(CHRISTMAS, 1), Thing("person", 3)))] * 2
    + [Scene("room", "day", (Thing(CHRISTMAS, 1), Thing("cat", 1, "black")))] * 2
    + [Scene("snow", "night", (Thing(CHRISTMAS, 1), Thing("house", 1, "red")))]
    + [Scene("city", "night", (Thing(CHRISTMAS, 1), Thing("person", 2)))]
    + [Scene("snow", "day", (Thing("snowman", 1), Thing("person", 2)))] * 2
    + [Scene("road", "day", (Thing("car", 1, "red"),))] * 2
    + [Scene("city", "night", (Thing("car", 1, "red"),))]
    + [Scene("meadow", "day", (Thing("house", 1, "white"), Thing("car", 1, "red")))] * 2
    + [Scene("desert", "sunset", (Thing("car", 1, "yellow"),))]
    + [Scene("city", "day", (Thing("car", 2, "blue"), Thing("person", 1)))]
    + [Scene("mountains", "day", (Thing("tent", 1, "orange"), Thing("person", 2)))] * 2
    + [Scene("forest", "night", (Thing("tent", 1, "green"),))]
    + [Scene("sea", "sunset", (Thing("boat", 1, "white"),))] * 2
    + [Scene("sea", "day", (Thing("boat", 3, "red"), Thing("bird", 2, "white")))]
    + [Scene("meadow", "day", (Thing("balloon", 4, "red"), Thing("person", 3)))]
    + [Scene("meadow", "day", (Thing("flower", 3, "yellow"),))]
    + [Scene("room", "day", (Thing("cat", 1, "orange"),))] * 2
    + [Scene("room", "day", (Thing("dog", 1, "white"),))]
    + [Scene("city", "day", (Thing("bicycle", 1, "green"),))]
)

NAMES = ("Pat", "Jack", "Maria", "Zoë", "Amir", "Lena")
CAMERAS = (("Photoseek", "DemoCam"), ("Photoseek", "DemoCam Mini"), ("Photoseek", "DemoPhone 2"))

# Somewhere plausible for each place (latitude, longitude).
WHERE = {
    "beach": (36.72, -4.42), "sea": (54.32, 10.20), "snow": (61.12, 10.46), "forest": (48.55, 8.22),
    "mountains": (46.56, 7.98), "city": (52.52, 13.40), "road": (44.84, 0.58), "meadow": (47.68, 11.20),
    "desert": (31.08, -4.01),
}

TITLES = {
    "beach": ("A day by the sea", "Beach holiday", "Sand between the toes"), "sea": ("Out on the water", "Calm sea"),
    "snow": ("First snow", "Winter walk"), "forest": ("In the woods", "Weekend in the forest"),
    "mountains": ("Hiking trip", "High up"), "city": ("City break", "Downtown"), "road": ("Road trip", "On the way"),
    "meadow": ("Picnic", "Out in the fields"), "room": ("At home", "A quiet day in"),
    "desert": ("Desert tour", "Among the dunes"),
}
REMARKS = {"day": "Lovely weather all day.", "sunset": "What an evening!", "night": "Long after bedtime."}


@dataclass(frozen=True)
class Photo:
    scene: Scene
    seed: int
    taken: datetime
    size: tuple
    camera: tuple
    gps: tuple = ()
    orientation: int = 1
    title: str = ""
    description: str = ""
    keywords: tuple = ()
    people: tuple = ()


def _taken(scene, rng):
    """A year, season and hour that suit the scene."""
    kinds = {thing.kind for thing in scene.things}
    year, month, day = rng.randint(2018, 2025), rng.randint(1, 12), rng.randint(1, 28)
    if CHRISTMAS in kinds:
        month, day = 12, rng.randint(10, 28)
    elif scene.place == "snow":
        month = rng.choice((12, 1, 2))
    elif scene.place in ("beach", "meadow") or "flower" in kinds:
        month = rng.randint(5, 9)
    dark_early = month in (11, 12, 1, 2)
    hour = {"day": rng.randint(10, 14), "sunset": 16 if dark_early else 20, "night": rng.randint(21, 23)}[scene.time]
    return datetime(year, month, day, hour, rng.randint(0, 59), rng.randint(0, 59))


def _people_in(scene):
    return sum(thing.count for thing in scene.things if thing.kind == "person")


def _names_in_words(names):
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _writing(scene, rng):
    """Title, description, keywords and names, for about a third of the photos."""
    if rng.random() > 0.36:
        return {}
    count, people = _people_in(scene), ()
    if 0 < count <= 3 and rng.random() < 0.6:
        people = tuple(rng.sample(NAMES, count))
    title = rng.choice(TITLES[scene.place])
    if any(thing.kind == CHRISTMAS for thing in scene.things):
        title = rng.choice(("Merry Christmas!", "Christmas Eve", "Noël en famille"))
    description = f"{title}, with {_names_in_words(people)}." if people else ""
    if not description and rng.random() < 0.5:
        description = REMARKS[scene.time]
    keywords = {scene.place} | {thing.kind for thing in scene.things if rng.random() < 0.7} | set(people)
    if rng.random() < 0.3:
        keywords.add(rng.choice(("holiday", "family", "favourites")))
    return {"title": title, "description": description, "keywords": tuple(sorted(keywords)), "people": people}


def _gps(scene, rng):
    if scene.place not in WHERE or rng.random() > 0.4:
        return ()
    latitude, longitude = WHERE[scene.place]
    return round(latitude + rng.uniform(-0.3, 0.3), 6), round(longitude + rng.uniform(-0.3, 0.3), 6)


def photos(count=200):
    """All photos in the order in which they were taken; always the same."""
    rng = random.Random(SEED)
    scenes = list(WANTED)
    while len(scenes) < count:
        scene = random_scene(rng)
        if scene.things or rng.random() < 0.5:
            scenes.append(scene)
    library = []
    for i, scene in enumerate(scenes):
        size = rng.choices(((680, 510), (510, 680), (690, 460), (560, 560), (720, 405)), (45, 15, 20, 8, 12))[0]
        library.append(Photo(scene, SEED + i, _taken(scene, rng), size, rng.choice(CAMERAS), _gps(scene, rng),
                             rng.choices((1, 6, 8, 3), (88, 6, 4, 2))[0], **_writing(scene, rng)))
    return sorted(library, key=lambda photo: photo.taken)
