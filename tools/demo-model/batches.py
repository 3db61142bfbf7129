"""Training batches: pictures, captions true and nearly true, and which statements hold for each."""
import torch

from captions import altered, random_claims, word
from model import to_pixels
from pictures import scene_of
from scoring import atom_matrix
from tokenizer import pad
from world import scene_atoms


def next_batch(pictures, batch, tokenizer, rng, generator):
    """Pictures as bytes, token ids in groups of similar length, truth of the scenes, claims of the texts."""
    images, seeds = pictures.draw(batch, generator)
    scenes = [scene_of(int(seed)) for seed in seeds]
    true = [random_claims(scene, rng) for scene in scenes]
    # A nearly right caption for every other picture: the hardest thing to tell apart.
    claims = true + [altered(claim, rng) for claim in true[::2]]
    texts = sorted(((tokenizer.encode(word(claim, rng)), claim) for claim in claims), key=lambda text: len(text[0]))
    ids = [pad([ids for ids, _ in texts[i:i + batch // 2]]) for i in range(0, len(texts), batch // 2)]
    scene_truth, claim_truth = atom_matrix([scene_atoms(s) for s in scenes]), atom_matrix([c.atoms() for _, c in texts])
    return torch.from_numpy(images), ids, scene_truth, claim_truth


def augmented_pixels(pictures):
    """Mirrored pictures and varied light, contrast and colour cast."""
    batch = pictures.shape[0]
    mirrored = torch.rand(batch) < 0.5
    pictures[mirrored] = pictures[mirrored].flip(2)
    gain = 1 + 0.12 * torch.randn(batch, 1, 1, 1) + 0.04 * torch.randn(batch, 1, 1, 3)
    return to_pixels(pictures, gain, 0.15 * torch.randn(batch, 1, 1, 1))
