"""A pool of training pictures in memory-mapped files, refreshed by a background process."""
import multiprocessing
import os
import time

import numpy as np

from model import IMAGE_SIZE
from pictures import sample

# Seeds below this are kept for evaluation and the demo library.
FIRST_TRAINING_SEED = 1_000_000


class Pool:
    def __init__(self, folder, size):
        self.size = size
        os.makedirs(folder, exist_ok=True)
        self.pictures = self._map(os.path.join(folder, "pictures.u8"), np.uint8, (size, IMAGE_SIZE, IMAGE_SIZE, 3))
        self.seeds = self._map(os.path.join(folder, "seeds.i64"), np.int64, (size,))

    @staticmethod
    def _map(path, kind, shape):
        fits = os.path.exists(path) and os.path.getsize(path) == np.dtype(kind).itemsize * int(np.prod(shape))
        return np.memmap(path, kind, "r+" if fits else "w+", shape=shape)

    def put(self, slot, seed):
        _, picture = sample(seed)
        self.seeds[slot] = 0  # being written: nobody may use it
        self.pictures[slot] = picture
        self.seeds[slot] = seed

    def draw(self, count, generator):
        """Random pictures and their seeds; skips those that are being replaced right now."""
        slots = generator.choice(self.size, count, replace=False)
        before = self.seeds[slots]
        pictures = self.pictures[slots]
        settled = (before != 0) & (before == self.seeds[slots])
        return pictures[settled], before[settled]


def _fill(folder, size, part, parts):
    pool = Pool(folder, size)
    for slot in range(part, size, parts):
        if not pool.seeds[slot]:
            pool.put(slot, FIRST_TRAINING_SEED + slot)


def fill(folder, size, parts=2):
    """Renders what is missing; ends when every slot holds a picture."""
    workers = [multiprocessing.Process(target=_fill, args=(folder, size, part, parts)) for part in range(parts)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def _refresh(folder, size, per_second, parent):
    os.nice(5)
    pool = Pool(folder, size)
    seed, slot = int(pool.seeds.max()) + 1, 0
    while os.getppid() == parent:
        started = time.monotonic()
        for _ in range(per_second):
            pool.put(slot, seed)
            seed, slot = seed + 1, (slot + 1) % size
        time.sleep(max(0.0, 1 - (time.monotonic() - started)))


def start_refreshing(folder, size, per_second):
    """A process that keeps replacing the oldest pictures; it ends with this one."""
    worker = multiprocessing.Process(target=_refresh, args=(folder, size, per_second, os.getpid()), daemon=True)
    worker.start()
    return worker
