"""A converted model is complete or not there, and a pruned one says the same of Arabic texts."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import sentencepiece

from summarize import arabic, convert, engines
from summarize.engines import pieces
from summarize.errors import ModelError
from summarize.records import Decoding
from summarize.registry import Model
from tests.engines import checkpoints
from tests.engines.checkpoints import TEXTS

STEMS = "правитель министер государ богат партнер лидер художе торже количе единст качест общест строитель издатель"
FOREIGN = [
    *(" ".join(f"{stem}{end}" for end in ("ство", "ства", "ству", "ством", "стве", "ский")) for stem in STEMS.split()),
    "政府は日曜日に会合を開く 政府の会合 日曜日の政府 会合を開く",
    "Η κυβέρνηση συνεδριάζει της κυβέρνησης η συνεδρίαση",
] * 10
ARABIC = [text[at : at + 70] for text in TEXTS for at in range(0, len(text), 70)][:200]
SENTENCES = [*ARABIC, "Müller sagte: “Ja”, 12.5 %"]
SIGNS = ["👍🏽 ❤️ 👩‍⚕️ 🇸🇦 ✅ ➡ ☀ ₿ € ﷼ ﷺ", "٢٠٢٤ ۲۰۲۴ २०२४ ２０２４ ½ ⅓ ² №", "「」、。〈〉…‹›„“ ـ ٪ ؟ ـَ ـُ"] * 3
OPTIONS = {"mt5": {}, "mbart": {"bos": ""}, "nllb": {"src": "arb_Arab", "tgt": "eng_Latn"}}


def engine(folder: Path, name: str) -> engines.Engine:
    return engines.load(Model("x", "translate", "ctranslate2", "local", "-", "none", folder, OPTIONS[name]))


@pytest.mark.parametrize("name", OPTIONS)
def test_a_pruned_model_says_the_same_of_arabic(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoints, "TEXTS", TEXTS + FOREIGN)
    monkeypatch.setattr(checkpoints, "PIECES", 800)
    folder = getattr(checkpoints, name)(tmp_path / "hf")
    checkpoints.never_say(folder, convert._unused(next(folder.glob("s*.model"))))
    convert.convert(folder, tmp_path / "whole", "float32")
    monkeypatch.setattr(convert, "LARGE", 100)
    convert.convert(folder, tmp_path / "pruned", "float32")
    whole, pruned = engine(tmp_path / "whole", name), engine(tmp_path / "pruned", name)
    assert vocabulary(tmp_path / "pruned") < vocabulary(tmp_path / "whole") - 30
    assert pruned.count(SENTENCES) == whole.count(SENTENCES)
    expected, found = (one.generate(SENTENCES, Decoding(max_length=24)) for one in (whole, pruned))
    assert [one.text for one in found] == [one.text for one in expected]
    assert pruned.generate(FOREIGN[:3], Decoding(max_length=8))  # worse, but no error


@pytest.mark.parametrize(
    "kind",
    [
        {"model_type": "unigram", "byte_fallback": True, "vocab_size": 900},  # mT5
        {"model_type": "unigram", "vocab_size": 800},
        {"model_type": "bpe", "vocab_size": 700},  # NLLB
    ],
)
def test_nothing_becomes_unknown_that_was_not(kind: dict[str, object], tmp_path: Path) -> None:
    texts = [*TEXTS, *FOREIGN, *SIGNS]
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(texts), model_prefix=str(tmp_path / "whole"), character_coverage=0.999,
        hard_vocab_limit=False, minloglevel=2, normalization_rule_name="identity", **kind,
    )  # fmt: skip
    whole, pruned = tmp_path / "whole.model", tmp_path / "pruned.model"
    shutil.copy(whole, pruned)
    dropped = convert._unused(whole)
    convert._drop_pieces(pruned, dropped)
    before, after = (sentencepiece.SentencePieceProcessor(model_file=str(file)) for file in (whole, pruned))
    assert after.get_piece_size() == before.get_piece_size() - len(dropped) < before.get_piece_size() - 10
    for text in texts:
        unknown = [
            [piece for piece in one.encode(text, out_type=int) if one.is_unknown(piece)] for one in (before, after)
        ]
        assert len(unknown[1]) == len(unknown[0]), text
    for text in SIGNS:
        assert after.encode(text, out_type=str) == before.encode(text, out_type=str)


def vocabulary(folder: Path) -> int:
    (file,) = folder.glob("s*.model")
    size: int = sentencepiece.SentencePieceProcessor(model_file=str(file)).get_piece_size()
    rows = len(json.loads((folder / "shared_vocabulary.json").read_text("utf-8")))
    assert size <= rows < size + 300  # NLLB has 200 codes
    return size


def test_a_small_vocabulary_is_left_alone(tmp_path: Path) -> None:
    folder = checkpoints.mt5(tmp_path / "hf")
    convert.convert(folder, tmp_path / "out")
    assert (tmp_path / "out" / "spiece.model").read_bytes() == (folder / "spiece.model").read_bytes()


@pytest.mark.parametrize(("code", "arabic_too"), [("en", False), ("eng", False), ("fr", True)])
def test_a_marian_into_english_reads_arabic_and_does_not_write_it(code: str, arabic_too: bool, tmp_path: Path) -> None:
    folder = checkpoints.marian(tmp_path / "hf")
    settings = json.loads((folder / "tokenizer_config.json").read_text("utf-8")) | {"target_lang": code}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings), "utf-8")
    convert.convert(folder, tmp_path / "out")
    for name in ("source.spm", "target.spm"):
        assert (tmp_path / "out" / name).read_bytes() == (folder / name).read_bytes()
    whole = json.loads((folder / "vocab.json").read_text("utf-8"))
    del whole["<pad>"]
    if arabic_too:
        assert json.loads((tmp_path / "out" / "shared_vocabulary.json").read_text("utf-8")) == list(whole)
        return
    source, target = (
        json.loads((tmp_path / "out" / f"{side}_vocabulary.json").read_text("utf-8")) for side in ("source", "target")
    )
    assert source == list(whole)
    assert target == [piece for piece in whole if not arabic.SCRIPT.search(piece)] != source


def test_a_marian_with_two_vocabularies_is_not_taken_for_one_with_a_shared_one(tmp_path: Path) -> None:
    folder = checkpoints.marian(tmp_path / "hf")
    assert pieces.into_english(folder)
    settings = json.loads((folder / "tokenizer_config.json").read_text("utf-8")) | {"separate_vocabs": True}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings), "utf-8")
    assert not pieces.into_english(folder)


def test_nothing_is_left_where_it_fails(tmp_path: Path) -> None:
    folder = checkpoints.marian(tmp_path / "hf")
    (folder / "config.json").write_text('{"model_type": "bert"}')
    with pytest.raises(ModelError, match="cannot be converted"):
        convert.convert(folder, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_disk_that_fills_up_is_no_fault_of_the_model(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    folder = checkpoints.marian(tmp_path / "hf")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            convert.convert(folder, tmp_path / "out")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert not (tmp_path / "out").exists()


def test_a_folder_without_pieces_is_one_sentence(tmp_path: Path) -> None:
    folder = checkpoints.bert_pair(tmp_path / "hf")
    with pytest.raises(ModelError, match="has no pieces"):
        convert.convert(folder, tmp_path / "out")


def test_products_of_an_int8_model_fit_sixteen_bits_by_twos(tmp_path: Path) -> None:
    """u8 * s8 + u8 * s8, as processors without VNNI sum them: with weights up to 127 the sum is cut off there."""
    convert.convert(checkpoints.marian(tmp_path / "hf"), tmp_path / "out")
    stored = (tmp_path / "out" / "model.bin").read_bytes()
    name = b"encoder/layer_0/ffn/linear_0/weight\x00"  # then rank, shape, type, size in bytes, and the weights
    at = stored.index(name) + len(name)
    rows, columns = np.frombuffer(stored[at + 1 : at + 9], dtype=np.uint32)
    weight = np.frombuffer(stored[at + 14 :][: rows * columns], dtype=np.int8).reshape(rows, columns)
    assert (abs(weight).max(1) == convert.LEVELS).all()
    assert 2 * 255 * convert.LEVELS < 2**15
