"""The two towers. Both end in a vector of 512 numbers; cosine compares them."""
import torch
import torch.nn.functional as F
from torch import nn

WIDTH = 512
TEXT_WIDTH = 192
IMAGE_SIZE = 112
MEAN, STD = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)


class Norm(nn.LayerNorm):
    """Always in full precision, also where the rest is trained in bfloat16."""

    def forward(self, x):
        return super().forward(x.float())


class Block(nn.Module):
    """Two 3x3 convolutions and a shortcut."""

    def __init__(self, channels):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(channels, channels, 3, padding=1, bias=False), nn.BatchNorm2d(channels), nn.ReLU(),
            nn.Conv2d(channels, channels, 3, padding=1, bias=False), nn.BatchNorm2d(channels))

    def forward(self, x):
        return F.relu(x + self.body(x))


class ImageTower(nn.Module):
    """Patches of 4 pixels, then three stages of residual blocks at 28x28, 14x14 and 7x7."""

    def __init__(self, channels=(48, 96, 192), depths=(1, 2, 3)):
        super().__init__()
        layers, before, stride = [], 3, 4
        for width, depth in zip(channels, depths):
            layers += [nn.Conv2d(before, width, stride, stride=stride, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
            layers += [Block(width) for _ in range(depth)]
            before, stride = width, 2
        self.stages = nn.Sequential(*layers)
        # The mean tells how much there is of something, the maximum whether there is any.
        self.hidden = nn.Sequential(nn.Linear(2 * before, WIDTH), Norm(WIDTH), nn.ReLU())
        self.projection = nn.Linear(WIDTH, WIDTH)

    def features(self, pixels):
        maps = self.stages(pixels)
        return self.hidden(torch.cat((maps.mean((2, 3)), maps.amax((2, 3))), 1))

    def forward(self, pixels):
        return self.projection(self.features(pixels))


class TextBlock(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = Norm(width), Norm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x, mask):
        batch, length, width = x.shape
        q, k, v = self.qkv(self.norm1(x)).view(batch, length, 3, self.heads, width // self.heads).unbind(2)
        q, k, v = q.transpose(1, 2), k.permute(0, 2, 3, 1), v.transpose(1, 2)
        weights = (q @ k * (width // self.heads) ** -0.5 + mask).softmax(-1)
        x = x + self.out((weights @ v).transpose(1, 2).reshape(batch, length, width))
        return x + self.mlp(self.norm2(x))


class TextTower(nn.Module):
    """A causal transformer, read at the end token (the highest id, so at the argmax)."""

    def __init__(self, vocab_size, context, width=TEXT_WIDTH, layers=2, heads=4):
        super().__init__()
        self.tokens = nn.Embedding(vocab_size, width)
        self.positions = nn.Parameter(torch.randn(context, width) * 0.02)
        self.blocks = nn.ModuleList(TextBlock(width, heads) for _ in range(layers))
        self.norm = Norm(width)
        self.projection = nn.Linear(width, WIDTH)
        nn.init.normal_(self.tokens.weight, std=0.05)
        self.register_buffer("mask", torch.full((context, context), -1e4).triu(1), persistent=False)

    def features(self, ids):
        length = ids.shape[1]
        x = self.tokens(ids) + self.positions[:length]
        for block in self.blocks:
            x = block(x, self.mask[:length, :length])
        end = ids.argmax(1).view(-1, 1, 1).expand(-1, 1, TEXT_WIDTH)
        return self.norm(x.gather(1, end).squeeze(1))

    def forward(self, ids):
        return self.projection(self.features(ids))


class DualEncoder(nn.Module):
    """Both towers and, for training only, heads that name the statements about the scene."""

    def __init__(self, vocab_size, context, atoms):
        super().__init__()
        self.image, self.text = ImageTower(), TextTower(vocab_size, context)
        self.image_atoms, self.text_atoms = nn.Linear(WIDTH, atoms), nn.Linear(TEXT_WIDTH, atoms)
        self.log_scale = nn.Parameter(torch.tensor(2.7))

    def encode_images(self, pixels):
        """Vectors of length 1, and what the head says is in the pictures."""
        features = self.image.features(pixels)
        vectors = self.image.projection(features).float()
        return F.normalize(vectors, dim=1), self.image_atoms(features).float()

    def encode_texts(self, ids):
        features = self.text.features(ids)
        vectors = self.text.projection(features).float()
        return F.normalize(vectors, dim=1), self.text_atoms(features).float()


def to_pixels(pictures, gain=1.0, offset=0.0):
    """Bytes [b, S, S, 3] to normalised floats [b, 3, S, S], the light changed by gain and offset."""
    scale, shift = gain / (255 * torch.tensor(STD)), offset - torch.tensor(MEAN) / torch.tensor(STD)
    x = pictures.float().mul_(scale).add_(shift)
    return x.permute(0, 3, 1, 2)  # channels last in memory, which is also what the convolutions like best
