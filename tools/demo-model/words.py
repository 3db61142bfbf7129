"""The words people use for what the demo world shows."""

# (singular, plural); the first ones are the most usual.
NOUNS = {
    "person": (("person", "people"), ("man", "men"), ("woman", "women"), ("someone", "persons"), ("human", "humans"),
               ("child", "children"), ("girl", "girls"), ("boy", "boys"), ("kid", "kids"), ("friend", "friends"),
               ("adult", "adults"), ("guy", "guys")),
    "car": (("car", "cars"), ("automobile", "automobiles"), ("auto", "autos"), ("vehicle", "vehicles")),
    "boat": (("boat", "boats"), ("sailboat", "sailboats"), ("ship", "ships"), ("sailing boat", "sailing boats"),
             ("yacht", "yachts")),
    "house": (("house", "houses"), ("home", "homes"), ("cottage", "cottages"), ("cabin", "cabins")),
    "cat": (("cat", "cats"), ("kitten", "kittens"), ("kitty", "kitties")),
    "dog": (("dog", "dogs"), ("puppy", "puppies"), ("doggy", "doggies")),
    "christmas tree": (("christmas tree", "christmas trees"), ("xmas tree", "xmas trees"),
                       ("decorated tree", "decorated trees"), ("christmas tree with lights", "christmas trees with lights")),
    "balloon": (("balloon", "balloons"), ("party balloon", "party balloons")),
    "flower": (("flower", "flowers"), ("blossom", "blossoms"), ("bloom", "blooms")),
    "umbrella": (("umbrella", "umbrellas"), ("parasol", "parasols"), ("sunshade", "sunshades")),
    "bird": (("bird", "birds"), ("flying bird", "flying birds")),
    "bicycle": (("bicycle", "bicycles"), ("bike", "bikes"), ("cycle", "cycles")),
    "tent": (("tent", "tents"), ("camping tent", "camping tents")),
    "snowman": (("snowman", "snowmen"), ("snow man", "snow men")),
}

# Words that stand for a thing without naming it.
ALLUSIONS = {
    "christmas tree": ("christmas", "xmas", "christmas lights", "christmas time", "merry christmas", "christmas decoration"),
    "tent": ("camping", "a campsite"), "boat": ("sailing", "boating"), "balloon": ("birthday", "party"),
    "bicycle": ("cycling", "biking"),
}

COLOUR_WORDS = {"grey": ("grey", "gray"), "purple": ("purple", "violet")}

COUNT_WORDS = {
    "one": ("one", "a single", "1", "exactly one", "only one", "just one"),
    "two": ("two", "2", "a pair of", "exactly two", "two", "just two"),
    "three": ("three", "3", "three", "exactly three"),
    "many": ("many", "several", "a group of", "lots of", "four", "five", "six", "a lot of", "a bunch of", "numerous"),
}

# Counted people have words of their own.
COUNTED_PEOPLE = {
    "one": ("one person alone", "a lone person", "somebody alone"), "two": ("a couple", "couple", "a couple of people"),
    "three": ("a trio",), "many": ("a group of people", "a group", "a crowd", "a family", "a crowd of people", "crowd"),
}

DOING = {
    "person": ("standing", "walking", "posing", "on vacation", "on holiday"), "car": ("parked", "driving"),
    "boat": ("sailing", "floating"), "house": ("standing",), "cat": ("sitting", "resting"),
    "dog": ("standing", "running", "playing"), "balloon": ("floating", "flying"), "bird": ("flying",),
    "flower": ("blooming", "growing"), "bicycle": ("parked", "standing"), "christmas tree": ("shining", "with presents"),
    "tent": ("standing", "pitched"), "umbrella": ("open",), "snowman": ("standing",),
}

