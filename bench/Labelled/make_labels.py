#!/usr/bin/env python3
"""Writes labels.json and queries.json: what a family might have written about the demo pictures, and 60 searches with
their right answers. What is to be seen comes from demo/scenes.json, the words from here; the same every time.

    python3 bench/Labelled/make_labels.py
"""
import json
import random
from pathlib import Path

HERE = Path(__file__).parent
SCENES = json.loads((HERE.parent.parent / "demo" / "scenes.json").read_text())
FAMILY = ["Pat Miller", "Jack Miller", "Mia Miller", "Lena Vogt", "Tom Vogt", "Ida Berg"]
JOURNEYS = {"beach": "Portugal", "sea": "Portugal", "mountains": "Tyrol", "snow": "Tyrol", "city": "Berlin", "desert": "Morocco"}


def count(scene, kind):
    return sum(thing["count"] for thing in scene["things"] if thing["kind"] == kind)


def colours(scene, kind):
    return {thing.get("colour") for thing in scene["things"] if thing["kind"] == kind}


def label(scene, rng):
    """Titles, tags and names as people give them: about most pictures something, about none everything."""
    people = count(scene, "person")
    persons = rng.sample(FAMILY, min(people, len(FAMILY))) if people and rng.random() < 0.8 else []
    first = [name.split()[0] for name in persons[:2]]
    journey = JOURNEYS.get(scene["place"])
    tags, title = [], None
    if journey and rng.random() < 0.6:
        tags.append(journey)
    if not journey and rng.random() < 0.3:
        tags.append("weekend")
    if count(scene, "balloon") and rng.random() < 0.7:
        tags.append("birthday")
    if rng.random() < 0.15:
        tags.append(rng.choice(["favourite", "to print", "family"]))
    if first and rng.random() < 0.5:
        title = " and ".join(first) + (f" in {journey}" if journey and rng.random() < 0.6 else "")
    elif journey and rng.random() < 0.3:
        title = rng.choice([f"Our trip to {journey}", f"{journey}, second day", f"Back from {journey}"])
    elif "birthday" in tags and rng.random() < 0.5:
        title = f"{rng.choice(FAMILY).split()[0]}'s birthday"
    return {"title": title, "tags": tags, "persons": persons}


def written(entry):
    return " ".join([entry["title"] or "", *entry["tags"], *entry["persons"]]).lower().replace("'s", "").split()


def says(*words):
    return lambda scene, entry: all(word.lower() in written(entry) for word in words)


def has(kind, least=1, colour=None, exactly=None):
    def test(scene, entry):
        number = count(scene, kind)
        return (number == exactly if exactly else number >= least) and (colour is None or colour in colours(scene, kind))
    return test


def at(*places):
    return lambda scene, entry: scene["place"] in places


def when(time):
    return lambda scene, entry: scene["time"] == time


def without(test):
    return lambda scene, entry: not test(scene, entry)


