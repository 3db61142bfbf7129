"""Measures of retrieval where a hit is any picture whose scene satisfies the text."""
import io
import random

import torch
from PIL import Image

from captions import Claims, ThingClaim, random_claims, word
from pictures import scene_of, squash
from render import render
from world import ATOMS, KINDS, PLACES, TIMES, scene_atoms

EVALUATION_SEED = 100_000  # pictures from here on are never trained on


def atom_matrix(lists):
    matrix = torch.zeros(len(lists), len(ATOMS))
    for row, indices in enumerate(lists):
        matrix[row, indices] = 1
    return matrix


def satisfied(scenes, claims):
    """[texts, pictures]: does the scene satisfy all that the text claims?"""
    have, want = atom_matrix([scene_atoms(s) for s in scenes]), atom_matrix([c.atoms() for c in claims])
    return want @ have.T >= want.sum(1, keepdim=True) - 0.5


def hit_rate(similarity, hits, k):
    """Share of the texts with a right picture among the first k (recall at k)."""
    return hits.gather(1, similarity.topk(k, 1).indices).any(1).float().mean().item()


def precision(similarity, hits, k):
    """Share of right pictures among the first k."""
    return hits.gather(1, similarity.topk(k, 1).indices).float().mean().item()


def as_photo(scene, seed):
    """The scene as the app would see it in a library: a JPEG of some 800 x 600, decoded and squashed."""
    rng = random.Random(seed)
    width, height = rng.choice(((800, 600), (600, 800), (800, 533), (720, 720), (800, 450)))
    file = io.BytesIO()
    Image.fromarray(render(scene, seed, width, height)).save(file, "JPEG", quality=rng.randint(70, 88))
    return squash(Image.open(file))


def evaluation_pictures(count):
    """Scenes and pictures that training never sees; always the same ones."""
    scenes = [scene_of(EVALUATION_SEED + i) for i in range(count)]
    pictures = [as_photo(scene, EVALUATION_SEED + i) for i, scene in enumerate(scenes)]
    return scenes, pictures


def caption_set(scenes):
    """One caption for each scene."""
    rng = random.Random(7)
    claims = [random_claims(scene, rng) for scene in scenes]
    return claims, [word(claim, rng) for claim in claims]


def attribute_queries(scenes, count=200):
    """Things, coloured things, places, times and pairs of these that at least five scenes satisfy."""
    rng = random.Random(11)
    things = [Claims(things=(ThingClaim(kind),)) for kind in KINDS]
    coloured = [Claims(things=(ThingClaim(kind, colour=c),)) for kind in KINDS for c in KINDS[kind].colours]
    settings = [Claims(place=p) for p in PLACES] + [Claims(time=t) for t in TIMES]
    pairs = [Claims(place=p, time=t) for p in PLACES for t in TIMES]
    for thing in things + coloured:
        pairs += [Claims(place=p, things=thing.things) for p in PLACES]
        pairs += [Claims(time=t, things=thing.things) for t in TIMES]
        kind = thing.things[0].kind
        pairs += [Claims(things=thing.things + other.things) for other in things if other.things[0].kind != kind]
    groups = {"thing": things, "colour and thing": coloured, "place or time": settings, "pair": pairs}
    chosen = []
    for name, claims in groups.items():
        enough = [(name, c) for c, n in zip(claims, satisfied(scenes, claims).sum(1)) if n >= 5]
        rng.shuffle(enough)
        chosen += enough[:count - len(chosen)]
    return [(name, claim, word(claim, rng)) for name, claim in chosen]
