"""Captions: a random choice of true statements about a scene, in varied wording."""
from dataclasses import dataclass, replace

import words
from world import ATOM_INDEX, COUNTS, KINDS, PLACES, TIMES, MANY, count_name


@dataclass(frozen=True)
class ThingClaim:
    kind: str
    count: str = ""     # one, two, three, many; empty: not stated
    colour: str = ""
    plural: bool = False


@dataclass(frozen=True)
class Claims:
    """What a caption states. Everything else about the scene stays open."""
    place: str = ""
    time: str = ""
    things: tuple = ()

    def atoms(self):
        named = [("place", self.place)] if self.place else []
        named += [("time", self.time)] if self.time else []
        for thing in self.things:
            named.append(("kind", thing.kind))
            if thing.count:
                named.append(("count", thing.kind, thing.count))
            if thing.colour:
                named.append(("colour", thing.kind, thing.colour))
        return [ATOM_INDEX[name] for name in named]


def random_claims(scene, rng):
    """Some of what is true of the scene; at least one statement."""
    while True:
        things = [_claim_about(thing, rng) for thing in scene.things if rng.random() < 0.75]
        rng.shuffle(things)
        claims = Claims(scene.place if rng.random() < 0.5 else "", scene.time if rng.random() < 0.42 else "", tuple(things))
        if claims.place or claims.time or claims.things:
            return claims


def full_claims(scene):
    """Everything that is true of the scene."""
    things = tuple(ThingClaim(t.kind, count_name(t.count), t.colour, t.count > 1) for t in scene.things)
    return Claims(scene.place, scene.time, things)


def _claim_about(thing, rng):
    count = count_name(thing.count) if rng.random() < 0.4 else ""
    return ThingClaim(thing.kind, count, thing.colour if rng.random() < 0.6 else "", thing.count > 1)


def altered(claims, rng):
    """The same statements but one changed: a caption that is nearly right."""
    choices = [part for part in ("place", "time") if getattr(claims, part)]
    for i, thing in enumerate(claims.things):
        choices += [(i, "kind")] + [(i, part) for part in ("count", "colour") if getattr(thing, part)] * 2
    choice = rng.choice(choices)
    if choice == "place":
        return replace(claims, place=_other(PLACES, claims.place, rng))
    if choice == "time":
        return replace(claims, time=_other(TIMES, claims.time, rng))
    i, part = choice
    things = list(claims.things)
    things[i] = _altered_thing(things[i], part, rng)
    return replace(claims, things=tuple(things))


def _altered_thing(thing, part, rng):
    spec = KINDS[thing.kind]
    if part == "colour":
        return replace(thing, colour=_other(spec.colours, thing.colour, rng))
    if part == "count":
        count = _other(COUNTS[:min(spec.max_count, MANY)], thing.count, rng)
        return replace(thing, count=count, plural=count != "one")
    kind = _other(tuple(KINDS), thing.kind, rng)
    spec = KINDS[kind]
    return replace(thing, kind=kind, colour=thing.colour if thing.colour in spec.colours else "",
                   count=thing.count if thing.count in COUNTS[:min(spec.max_count, MANY)] else "")


def _other(options, current, rng):
    return rng.choice([option for option in options if option != current])


def _noun(kind, plural, rng):
    nouns = words.NOUNS[kind]
    pair = nouns[0] if rng.random() < 0.55 else rng.choice(nouns)
    return pair[1 if plural else 0]


def _with_article(phrase, rng):
    article = rng.choice(("a", "a", "a", "the", "")) if rng.random() < 0.9 else "my"
    if article == "a" and phrase[0] in "aeiou":
        article = "an"
    return f"{article} {phrase}".strip()


def _thing_phrase(thing, rng):
    bare = not thing.count and not thing.colour
    if bare and thing.kind in words.ALLUSIONS and rng.random() < 0.3:
        return rng.choice(words.ALLUSIONS[thing.kind])
    if thing.kind == "person" and thing.count and rng.random() < 0.4:
        return rng.choice(words.COUNTED_PEOPLE[thing.count])
    colour = rng.choice(words.COLOUR_WORDS.get(thing.colour, (thing.colour,)))
    # A word such as "some" leaves the number open even when the noun is plural.
    plural = thing.count not in ("", "one") or (not thing.count and thing.plural and rng.random() < 0.7)
    noun = _noun(thing.kind, plural, rng)
    if rng.random() < 0.06:
        noun = f"{rng.choice(words.ADJECTIVES)} {noun}"
    phrase = f"{noun} in {colour}" if colour and rng.random() < 0.04 else f"{colour} {noun}".strip()
    if thing.count:
        return f"{rng.choice(words.COUNT_WORDS[thing.count])} {phrase}"
    if plural:
        return f"{rng.choice(('', '', 'some', 'the'))} {phrase}".strip()
    return _with_article(phrase, rng)


def _sentence(claims, rng):
    """'two people and a dog walking on the beach at sunset'"""
    phrases = [_thing_phrase(thing, rng) for thing in claims.things]
    text = rng.choice((" and ", ", ", " and ", " with ")).join(phrases)
    if claims.things and rng.random() < 0.2:
        text += " " + rng.choice(words.DOING[claims.things[-1].kind])
    tail = [rng.choice(words.AT_PLACE[claims.place])] if claims.place else []
    tail += [rng.choice(words.AT_TIME[claims.time])] if claims.time else []
    if rng.random() < 0.25:
        tail.reverse()
    return " ".join([text] + tail)


def _place_first(claims, rng):
    """'a beach at night with a red boat'"""
    place = rng.choice(words.PLACE_NAMES[claims.place])
    if claims.time and rng.random() < 0.3:
        text = f"{rng.choice(words.TIME_NAMES[claims.time])} {rng.choice(words.AT_PLACE[claims.place])}"
    else:
        text = _with_article(place, rng) if rng.random() < 0.5 else place
        if claims.time:
            text += " " + rng.choice(words.AT_TIME[claims.time])
    if claims.things:
        text += " with " + " and ".join(_thing_phrase(thing, rng) for thing in claims.things)
    return text


def _keywords(claims, rng):
    """'beach sunset two people'"""
    parts = [_thing_phrase(thing, rng) for thing in claims.things]
    parts += [rng.choice(words.PLACE_NAMES[claims.place])] if claims.place else []
    parts += [rng.choice(words.TIME_NAMES[claims.time])] if claims.time else []
    rng.shuffle(parts)
    return rng.choice((" ", " ", ", ")).join(parts)


def _unknown_word(rng):
    return "".join(rng.choice("abcdefghijklmnoprstuvwy") for _ in range(rng.randint(2, 8)))


def word(claims, rng):
    """One of many ways to put the claims."""
    style = rng.random()
    if style < 0.3:
        text = _keywords(claims, rng)
    elif claims.place and style < 0.5:
        text = _place_first(claims, rng)
    elif claims.things:
        text = _sentence(claims, rng)
    elif claims.place:
        text = _place_first(claims, rng)
    else:
        text = rng.choice(words.TIME_NAMES[claims.time] + words.AT_TIME[claims.time])
    if rng.random() < 0.3:
        text = f"{rng.choice(words.OPENINGS)} {text}"
    if rng.random() < 0.06:  # words it does not know must do no harm
        extra = _unknown_word(rng) if rng.random() < 0.5 else rng.choice(words.COMMON)
        text = f"{text} {extra}" if rng.random() < 0.5 else f"{extra} {text}"
    return text
