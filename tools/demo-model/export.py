"""Writes the bundle from a training checkpoint (its averaged weights)."""
import argparse
import json
import os

import torch

import bundle
from model import DualEncoder
from tokenizer import CONTEXT, VOCAB_SIZE
from world import ATOMS


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", required=True, help="the folder given to train.py")
    parser.add_argument("--bundle", default="models/demo-world")
    options = parser.parse_args()
    state = torch.load(os.path.join(options.work, "checkpoint.pt"), map_location="cpu")
    model = DualEncoder(VOCAB_SIZE, CONTEXT, len(ATOMS))
    model.load_state_dict(state["average"])
    with open(os.path.join(options.work, "tokenizer.json"), encoding="utf-8") as file:
        document = json.load(file)
    bundle.write(options.bundle, model.image, model.text, document)
    print(f"wrote {options.bundle} from step {state['step']}")


if __name__ == "__main__":
    main()
