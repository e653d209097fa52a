"""The whole path from parallel text to an exported translator, at toy size, on pairs invented here."""

from __future__ import annotations

import itertools
import json
import lzma
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="training needs torch")
pytest.importorskip("sacrebleu", reason="evaluation needs sacrebleu")

import numpy as np
import torch

from training.translator import average, card, carry, corpus, data, evaluate, export, gaps, train, vocab

WHO = {
    "الوزير": "The minister",
    "الرئيس": "The president",
    "الطبيب": "The doctor",
    "المعلم": "The teacher",
    "سلمى": "Salma",
}
DID = {"زار": "visited", "غادر": "left", "افتتح": "opened", "شاهد": "saw"}
WHAT = {
    "المدينة": "the city",
    "المدرسة": "the school",
    "المستشفى": "the hospital",
    "السوق": "the market",
    "القرية": "the village",
}
WHEN = {"أمس": "yesterday", "اليوم": "today", "صباحاً": "in the morning", "مساءً": "in the evening"}
PAIRS = [
    (" ".join(arabic), f"{WHO[arabic[1]]} {DID[arabic[0]]} {WHAT[arabic[2]]} {WHEN[arabic[3]]}.")
    for arabic in itertools.product(DID, WHO, WHAT, WHEN)
]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder laid out as the real data is."""
    root = tmp_path_factory.mktemp("shared")
    for folder in ("flores", "parallel", "lexicon"):
        (root / folder).mkdir()
    for split, pairs in (("dev", PAIRS[:5]), ("test", PAIRS[5:10])):
        (root / "flores" / f"{split}.ar").write_text("\n".join(pair[0] for pair in pairs) + "\n", "utf-8")
        for name in ("en", "argos.en"):
            (root / "flores" / f"{split}.{name}").write_text("\n".join(pair[1] for pair in pairs) + "\n", "utf-8")
    _xz(root / "parallel" / "open.tsv.xz", [(*pair, "tatoeba_opus", "A") for pair in PAIRS[200:]])
    _xz(root / "lexicon" / "wikidata_person_names.tsv.xz", [("سلمى", "salma")])
    _xz(root / "lexicon" / "arwikicats_labels.tsv.xz", [("المدينة", "city")])
    return root


@pytest.fixture(scope="module")
def work(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Prepared and with a vocabulary."""
    root = tmp_path_factory.mktemp("work")
    own = root / "own"
    (own / "written").mkdir(parents=True)
    _tsv(own / "written.tsv", [(*pair, "agency") for pair in PAIRS[:150]])
    _tsv(own / "written" / "more.tsv", [(*pair, "more") for pair in PAIRS[150:200]])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data, "HELD_OUT", 0.1)
        patch.setattr(data, "HINT_TEST", 0.1)
        data.prepare(shared, own, root)
    vocab.train(root, train.SIZES["toy"].pieces)
    return root


@pytest.fixture(scope="module")
def exported(work: Path, shared: Path) -> Path:
    train.train(work, "toy", minutes=1, steps=150)
    train.train(work, "toy", minutes=1, fall=20, every=0)
    average.average(work)
    export.export(work, "toy")
    return work


def test_the_training_text_has_nothing_of_the_held_out_sentences_nor_eight_words_of_flores(
    work: Path, shared: Path
) -> None:
    trained = {data.fold(line.split("\t")[0]) for line in (work / "train.tsv").read_text("utf-8").splitlines()}
    held = (work / "news.tsv").read_text("utf-8").splitlines() + (work / "hints.tsv").read_text("utf-8").splitlines()
    assert not trained & {data.fold(evaluate.unhinted(line.split("\t")[0])) for line in held}
    long = "ا ب ت ث ج ح خ د ذ"
    assert data._leaks(data.Pair(long, "x", ""), data._ngrams(["قبل " + long]))
    assert not data._leaks(data.Pair(long[2:], "x", ""), data._ngrams([long[:-2]]))


