"""HNSW of faiss over the vectors that come in, held against what is near in truth.

Standard input: one JSON line {"dimension", "vectors", "queries", "m", "ef_construction", "ef": [...], "threads"}, then the
vectors, the queries (float32; the first half text-like, the others picture-like) and ten true positions (int64) of each. Standard output: one JSON line.
"""

import json
import sys
import time

import faiss
import numpy as np


def read(dtype, rows, columns):
    count = rows * columns * np.dtype(dtype).itemsize
    return np.frombuffer(sys.stdin.buffer.read(count), dtype=dtype).reshape(rows, columns)


def measure(index, queries, truth):
    times, found = [], []
    for query, near in zip(queries, truth):
        started = time.perf_counter()
        _, ids = index.search(query[None], 10)
        times.append((time.perf_counter() - started) * 1000)
        found.append(len(set(ids[0]) & set(near)) / 10)
    return {"recall": float(np.mean(found)), "p50_ms": float(np.percentile(times, 50)), "p95_ms": float(np.percentile(times, 95))}


def main():
    wanted = json.loads(sys.stdin.buffer.readline())
    vectors = read(np.float32, wanted["vectors"], wanted["dimension"])
    queries = read(np.float32, wanted["queries"], wanted["dimension"])
    truth = read(np.int64, wanted["queries"], 10)
    faiss.omp_set_num_threads(wanted["threads"])
    index = faiss.IndexHNSWFlat(wanted["dimension"], wanted["m"], faiss.METRIC_INNER_PRODUCT)
    index.hnsw.efConstruction = wanted["ef_construction"]
    started = time.perf_counter()
    index.add(vectors)
    built = time.perf_counter() - started
    rows = []
    faiss.omp_set_num_threads(1)
    for ef in wanted["ef"]:
        index.hnsw.efSearch = ef
        half = len(queries) // 2
        rows.append({"ef": ef, "text": measure(index, queries[:half], truth[:half]), "picture": measure(index, queries[half:], truth[half:])})
    print(json.dumps({"version": faiss.__version__, "build_seconds": built, "rows": rows}))


main()
