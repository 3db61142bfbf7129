"""A small byte-level BPE in the tokenizer.json form of CLIP: trains it, writes it, applies it."""
import collections
import json
import random
import re
import unicodedata

import torch

import words
from captions import random_claims, word
from world import random_scene

VOCAB_SIZE = 1536
START, END = "<|startoftext|>", "<|endoftext|>"
CONTEXT = 32
_SPLIT = r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"
# The same for Python's re, which has no \p classes.
_PIECES = re.compile(r"'s|'t|'re|'ve|'m|'ll|'d|[^\W\d_]+|\d|(?:[^\s\w]|_)+")


def byte_characters():
    """GPT-2's printable stand-in for each of the 256 bytes."""
    plain = list(range(33, 127)) + list(range(161, 173)) + list(range(174, 256))
    table = {b: chr(b) for b in plain}
    for b in range(256):
        if b not in table:
            table[b] = chr(256 + len(table) - len(plain))
    return table


_BYTES = byte_characters()


def pieces(text):
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).lower()
    for piece in _PIECES.findall(text):
        symbols = [_BYTES[b] for b in piece.encode()]
        symbols[-1] += "</w>"
        yield tuple(symbols)


def _merge(symbols, pair):
    merged, i = [], 0
    while i < len(symbols):
        if i + 1 < len(symbols) and (symbols[i], symbols[i + 1]) == pair:
            merged.append(symbols[i] + symbols[i + 1])
            i += 2
        else:
            merged.append(symbols[i])
            i += 1
    return tuple(merged)


def train(captions=20000, seed=1):
    """The tokenizer.json content, learned from captions and common words."""
    rng = random.Random(seed)
    counts = collections.Counter()
    for _ in range(captions):
        counts.update(pieces(word(random_claims(random_scene(rng), rng), rng)))
    for common in words.COMMON + words.OPENINGS + words.ADJECTIVES:
        for piece in pieces(common):
            counts[piece] += 200
    alphabet = [_BYTES[b] for b in sorted(_BYTES, key=lambda b: ord(_BYTES[b]))]
    tokens = alphabet + [symbol + "</w>" for symbol in alphabet]
    merges, known = [], set(tokens)
    while len(tokens) < VOCAB_SIZE - 2:
        pairs = collections.Counter()
        for symbols, count in counts.items():
            for pair in zip(symbols, symbols[1:]):
                pairs[pair] += count
        if not pairs:
            break
        best = max(pairs, key=lambda pair: (pairs[pair], pair))
        merges.append(list(best))
        if "".join(best) not in known:
            known.add("".join(best))
            tokens.append("".join(best))
        merged = collections.Counter()
        for symbols, count in counts.items():
            merged[_merge(symbols, best)] += count
        counts = merged
    return _document(tokens + [START, END], merges)


def _document(tokens, merges):
    start, end = len(tokens) - 2, len(tokens) - 1

    def added(index, content, normalized):
        return {"id": index, "content": content, "single_word": False, "lstrip": False, "rstrip": False,
                "normalized": normalized, "special": True}
    return {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [added(start, START, True), added(end, END, False)],
        "normalizer": {"type": "Sequence", "normalizers": [
            {"type": "NFC"}, {"type": "Replace", "pattern": {"Regex": "\\s+"}, "content": " "}, {"type": "Lowercase"}]},
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
            {"type": "Split", "pattern": {"Regex": _SPLIT}, "behavior": "Removed", "invert": True},
            {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}]},
        "post_processor": {"type": "RobertaProcessing", "sep": [END, end], "cls": [START, start],
                           "trim_offsets": False, "add_prefix_space": False},
        "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
        "model": {"type": "BPE", "dropout": None, "unk_token": END, "continuing_subword_prefix": "",
                  "end_of_word_suffix": "</w>", "fuse_unk": False, "byte_fallback": False, "ignore_merges": False,
                  "vocab": {token: i for i, token in enumerate(tokens)}, "merges": merges},
    }


class Tokenizer:
    def __init__(self, document):
        self.vocab = document["model"]["vocab"]
        self.ranks = {tuple(pair): rank for rank, pair in enumerate(document["model"]["merges"])}
        self.start, self.end = self.vocab[START], self.vocab[END]
        self.cache = {}

    @classmethod
    def load(cls, path):
        with open(path, encoding="utf-8") as file:
            return cls(json.load(file))

    def _piece_ids(self, symbols):
        if symbols not in self.cache:
            left = symbols
            while len(left) > 1:
                pair = min(zip(left, left[1:]), key=lambda p: self.ranks.get(p, len(self.ranks)))
                if pair not in self.ranks:
                    break
                left = _merge(left, pair)
            self.cache[symbols] = [self.vocab[symbol] for symbol in left]
        return self.cache[symbols]

    def encode(self, text):
        """Start, text, end; never longer than the context."""
        ids = [i for piece in pieces(text) for i in self._piece_ids(piece)]
        return [self.start] + ids[:CONTEXT - 2] + [self.end]


def pad(lists):
    """Zeros after the end token: the text tower is causal and never sees them."""
    ids = torch.zeros(len(lists), max(map(len, lists)), dtype=torch.long)
    for row, values in enumerate(lists):
        ids[row, :len(values)] = torch.tensor(values)
    return ids