def test_a_hint_stands_after_its_name_and_its_spelling_is_in_the_target(work: Path) -> None:
    hinted = [
        line.split("\t") for line in (work / "train.tsv").read_text("utf-8").splitlines() if data.OPEN_HINT in line
    ]
    assert hinted
    for arabic, english, _ in hinted:
        wanted = arabic.partition(data.OPEN_HINT + " ")[2].partition(" " + data.CLOSE_HINT)[0]
        assert wanted in english


def test_the_vocabulary_normalises_arabic_and_leaves_english_alone(work: Path) -> None:
    import sentencepiece

    spm = sentencepiece.SentencePieceProcessor(model_file=str(work / "joint.model"))
    assert spm.encode("أُمّــي «٢٠»") == spm.encode('امي "20"')
    assert spm.decode(spm.encode("The minister's Visit, at 9:30?")) == "The minister's Visit, at 9:30?"
    assert spm.encode("⟦", out_type=str)[-1] == "⟦"


def test_a_batch_has_sources_of_one_length_and_an_epoch_every_pair(work: Path) -> None:
    text = corpus.Corpus(work, "train")
    epoch = next(text.epochs({"written": 1.0, "names": 1.0, "tatoeba_opus": 2.0}, 0, 256, "cpu"))
    batches = [epoch.padded(number, 330) for number in range(len(epoch))]
    assert all(330 not in source and source.numel() <= 256 and target.numel() <= 256 for source, target in batches)
    assert all((source[:, -1] == corpus.EOS).all() for source, _ in batches)
    twice = [text.names[number] == "tatoeba_opus" for number in text.sets]
    pairs = len(text) + sum(twice)
    assert sum(len(source) for source, _ in batches) == pairs - int(pairs * corpus.JOINED) // 2


def test_pieces_that_fall_in_two_still_spell_the_text_and_hints_stay_whole(work: Path) -> None:
    import sentencepiece

    spm = sentencepiece.SentencePieceProcessor(model_file=str(work / "joint.model"))
    text = corpus.Corpus(work, "train")
    every = np.arange(len(text))
    before, after = text.chosen(every), corpus.split(text.chosen(every), text.halves, ~text.hinted, seed=1)
    assert 1.02 < len(after.flat) / before.length.sum() < 1 + corpus.SPLIT
    for number in every:
        old, new = ([side.tolist() for side in _sides(pieces, number)] for pieces in (before, after))
        assert [spm.decode(side) for side in old] == [spm.decode(side) for side in new]
        assert old == new or not text.hinted[number]


