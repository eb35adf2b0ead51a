"""Learn how much speaks for a word's being a name, from annotated narratives that the tagger has not learned from.

    python -m case_library.masking.training SHARED_DATA --out UNREAD --without-annotated
    python -m case_library.masking.training.doubt_weights SHARED_DATA --tagger UNREAD

Writes data/usual_words.txt and data/doubts.yaml. The shipped tagger has learned from the annotated narratives too, and
is surer of them than it will be of others; so the weights are learned beside one that has not.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from case_library.masking.anonymise import without_names
from case_library.masking.doubts import weighed_words
from case_library.masking.tagger import NameTagger, read_with
from case_library.masking.tagger_weights import load_weights
from case_library.masking.training import slot_texts, told_texts
from case_library.masking.word_kinds import is_person_name
from case_library.precedent import Origin, Precedent
from nlp.taxonomy import taxonomy
from nlp.tokenise import cut

_DATA = Path(__file__).parent.parent / "data"
_USUAL = _DATA / "usual_words.txt"
_WEIGHTS = _DATA / "doubts.yaml"
_SLOT = re.compile(r"\{.\d+\}")
_AT_LEAST = 2
_LAWS_COUNT = 20
"""So many times in a law weigh as much as once in a story."""
_KINDS_COUNT = 20
"""What a word in the name of a kind of dispute counts: it stands in titles, with little around it."""
_WORD = re.compile(r"[\u4e00-\u9fff]{1,6}")
_STRENGTH = 0.03
_FOLDS = 10
_LESS_BESIDE = 1.5
"""How much less a word needs beside one that is hidden: 来|根土."""
_NEVER_ZERO = 1e-9


def usual_words(shared: Path | None) -> Counter[str]:
    """Count words where disputes are told: own narratives and cases, consultations; laws count less."""
    texts = [piece for text in slot_texts.own_narratives() for piece in _SLOT.split(text)]
    texts += [piece for text in slot_texts.illustrative_texts() for piece in _SLOT.split(text)]
    texts += [*told_texts.mediation_texts(shared), *told_texts.questions(shared)]
    counts = Counter(word for text in texts for word in cut(text))
    kinds = [each.name for each in taxonomy().categories.values()]
    kinds += [name for each in taxonomy().categories.values() for name in each.subtypes.values()]
    counts.update({word: _KINDS_COUNT for name in kinds for word in cut(name)})
    in_laws = Counter(word for text in told_texts.laws(shared) for word in cut(text))
    counts.update({word: count // _LAWS_COUNT for word, count in in_laws.items()})
    return Counter(
        {
            word: count
            for word, count in counts.items()
            if count >= _AT_LEAST and _WORD.fullmatch(word) and "某" not in word and not is_person_name(word)
        }
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """Words that masking left standing: their features, which are left of secrets, and in which narrative each is."""

    names: list[str]
    features: NDArray[np.float64]
    wanted: NDArray[np.bool_]
    narratives: NDArray[np.int64]


def learn(words_a_narrative: float) -> dict[str, object]:
    """Learn the weights, and from which weight on a word is hidden when so many harmless ones may be in a narrative."""
    words = _words_left()
    model = make_pipeline(StandardScaler(), LogisticRegression(C=_STRENGTH, class_weight="balanced", max_iter=2000))
    unread = cross_val_predict(
        model,
        words.features,
        words.wanted,
        groups=words.narratives,
        cv=GroupKFold(_FOLDS),
        method="decision_function",
    )
    harmless = np.sort(unread[~words.wanted])[::-1]
    enough = float(harmless[int(words_a_narrative * (words.narratives.max() + 1))])
    caught = int((unread[words.wanted] >= enough).sum())
    print(f"{len(unread)} words, {words.wanted.sum()} left of secrets, {caught} of them caught unread", file=sys.stderr)
    model.fit(words.features, words.wanted)
    scaler, regression = model[0], model[1]
    weights = regression.coef_[0] / np.maximum(scaler.scale_, _NEVER_ZERO)
    return {
        "weights": {name: round(float(weight), 3) for name, weight in zip(words.names, weights, strict=True)},
        "bias": round(float(regression.intercept_[0] - (weights * scaler.mean_).sum()), 3),
        "enough": round(enough, 3),
        "enough_beside": round(enough - _LESS_BESIDE, 3),
    }


def _words_left() -> _Words:
    rows: list[Mapping[str, float]] = []
    wanted, narratives = [], []
    for number, narrative in enumerate(slot_texts.annotated_narratives()):
        forms = [re.escape(secret) for _, secret in narrative.secrets]
        for text in without_names(_as_case(narrative), narrative.parties)[2]:
            spans = [found.span() for form in forms for found in re.finditer(form, text.text)]
            for word in weighed_words(text):
                if not word.harmless:
                    rows.append(word.features)
                    wanted.append(any(word.start < end and start < word.end for start, end in spans))
                    narratives.append(number)
    names = list(rows[0])
    features = np.array([[float(row[name]) for name in names] for row in rows])
    return _Words(names, features, np.array(wanted), np.array(narratives))


def _as_case(narrative: slot_texts.Annotated) -> Precedent:
    return Precedent(
        id="narrative",
        title="",
        category="contract",
        story=narrative.text,
        origin=Origin.OWN_DOCKET,
        parties=narrative.parties,
    )


def main() -> int:
    """Count words, learn, and write both files; what a person set in doubts.yaml beside the weights stays."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--tagger", type=Path, help="folder with weights that were learned without these narratives")
    parser.add_argument("--words", type=float, default=6.0, help="harmless words that may be hidden in a narrative")
    arguments = parser.parse_args()
    if arguments.tagger:
        read_with(NameTagger(load_weights(arguments.tagger)))
    counted = usual_words(arguments.shared).most_common()
    head = (
        "# Words where disputes are told, with counts: own texts; lawyer-llama, ProMediConv (Apache-2.0), STARD (MIT)\n"
    )
    _USUAL.write_text(head + "".join(f"{word} {count}\n" for word, count in sorted(counted)), encoding="utf-8")
    before = _WEIGHTS.read_text(encoding="utf-8")
    comment = "".join(line for line in before.splitlines(keepends=True) if line.startswith("#"))
    settings = yaml.safe_load(before) | learn(arguments.words)
    written = yaml.safe_dump(settings, allow_unicode=True, sort_keys=False, width=120)
    _WEIGHTS.write_text(comment + written, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
