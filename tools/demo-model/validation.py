"""The evaluation in small, to follow the training."""
from scoring import attribute_queries, caption_set, evaluation_pictures, hit_rate, precision, satisfied
from towers import picture_vectors, text_vectors


class Validation:
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
