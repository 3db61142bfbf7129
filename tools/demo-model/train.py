"""Trains the demo model on fresh pictures of the demo world. See README.md."""
import argparse
import json
import math
import os
import random
import time

import numpy as np
import torch
import torch.nn.functional as F

import pool
from captions import altered, random_claims, word
from model import DualEncoder, to_pixels
from pictures import scene_of
from scoring import atom_matrix, attribute_queries, caption_set, evaluation_pictures, hit_rate, precision, satisfied
from tokenizer import CONTEXT, VOCAB_SIZE, Tokenizer, pad, train as train_tokenizer
from towers import picture_vectors, text_vectors
from world import ATOMS, scene_atoms

EMA = 0.999
ATOM_WEIGHT = 0.1
SECONDS_BETWEEN_CHECKPOINTS = 240


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", required=True, help="folder for pictures and checkpoints")
    parser.add_argument("--minutes", type=float, default=80, help="the learning rate falls to zero over this time")
    parser.add_argument("--batch", type=int, default=256)
    parser.add_argument("--rate", type=float, default=2e-3, help="highest learning rate")
    parser.add_argument("--pool", type=int, default=40000, help="pictures kept on disk (48 KiB each)")
    parser.add_argument("--fresh", type=int, default=40, help="new pictures a second")
    parser.add_argument("--resume", action="store_true")
    return parser.parse_args()


def load_tokenizer(work):
    path = os.path.join(work, "tokenizer.json")
    if not os.path.exists(path):
        with open(path, "w", encoding="utf-8") as file:
            json.dump(train_tokenizer(), file, ensure_ascii=False, separators=(",", ":"))
    return Tokenizer.load(path)


def learning_rate(step, progress, highest, warm_up=200):
    """A short warm-up, then a cosine; by time, so that a busy machine does not delay the end."""
    return highest * min(1, (step + 1) / warm_up) * 0.5 * (1 + math.cos(math.pi * min(1.0, progress)))


def next_batch(pictures, batch, tokenizer, rng, generator):
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


def contrastive_loss(images, texts, scale, fits):
    """InfoNCE in both directions with every fitting pair as a positive, not only the drawn one."""
    logits = scale * images @ texts.T

    def direction(logits, fits):
        rows = fits.sum(1) > 0
        targets = fits[rows] / fits[rows].sum(1, keepdim=True)
        return -(targets * logits[rows].log_softmax(1)).sum(1).mean()
    return (direction(logits, fits) + direction(logits.T, fits.T)) / 2


def step_loss(model, images, ids, scene_truth, claim_truth):
    with torch.autocast("cpu", dtype=torch.bfloat16):
        image_vectors, image_atoms = model.encode_images(augmented_pixels(images))
        # In groups of similar length, so that little time goes into padding.
        texts = [model.encode_texts(group) for group in ids]
    text_vectors, text_atoms = (torch.cat(parts) for parts in zip(*texts))
    fits = (scene_truth @ claim_truth.T >= claim_truth.sum(1) - 0.5).float()
    contrast = contrastive_loss(image_vectors, text_vectors, model.log_scale.exp().clamp(max=60), fits)
    image_loss = F.binary_cross_entropy_with_logits(image_atoms, scene_truth, reduction="none").sum(1).mean()
    text_loss = F.binary_cross_entropy_with_logits(text_atoms, claim_truth, reduction="none").sum(1).mean()
    return contrast + ATOM_WEIGHT * (image_loss + text_loss), (contrast.item(), image_loss.item(), text_loss.item())


@torch.no_grad()
def follow(average, model, step):
    decay = min(EMA, (1 + step) / (10 + step))
    source = model.state_dict()
    for name, value in average.state_dict().items():
        if value.is_floating_point():
            value.lerp_(source[name], 1 - decay)
        else:
            value.copy_(source[name])


class Validation:
    """The evaluation in small, to follow the training."""

    def __init__(self, tokenizer, count=400):
        self.tokenizer = tokenizer
        self.scenes, self.pictures = evaluation_pictures(count)
        claims, self.captions = caption_set(self.scenes)
        self.caption_hits = satisfied(self.scenes, claims)
        queries = attribute_queries(self.scenes)
        self.queries = [text for _, _, text in queries]
        self.query_hits = satisfied(self.scenes, [claim for _, claim, _ in queries])

    def report(self, model):
        pictures = picture_vectors(model.image, self.pictures)
        captions = text_vectors(model.text, self.tokenizer, self.captions) @ pictures.T
        queries = text_vectors(model.text, self.tokenizer, self.queries) @ pictures.T
        return (f"R@1 {hit_rate(captions, self.caption_hits, 1):.3f} R@10 {hit_rate(captions, self.caption_hits, 10):.3f} "
                f"P@5 {precision(queries, self.query_hits, 5):.3f}")


def save(path, **state):
    torch.save(state, path + ".new")
    os.replace(path + ".new", path)


def main():
    options = parse_arguments()
    torch.set_num_threads(os.cpu_count())
    tokenizer = load_tokenizer(options.work)
    folder = os.path.join(options.work, "pool")
    pool.fill(folder, options.pool)
    refresher = pool.start_refreshing(folder, options.pool, options.fresh)
    pictures = pool.Pool(folder, options.pool)

    model, average = (DualEncoder(VOCAB_SIZE, CONTEXT, len(ATOMS)) for _ in range(2))
    average.load_state_dict(model.state_dict())
    average.eval()
    decayed = [p for p in model.parameters() if p.dim() > 1]
    plain = [p for p in model.parameters() if p.dim() <= 1]
    optimizer = torch.optim.AdamW([{"params": decayed, "weight_decay": 0.05}, {"params": plain, "weight_decay": 0.0}],
                                  lr=options.rate, betas=(0.9, 0.98))
    model.image.to(memory_format=torch.channels_last)
    checkpoint, step, earlier = os.path.join(options.work, "checkpoint.pt"), 0, 0.0
    if options.resume and os.path.exists(checkpoint):
        state = torch.load(checkpoint)
        model.load_state_dict(state["model"])
        average.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        step, earlier = state["step"], state["seconds"]

    rng, generator = random.Random(step), np.random.default_rng(step)
    validation = Validation(tokenizer)
    begun = time.monotonic() - earlier
    reported = saved = time.monotonic()
    sums, progress = np.zeros(3), 0.0
    while progress < 1:
        progress = (time.monotonic() - begun) / (60 * options.minutes)
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(step, progress, options.rate)
        loss, parts = step_loss(model, *next_batch(pictures, options.batch, tokenizer, rng, generator))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
        optimizer.step()
        follow(average, model, step)
        step, sums = step + 1, sums + parts
        if step % 50 == 0:
            speed, parts = 50 * options.batch / (time.monotonic() - reported), sums / 50
            print(f"{time.strftime('%H:%M:%S')} step {step} contrast {parts[0]:.3f} image atoms {parts[1]:.3f} "
                  f"text atoms {parts[2]:.3f} scale {model.log_scale.exp():.1f} {speed:.0f}/s", flush=True)
            reported, sums = time.monotonic(), np.zeros(3)
        if time.monotonic() - saved > SECONDS_BETWEEN_CHECKPOINTS or progress >= 1:
            save(checkpoint, model=model.state_dict(), average=average.state_dict(), optimizer=optimizer.state_dict(),
                 step=step, seconds=time.monotonic() - begun)
            print(f"    validation {validation.report(average)}", flush=True)
            saved = time.monotonic()
    refresher.terminate()


if __name__ == "__main__":
    main()
