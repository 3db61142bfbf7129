"""Run with: python3 -m unittest discover tools/demo-model"""
import random
import unittest

import numpy as np

import tokenizer
from captions import Claims, ThingClaim, altered, full_claims, random_claims, word
from library import photos
from render import render
from scoring import satisfied
from world import PLACES, TIMES, Scene, Thing, random_scene


class Captions(unittest.TestCase):
    def test_a_scene_satisfies_every_claim_made_about_it(self):
        rng = random.Random(1)
        for _ in range(500):
            scene = random_scene(rng)
            for claims in (random_claims(scene, rng), full_claims(scene)):
                self.assertTrue(satisfied([scene], [claims]).item())

    def test_an_altered_caption_claims_something_else(self):
        rng = random.Random(2)
        for _ in range(500):
            claims = random_claims(random_scene(rng), rng)
            self.assertNotEqual(claims, altered(claims, rng))

    def test_a_wrong_colour_or_count_does_not_satisfy(self):
        scene = Scene("road", "day", (Thing("car", 2, "red"),))
        wrong = [Claims(things=(ThingClaim("car", colour="blue"),)), Claims(things=(ThingClaim("car", "three"),)),
                 Claims("beach", things=(ThingClaim("car", "two", "red"),))]
        self.assertFalse(satisfied([scene], wrong).any())


class Tokens(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.document = tokenizer.train()
        cls.tokenizer = tokenizer.Tokenizer(cls.document)

    def test_start_and_end_have_the_highest_ids(self):
        ids = self.tokenizer.encode("two people")
        self.assertEqual((ids[0], ids[-1]), (tokenizer.VOCAB_SIZE - 2, tokenizer.VOCAB_SIZE - 1))
        self.assertEqual(len(self.document["model"]["vocab"]), tokenizer.VOCAB_SIZE)

    def test_any_text_can_be_encoded_within_the_context(self):
        for text in ("", "Zoë 日本 🎄", "_under_score_ 2024!", "word " * 100, "<|endoftext|>"):
            ids = self.tokenizer.encode(text)
            self.assertLessEqual(len(ids), tokenizer.CONTEXT)
            self.assertEqual(ids.count(self.tokenizer.end), 1)

    def test_captions_are_shorter_than_the_context(self):
        rng = random.Random(3)
        longest = max(len(self.tokenizer.encode(word(random_claims(random_scene(rng), rng), rng))) for _ in range(2000))
        self.assertLess(longest, tokenizer.CONTEXT)


class Pictures(unittest.TestCase):
    def test_every_place_and_time_can_be_drawn(self):
        for place in PLACES:
            for time in TIMES:
                self.assertEqual(render(Scene(place, time, ()), 1, 60, 40).shape, (40, 60, 3))

    def test_equal_seeds_give_equal_pictures(self):
        scene = random_scene(random.Random(4))
        np.testing.assert_array_equal(render(scene, 5, 90, 60), render(scene, 5, 90, 60))

    def test_the_library_is_always_the_same_and_in_order(self):
        self.assertEqual(photos(), photos())
        self.assertEqual(photos(), sorted(photos(), key=lambda photo: photo.taken))


if __name__ == "__main__":
    unittest.main()
