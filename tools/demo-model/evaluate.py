"""Measures the bundle on 1,000 pictures it was not trained on and on the demo library; prints Markdown."""
import argparse
import json
import os

from PIL import Image, ImageOps

import bundle
from captions import Claims, ThingClaim
from pictures import squash
from scoring import attribute_queries, caption_set, evaluation_pictures, hit_rate, precision, satisfied
from towers import picture_vectors, text_vectors
from world import Scene, Thing

# Texts as people may type them, and what must be true of the pictures found.
DEMO_QUERIES = (
    ("christmas", Claims(things=(ThingClaim("christmas tree"),))),
    ("Find all images that include Christmas", Claims(things=(ThingClaim("christmas tree"),))),
    ("two people on a beach at sunset", Claims("beach", "sunset", (ThingClaim("person", "two"),))),
    ("a red automobile", Claims(things=(ThingClaim("car", colour="red"),))),
    ("beach", Claims("beach")),
    ("winter", Claims("snow")),
    ("sunset over the ocean", Claims("sea", "sunset")),
    ("city at night", Claims("city", "night")),
    ("a black cat", Claims(things=(ThingClaim("cat", colour="black"),))),
    ("a dog at the seaside", Claims("beach", things=(ThingClaim("dog"),))),
    ("camping in the mountains", Claims("mountains", things=(ThingClaim("tent"),))),
    ("three sailboats", Claims(things=(ThingClaim("boat", "three"),))),
    ("a group of people", Claims(things=(ThingClaim("person", "many"),))),
    ("yellow flowers", Claims(things=(ThingClaim("flower", colour="yellow"),))),
    ("pink balloons", Claims(things=(ThingClaim("balloon", colour="pink"),))),
    ("snowman", Claims(things=(ThingClaim("snowman"),))),
    ("kitten in the living room", Claims("room", things=(ThingClaim("cat"),))),
    ("blue house", Claims(things=(ThingClaim("house", colour="blue"),))),
    ("green bike", Claims(things=(ThingClaim("bicycle", colour="green"),))),
    ("a couple at sunset", Claims("", "sunset", (ThingClaim("person", "two"),))),
    ("a car in front of a house", Claims(things=(ThingClaim("car"), ThingClaim("house")))),
    ("birds over the sea", Claims("sea", things=(ThingClaim("bird"),))),
)


def fresh_pictures_table(image_tower, text_tower, tokenizer, count):
    scenes, pictures = evaluation_pictures(count)
    vectors = picture_vectors(image_tower, pictures)
    claims, captions = caption_set(scenes)
    similarity, hits = text_vectors(text_tower, tokenizer, captions) @ vectors.T, satisfied(scenes, claims)
    print(f"| {count} pictures never trained on | |\n|---|---|")
    for k in (1, 5, 10):
        print(f"| R@{k}, one caption for each picture | {hit_rate(similarity, hits, k):.3f} |")
    queries = attribute_queries(scenes)
    for name in [*dict.fromkeys(group for group, _, _ in queries), "all"]:
        group = [query for query in queries if name in (query[0], "all")]
        similarity = text_vectors(text_tower, tokenizer, [text for _, _, text in group]) @ vectors.T
        hits = satisfied(scenes, [claim for _, claim, _ in group])
        print(f"| precision@5, {len(group)} queries: {name} | {precision(similarity, hits, 5):.3f} |")


def read_library(folder):
    with open(os.path.join(folder, "scenes.json"), encoding="utf-8") as file:
        truth = json.load(file)
    scenes = [Scene(s["place"], s["time"], tuple(Thing(**thing) for thing in s["things"])) for s in truth.values()]
    images = [ImageOps.exif_transpose(Image.open(os.path.join(folder, "photos", name))) for name in truth]
    return scenes, [squash(image) for image in images]


def library_table(image_tower, text_tower, tokenizer, folder):
    scenes, pictures = read_library(folder)
    vectors = picture_vectors(image_tower, pictures)
    similarity = text_vectors(text_tower, tokenizer, [text for text, _ in DEMO_QUERIES]) @ vectors.T
    hits = satisfied(scenes, [claims for _, claims in DEMO_QUERIES])
    print(f"\n| query over the {len(scenes)} demo pictures | fitting pictures | of these among the first 5 |\n|---|---|---|")
    for (text, _), row, fits in zip(DEMO_QUERIES, similarity, hits):
        there = int(fits.sum())
        found = int(fits[row.topk(5).indices].sum())
        print(f"| {text} | {there} | {found} of {min(5, there)} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bundle", default="models/demo-world")
    parser.add_argument("--demo", default="demo")
    parser.add_argument("--pictures", type=int, default=1000)
    options = parser.parse_args()
    towers = bundle.load(options.bundle)
    fresh_pictures_table(*towers, options.pictures)
    library_table(*towers, options.demo)


if __name__ == "__main__":
    main()