LOOK, WORDS, BOTH, SIGNS = "look", "words", "both", "signs"
QUERIES = [
    (LOOK, "two people on a beach at sunset", [has("person", exactly=2), at("beach"), when("sunset")]),
    (LOOK, "a red car", [has("car", colour="red")]),
    (LOOK, "black cat", [has("cat", colour="black")]),
    (LOOK, "christmas tree", [has("christmas tree")]),
    (LOOK, "snowman", [has("snowman")]),
    (LOOK, "three boats", [has("boat", exactly=3)]),
    (LOOK, "city at night", [at("city"), when("night")]),
    (LOOK, "a dog at the beach", [has("dog"), at("beach")]),
    (LOOK, "camping", [has("tent")]),
    (LOOK, "birds over the sea", [has("bird"), at("sea")]),
    (LOOK, "pink balloons", [has("balloon", colour="pink")]),
    (LOOK, "bicycle", [has("bicycle")]),
    (LOOK, "a house in the snow", [has("house"), at("snow")]),
    (LOOK, "umbrella", [has("umbrella")]),
    (LOOK, "desert at sunset", [at("desert"), when("sunset")]),
    (LOOK, "a cat in a room", [has("cat"), at("room")]),
    (LOOK, "mountains at night", [at("mountains"), when("night")]),
    (LOOK, "two dogs", [has("dog", exactly=2)]),
    (LOOK, "flowers", [has("flower")]),
    (LOOK, "forest", [at("forest")]),
    (WORDS, "Portugal", [says("Portugal")]),
    (WORDS, "Tyrol", [says("Tyrol")]),
    (WORDS, "Morocco", [says("Morocco")]),
    (WORDS, "Berlin", [says("Berlin")]),
    (WORDS, "Pat", [says("Pat")]),
    (WORDS, "Jack Miller", [says("Jack", "Miller")]),
    (WORDS, "Lena", [says("Lena")]),
    (WORDS, "Ida Berg", [says("Ida", "Berg")]),
    (WORDS, "birthday", [says("birthday")]),
    (WORDS, "weekend", [says("weekend")]),
    (WORDS, "Pat and Jack", [says("Pat", "Jack")]),
    (WORDS, "Tom in Tyrol", [says("Tom", "Tyrol")]),
    (WORDS, "Mia and Lena", [says("Mia", "Lena")]),
    (BOTH, "Pat on a beach", [says("Pat"), at("beach")]),
    (BOTH, "Jack with a car", [says("Jack"), has("car")]),
    (BOTH, "Pat, Jack, and an automobile", [says("Pat", "Jack"), has("car")]),
    (BOTH, "boats in Portugal", [says("Portugal"), has("boat")]),
    (BOTH, "Portugal at sunset", [says("Portugal"), when("sunset")]),
    (BOTH, "a dog in Tyrol", [says("Tyrol"), has("dog")]),
    (BOTH, "Lena at night", [says("Lena"), when("night")]),
    (BOTH, "Mia with a dog", [says("Mia"), has("dog")]),
    (BOTH, "Berlin at night", [says("Berlin"), when("night")]),
    (BOTH, "cars in Berlin", [says("Berlin"), has("car")]),
    (BOTH, "Ida at sunset", [says("Ida"), when("sunset")]),
    (BOTH, "Morocco by day", [says("Morocco"), when("day")]),
    (BOTH, "Tom in the snow", [says("Tom"), at("snow")]),
    (BOTH, "Pat at sunset", [says("Pat"), when("sunset")]),
    (BOTH, "christmas with Jack", [says("Jack"), has("christmas tree")]),
    (BOTH, "Jack in the mountains", [says("Jack"), at("mountains")]),
    (BOTH, "houses in Tyrol", [says("Tyrol"), has("house")]),
    (BOTH, "birthday balloons at night", [says("birthday"), when("night")]),
    (BOTH, "people in Morocco", [says("Morocco"), has("person")]),
    (BOTH, "Lena by the sea", [says("Lena"), at("sea", "beach")]),
    (SIGNS, '"Pat" beach', [says("Pat"), at("beach")]),
    (SIGNS, '"Jack" car', [says("Jack"), has("car")]),
    (SIGNS, '"Pat" "Jack" automobile', [says("Pat", "Jack"), has("car")]),
    (SIGNS, "beach -umbrella", [at("beach"), without(has("umbrella"))]),
    (SIGNS, "sea -boat", [at("sea"), without(has("boat"))]),
    (SIGNS, "christmas tree -cat", [has("christmas tree"), without(has("cat"))]),
    (SIGNS, "Portugal -sunset", [says("Portugal"), without(when("sunset"))]),
]


def main():
    rng = random.Random(7)
    labels = {name: label(scene, rng) for name, scene in sorted(SCENES.items())}
    queries = [
        {"kind": kind, "query": query, "right": [name for name in sorted(SCENES) if all(test(SCENES[name], labels[name]) for test in tests)]}
        for kind, query, tests in QUERIES
    ]
    empty = [query["query"] for query in queries if not query["right"]]
    if empty:
        raise SystemExit(f"Nothing is right for: {empty}")
    for name, rows in (("labels.json", [f"{json.dumps(k)}: {json.dumps(v)}" for k, v in labels.items()]), ("queries.json", [json.dumps(q) for q in queries])):
        left, right = "{}" if name == "labels.json" else "[]"
        (HERE / name).write_text(left + "\n" + ",\n".join(rows) + "\n" + right + "\n")
    print(len(queries), "queries;", sum(1 for v in labels.values() if any(v.values())), "of", len(labels), "pictures have words")
    for query in queries:
        print(f"{len(query['right']):4} {query['query']}")


if __name__ == "__main__":
    main()