def test_joined_pairs_are_read_one_after_the_other(work: Path) -> None:
    text = corpus.Corpus(work, "train")
    apart, together = text.pieces, corpus.joined(text.pieces)
    count = int(len(text) * corpus.JOINED) // 2 * 2
    for side in (0, 1):
        first, second = (_sides(apart, number)[side].tolist() for number in (2, 3))
        assert _sides(together, 1)[side].tolist() == first[:-1] + second
        assert (_sides(together, count // 2)[side] == _sides(apart, count)[side]).all()
    assert len(together.at) == len(text) - count // 2


def test_the_fast_forward_is_that_of_the_model(work: Path) -> None:
    model = train.build(train.SIZES["toy"]).eval()
    torch.nn.init.normal_(model.model.shared.weight)
    source, target = torch.randint(2, 330, (3, 9)), torch.randint(2, 330, (3, 7))
    start = torch.full_like(target[:, :1], model.config.decoder_start_token_id)
    wanted = model.model(input_ids=source, decoder_input_ids=torch.cat((start, target[:, :-1]), 1))
    found, look = train.forward(model, source, target)
    assert torch.allclose(found, wanted.last_hidden_state, atol=1e-5)
    assert torch.allclose(look.sum(-1), torch.ones(3, 7))


def test_weights_that_were_carried_are_those_of_half_precision(exported: Path, tmp_path: Path) -> None:
    files = carry.pack(exported, tmp_path)
    assert sum(file.stat().st_size for file in files) < 0.6 * (exported / "final.pt").stat().st_size
    old, new = (
        torch.load(file, weights_only=True) for file in (exported / "final.pt", carry.unpack(tmp_path, tmp_path))
    )
    assert old.keys() == new.keys()
    assert all(torch.equal(new[name], old[name].half().float()) for name in old)


def test_a_run_that_was_stopped_goes_on_as_if_it_had_not_been(work: Path, tmp_path: Path) -> None:
    folders = [_copy(work, tmp_path / name) for name in ("straight", "stopped")]
    train.train(folders[0], "toy", minutes=1, steps=8)
    train.train(folders[1], "toy", minutes=1, steps=3)
    train.train(folders[1], "toy", minutes=1, steps=5)
    first, second = (torch.load(folder / "train.pt", weights_only=True) for folder in folders)
    assert first["at"]["step"] == second["at"]["step"] == 8
    assert all(torch.equal(first["model"][name], second["model"][name]) for name in first["model"])


def test_training_lowers_the_loss_and_the_source_is_not_ignored(exported: Path) -> None:
    rows = [json.loads(line) for line in (exported / "log.jsonl").read_text().splitlines()]
    assert rows[-1]["phase"] == "cooldown"
    assert rows[-1]["news"] < rows[0]["news"]
    assert rows[-1]["news"] < rows[-1]["blind"]


def test_hugging_face_and_ctranslate2_say_the_same(exported: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "LIMIT", 40)
    differ = export.check(exported, [arabic for arabic, _ in PAIRS[:10]])
    assert differ["float32 beam 1"] == differ["float32 beam 4"] == 0


def test_scores_and_card_come_out_of_the_measurement(
    exported: Path, shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "LIMIT", 40)
    scores = evaluate.evaluate(exported, shared)
    assert scores["sets"]["FLORES dev"]["argos"]["bleu"] == 100
    card.write(exported, shared)
    text = (exported / "README.md").read_text("utf-8")
    assert "ar-en-toy" in text and "CC0" in text and "| FLORES dev | argos | 100.0 |" in text
    export.ship(exported, tmp_path / "shipped")
    assert {file.name for file in (tmp_path / "shipped").iterdir()} == {*export.SHIPPED, "lock.json", "README.md"}


def _sides(pieces: corpus.Pieces, number: int) -> list[np.ndarray]:
    spans = zip(pieces.at[number], pieces.length[number], strict=True)
    return [pieces.flat[at : at + length] for at, length in spans]


def _xz(file: Path, rows: list[tuple[str, ...]]) -> None:
    file.write_bytes(lzma.compress("".join("\t".join(row) + "\n" for row in rows).encode()))


def _tsv(file: Path, rows: list[tuple[str, ...]]) -> None:
    file.write_text("".join("\t".join(row) + "\n" for row in rows), "utf-8")


def _copy(work: Path, folder: Path) -> Path:
    folder.mkdir()
    for name in ("train.tsv", "news.tsv", "joint.model"):
        (folder / name).write_bytes((work / name).read_bytes())
    return folder


def test_the_words_and_phrases_that_news_has_and_training_text_has_not() -> None:
    news = ["أعلن المتحدث الرسمي عن الخطة، وقال الرسمي كلمة"] * 50
    train = [("الخطة عن كلمة", 20), ("قال كلمة", 3)]
    assert {row[2] for row in gaps.words(news, train)} == {"اعلن", "المتحدث", "الرسمي", "وقال"}
    found = {row[2]: row[:2] for row in gaps.phrases(news, [("أعلن المتحدث", 6)])}
    assert found["اعلن المتحدث الرسمي"] == (50, 0)
    assert not found.keys() & {"اعلن المتحدث", "المتحدث الرسمي", "الخطه وقال"}  # known; told before; over a comma
