"""The encoder as a PyTorch network, for training and for the file that ONNX Runtime runs."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

WIDTH, HEADS, INNER = 384, 12, 1536
ARC, RELATION, ROLE = 192, 256, 96
SHAPES, PLACES = 6, 512
SELDOM = -4.5  # the logit from which the types of acts start: few words tell one


class Layer(nn.Module):
    """One layer: attention and a wider stage, each added to what came in and normalised."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv, self.o = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.f1, self.f2 = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.ln1, self.ln2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x: Tensor, mask: Tensor, drop: nn.Module) -> Tensor:
        """Return the rows of the next layer; ``mask`` is added to the attention's scores."""
        count, size, _ = x.shape
        q, k, v = self.qkv(x).view(count, size, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        if torch.onnx.is_in_onnx_export():
            mixed = torch.softmax(q @ k.transpose(-1, -2) * (WIDTH // HEADS) ** -0.5 + mask, -1) @ v
        else:
            mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.ln1(x + drop(self.o(mixed.transpose(1, 2).reshape(count, size, WIDTH))))
        return self.ln2(x + drop(self.f2(F.gelu(self.f1(x)))))  # type: ignore[no-any-return]


class Net(nn.Module):
    """Wordpieces in; for each word its labels, how well it likes each head, and two halves of its relation out."""

    def __init__(self, vocabulary: int, layers: int, sizes: dict[str, int]) -> None:
        super().__init__()
        self.word, self.posn = nn.Embedding(vocabulary, WIDTH), nn.Embedding(PLACES, WIDTH)
        self.case, self.ln = nn.Embedding(SHAPES, WIDTH), nn.LayerNorm(WIDTH, eps=1e-12)
        nn.init.zeros_(self.case.weight)
        self.word.weight.requires_grad_(False)  # so that words not met in training stay beside those that were
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.out_pos, self.out_tag, self.out_lemma = (nn.Linear(WIDTH, sizes[k]) for k in ("pos", "tag", "lemma"))
        self.arc_d, self.arc_h = nn.Linear(WIDTH, ARC), nn.Linear(WIDTH, ARC)
        self.arc_u, self.arc_b = nn.Linear(ARC, ARC), nn.Linear(ARC, 1)
        self.lab_d, self.lab_h = nn.Linear(WIDTH, RELATION), nn.Linear(WIDTH, RELATION, bias=False)
        self.lab_o = nn.Linear(RELATION, sizes["dep"])
        self.act_o, self.roles = nn.Linear(WIDTH, sizes["act"]), sizes["role"]
        nn.init.zeros_(self.act_o.weight)
        nn.init.constant_(self.act_o.bias, SELDOM)
        self.role_d, self.role_h = nn.Linear(WIDTH, self.roles * ROLE), nn.Linear(WIDTH, self.roles * ROLE)
        self.drop = nn.Dropout(0.1)

    def start(self, given: dict[str, Tensor]) -> None:
        """Take over the embeddings and the first layers of a BERT-like encoder."""
        self.word.weight.data.copy_(given["embeddings.word_embeddings.weight"])
        kinds = given["embeddings.token_type_embeddings.weight"][0]
        self.posn.weight.data.copy_(given["embeddings.position_embeddings.weight"] + kinds)
        places = {"ln": "embeddings.LayerNorm"}
        names = {"o": "attention.output.dense", "ln1": "attention.output.LayerNorm"}
        names |= {"f1": "intermediate.dense", "f2": "output.dense", "ln2": "output.LayerNorm"}
        state = self.state_dict()
        for i in range(len(self.layers)):
            places |= {f"layers.{i}.{own}": f"encoder.layer.{i}.{name}" for own, name in names.items()}
            for kind in ("weight", "bias"):
                parts = [given[f"encoder.layer.{i}.attention.self.{k}.{kind}"] for k in ("query", "key", "value")]
                state[f"layers.{i}.qkv.{kind}"].copy_(torch.cat(parts))
        for own, name in places.items():
            for kind in ("weight", "bias"):
                state[f"{own}.{kind}"].copy_(given[f"{name}.{kind}"])

    def embed(self, ids: Tensor, shapes: Tensor) -> Tensor:
        """Return the rows that stand for the wordpieces."""
        return self.word(ids) + self.posn.weight[: ids.shape[1]] + self.case(shapes)  # type: ignore[no-any-return]

    def forward(self, x: Tensor, mask: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        """Return heads' scores, labels' scores, the relation's two halves, and the scores of acts and of their roles.

        Parameters:
            x: the wordpieces' rows. ``mask``: what is added to the scores of attention, 0 or very little.
            first: the place of each word's first piece; the first of all stands for the root.
        """
        x = self.drop(self.ln(x))
        for layer in self.layers:
            x = layer(x, mask, self.drop)
        words = self.drop(torch.gather(x, 1, first[..., None].expand(-1, -1, WIDTH)))
        lower, upper = self.drop(F.relu(self.arc_d(words))), self.drop(F.relu(self.arc_h(words)))
        arcs = self.arc_u(lower) @ upper.transpose(1, 2) / math.sqrt(ARC) + self.arc_b(upper).transpose(1, 2)
        labels = (self.out_pos(words), self.out_tag(words), self.out_lemma(words))
        return arcs, *labels, self.lab_d(words), self.lab_h(words), self.act_o(words), self._roles(words)

    def _roles(self, words: Tensor) -> Tensor:
        """Return for each role how well each word likes each other one in it: role by word by word."""
        count, size, _ = words.shape
        does, has = (
            self.drop(F.relu(part(words))).view(count, size, self.roles, ROLE).transpose(1, 2)
            for part in (self.role_d, self.role_h)
        )
        return does @ has.transpose(-1, -2) / math.sqrt(ROLE)  # type: ignore[no-any-return]

    def relation(self, lower: Tensor, upper: Tensor, heads: Tensor) -> Tensor:
        """Return the relations' scores of words with the given heads."""
        above = torch.gather(upper, 1, heads[..., None].expand(-1, -1, RELATION))
        return self.lab_o(self.drop(F.relu(lower + above)))  # type: ignore[no-any-return]


class Relations(nn.Module):
    """The last stage of a net: the two halves of the hidden layer, added, to the relations' scores."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.last = net.lab_o

    def forward(self, x: Tensor) -> Tensor:
        """Return the scores of words."""
        return self.last(F.relu(x))  # type: ignore[no-any-return]
