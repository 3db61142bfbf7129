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
from batches import augmented_pixels, next_batch
from model import DualEncoder
from tokenizer import CONTEXT, VOCAB_SIZE, Tokenizer, train as train_tokenizer
from validation import Validation
from world import ATOMS

EMA = 0.999
ATOM_WEIGHT = 0.1
SECONDS_BETWEEN_CHECKPOINTS = 240


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", required=True, help="folder for pictures and checkpoints")
    parser.add_argument("--minutes", type=float, default=80, help="the learning rate falls to zero over this time")
    parser.add_argument("--batch", type=int, default=256)
    parser.add_argument("--rate", type=float, default=2e-3, help="highest learning rate")
    parser.add_argument("--pool", type=int, default=40000, help="pictures kept on disk (37 KiB each)")
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


def make_optimizer(model, rate):
    """Weight decay for matrices and kernels only, not for norms, biases and the scale."""
    decayed = [p for p in model.parameters() if p.dim() > 1]
    plain = [p for p in model.parameters() if p.dim() <= 1]
    return torch.optim.AdamW([{"params": decayed, "weight_decay": 0.05}, {"params": plain, "weight_decay": 0.0}],
                             lr=rate, betas=(0.9, 0.98))


class Training:
    """The model, its running average and the optimizer; kept together in one checkpoint."""

    def __init__(self, rate):
        self.model, self.average = (DualEncoder(VOCAB_SIZE, CONTEXT, len(ATOMS)) for _ in range(2))
        self.model.image.to(memory_format=torch.channels_last)
        self.average.load_state_dict(self.model.state_dict())
        self.average.eval()
        self.optimizer = make_optimizer(self.model, rate)
        self.number, self.seconds = 0, 0.0  # steps and time spent so far

    def step(self, batch, rate):
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        loss, parts = step_loss(self.model, *batch)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 2.0)
        self.optimizer.step()
        follow(self.average, self.model, self.number)
        self.number += 1
        return parts

    def save(self, path):
        torch.save({"model": self.model.state_dict(), "average": self.average.state_dict(),
                    "optimizer": self.optimizer.state_dict(), "step": self.number, "seconds": self.seconds}, path + ".new")
        os.replace(path + ".new", path)

    def load(self, path):
        state = torch.load(path)
        self.model.load_state_dict(state["model"])
        self.average.load_state_dict(state["average"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.number, self.seconds = state["step"], state["seconds"]


class Progress:
    """Prints the mean losses and the speed every fifty steps."""

    EVERY = 50

    def __init__(self):
        self.start_again()

    def start_again(self):
        self.since, self.sums, self.steps, self.pictures = time.monotonic(), np.zeros(3), 0, 0

    def add(self, training, parts, batch):
        self.sums, self.steps, self.pictures = self.sums + parts, self.steps + 1, self.pictures + batch
        if training.number % self.EVERY == 0:
            contrast, image, text = self.sums / self.steps
            speed = self.pictures / (time.monotonic() - self.since)
            print(f"{time.strftime('%H:%M:%S')} step {training.number} contrast {contrast:.3f} image atoms {image:.3f} "
                  f"text atoms {text:.3f} scale {training.model.log_scale.exp():.1f} {speed:.0f}/s", flush=True)
            self.start_again()


def run(training, options, checkpoint):
    tokenizer = load_tokenizer(options.work)
    pictures = pool.Pool(os.path.join(options.work, "pool"), options.pool)
    validation, progress = Validation(tokenizer), Progress()
    rng, generator = random.Random(training.number), np.random.default_rng(training.number)
    begun, saved = time.monotonic() - training.seconds, time.monotonic()
    done = 0.0
    while done < 1:
        training.seconds = time.monotonic() - begun
        done = training.seconds / (60 * options.minutes)
        batch = next_batch(pictures, options.batch, tokenizer, rng, generator)
        parts = training.step(batch, learning_rate(training.number, done, options.rate))
        progress.add(training, parts, options.batch)
        if time.monotonic() - saved > SECONDS_BETWEEN_CHECKPOINTS or done >= 1:
            training.save(checkpoint)
            print(f"    validation {validation.report(training.average)}", flush=True)
            saved = time.monotonic()


def main():
    options = parse_arguments()
    torch.set_num_threads(os.cpu_count())
    folder = os.path.join(options.work, "pool")
    pool.fill(folder, options.pool)
    refresher = pool.start_refreshing(folder, options.pool, options.fresh)
    training, checkpoint = Training(options.rate), os.path.join(options.work, "checkpoint.pt")
    if options.resume and os.path.exists(checkpoint):
        training.load(checkpoint)
    run(training, options, checkpoint)
    refresher.terminate()


if __name__ == "__main__":
    main()