# Where it is: after a thing ("a dog on the beach") and by itself ("seaside").
AT_PLACE = {
    "beach": ("on a beach", "on the beach", "at the beach", "on the shore", "at the seaside", "by the seaside",
             "on the sand"),
    "sea": ("on the sea", "at sea", "on the ocean", "on the water", "on the open sea", "in the sea", "on the waves"),
    "snow": ("in the snow", "in winter", "on a snowy field", "in a snowy landscape", "on a winter day", "in snow"),
    "forest": ("in a forest", "in the forest", "in the woods", "among the trees", "under the trees"),
    "mountains": ("in the mountains", "in front of mountains", "in front of the mountains", "near a mountain", "in the alps"),
    "city": ("in the city", "in a city", "in town", "in front of a city skyline", "downtown", "in a city street",
             "in front of skyscrapers", "in front of tall buildings"),
    "road": ("on a road", "on the road", "by the roadside", "on a country road", "on the highway"),
    "meadow": ("in a meadow", "in a field", "on the grass", "in a green field", "on the meadow", "on a lawn"),
    "room": ("in a room", "indoors", "inside", "at home", "in the living room", "in a living room"),
    "desert": ("in the desert", "in a desert", "in the dunes", "in front of dunes"),
}
PLACE_NAMES = {
    "beach": ("beach", "seaside", "shore", "seashore", "sandy beach", "beach holiday"),
    "sea": ("sea", "ocean", "open sea", "open water", "waves"),
    "snow": ("snow", "winter", "snowy landscape", "snowfall", "winter landscape", "snowy field"),
    "forest": ("forest", "woods", "woodland", "trees"),
    "mountains": ("mountains", "mountain", "alps", "mountain range", "peaks"),
    "city": ("city", "skyline", "downtown", "town", "city street", "skyscrapers", "city skyline", "urban"),
    "road": ("road", "highway", "country road", "roadside", "road trip"),
    "meadow": ("meadow", "field", "grass", "green field", "grassland", "countryside"),
    "room": ("room", "indoors", "living room", "interior", "inside a house"),
    "desert": ("desert", "dunes", "sand dunes", "cactus"),
}
AT_TIME = {
    "day": ("during the day", "by day", "in daylight", "on a sunny day", "on a bright day", "under a blue sky", "at noon",
            "in the daytime"),
    "sunset": ("at sunset", "at dusk", "in the evening", "at sundown", "at twilight", "in the evening sun", "at sunset"),
    "night": ("at night", "by night", "under the stars", "in the moonlight", "in the dark", "under a starry sky", "at night"),
}
TIME_NAMES = {
    "day": ("day", "daytime", "daylight", "sunny", "blue sky", "sunny day"),
    "sunset": ("sunset", "dusk", "evening", "sundown", "evening sun", "golden hour", "sunset", "red sky"),
    "night": ("night", "nighttime", "stars", "moon", "starry sky", "moonlight", "night sky", "dark"),
}

# Words around the content, which must change nothing.
OPENINGS = ("a photo of", "photo of", "a picture of", "picture of", "pictures of", "photos of", "an image of", "images of",
            "photos with", "images with", "pictures with", "find", "find all images that include", "show me", "i want to see",
            "all photos of", "search for", "show all pictures with", "there is", "my photos of", "a picture showing",
            "images that include", "find pictures of", "a nice shot of", "can you find", "looking for", "please show")
ADJECTIVES = ("beautiful", "nice", "old", "little", "big", "cute", "lovely", "small", "large", "pretty", "my", "our", "new")
COMMON = ("and", "or", "the", "of", "to", "in", "is", "it", "you", "that", "was", "for", "on", "are", "with", "as", "his",
          "they", "at", "be", "this", "from", "have", "by", "not", "but", "what", "all", "were", "when", "we", "your", "said",
          "use", "each", "which", "their", "time", "will", "way", "about", "then", "them", "would", "like", "these", "her",
          "make", "him", "into", "has", "look", "more", "see", "number", "could", "than", "first", "been", "who",
          "now", "long", "down", "did", "get", "come", "made", "part", "summer", "spring", "autumn", "trip", "last", "year",
          "weekend", "album", "best", "favourite", "color", "colour", "behind", "next", "near", "front", "some")
