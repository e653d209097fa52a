"""The program in a process of its own: data on stdout, everything else on stderr, the right exit code."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import EXAMPLES, ROOT

Cli = Callable[..., subprocess.CompletedProcess[str]]
Piped = Callable[..., subprocess.Popen[bytes]]
ARTICLE = EXAMPLES / "politics.txt"


def test_run_is_the_default_command(cli: Cli) -> None:
    short, long = cli(ARTICLE), cli("run", ARTICLE)
    assert short.returncode == 0
    assert short.stdout == long.stdout
    assert short.stderr == ""


def test_standard_input_by_pipe_and_by_dash(cli: Cli) -> None:
    text = ARTICLE.read_bytes()
    piped, dashed = cli(stdin=text), cli("-", "--lang", "ar,en", stdin=text)
    assert piped.returncode == dashed.returncode == 0
    assert piped.stdout == dashed.stdout


def test_json_of_one_article_is_one_object(cli: Cli) -> None:
    record = json.loads(cli("-", "--format", "json", "--stdin-filename", "x.txt", stdin=ARTICLE.read_bytes()).stdout)
    assert record["ok"] is True
    assert record["source"]["name"] == "x.txt"


def test_the_name_of_standard_input_decides_its_kind(cli: Cli) -> None:
    page = (EXAMPLES / "health.html").read_bytes()
    record = json.loads(cli("-", "-f", "json", "--lang", "ar", "--stdin-filename", "p.html", stdin=page).stdout)
    assert record["source"]["kind"] == "html"


def test_a_thousand_records_with_a_broken_one_in_the_middle(cli: Cli) -> None:
    text = "أعلنت البلدية خطة جديدة للنقل العام في المدينة، وقال رئيسها إن العمل يبدأ في الربيع."
    lines = [json.dumps({"id": i, "text": f"{text} رقم {i}."}, ensure_ascii=False) for i in range(1000)]
    lines[500] = '{"id": 500, "text": '
    done = cli("-", "-f", "ndjson", "--lang", "ar", stdin="\n".join(lines))
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [record["ok"] for record in records] == [i != 500 for i in range(1000)]
    assert records[500]["error"]["code"] == "bad-record"
    assert records[999]["extra"] == {"id": 999}


def test_one_bad_source_does_not_stop_the_others(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "english.txt").write_text("This is an English text, and no Arabic one at all.")
    done = cli("english.txt", "missing.txt", ARTICLE, "--lang", "ar")
    assert done.returncode == 1
    assert done.stdout
    assert done.stderr.splitlines() == [
        "error: english.txt is in English; only Arabic articles can be summarized",
        "error: there is no missing.txt; check the path; to give a text itself, pipe it in",
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--no-such-option"], 2, "error: No such option: --no-such-option; see: summarize run --help"),
        (["--format", "xml", "a.txt"], 2, "error: the command line sets format to 'xml'; choose text"),
        (["--sentences", "x", "a.txt"], 2, "error: Invalid value for '--sentences'"),
        (["--summarizer", "nope", "a.txt"], 3, "error: no model is called nope; choose one of: ranker"),
        (["models", "path", "nope"], 3, "error: no model is called nope"),
        (["quotes", "--format", "xml", "a.txt"], 2, "error: quotes have no format xml; choose text, markdown"),
        (["--format", "csv", "a.txt"], 2, "error: the command line sets format to 'csv'; choose text"),
        (["--words", "9", "--ratio", "0.2", "a.txt"], 2, "error: the command line sets words and ratio; choose one"),
        (["--encoding", "klingon", "a.txt", "b.txt"], 2, "error: the command line sets encoding to 'klingon'"),
        (["translate", "--encoding", "klingon", "a.txt"], 2, "error: the command line sets encoding to 'klingon'"),
        (["--glossary", "none.tsv", "a.txt"], 2, "error: the glossary none.tsv cannot be read"),
        (
            [str(ARTICLE), "https://example.com/a.html"],
            2,
            "error: https://example.com/a.html is a URL, which only summarize batch reads; give it to that with an",
        ),
        (["quotes", "s3://news/a.txt"], 2, "error: s3://news/a.txt is a URL, which only summarize batch reads"),
        (["-q", "-v", "a.txt"], 2, "error: --quiet and --verbose are given together; choose one"),
    ],
)
def test_wrong_usage_is_one_sentence(cli: Cli, arguments: list[str], code: int, told: str) -> None:
    done = cli(*arguments)
    assert done.returncode == code
    assert done.stdout == ""
    assert done.stderr.startswith(told)
    assert done.stderr.count("\n") == 1


def test_verbose_tells_where_each_sentence_stands_its_score_and_what_was_cut(cli: Cli) -> None:
    lead = "من جهة أخرى، بدأت بلدية الواحة أعمال السد."
    rest = "وقال رئيس البلدية سامر العلي إن السد يكلف 90 مليون دينار. وتنتهي أعمال السد في الربيع المقبل. " * 4
    done = cli("-v", "--lang", "ar", "--sentences", "3", stdin=f"{lead} {rest}")
    first, *others = done.stderr.splitlines()
    assert re.fullmatch(rf"stdin, 0-{len(lead)}: ranker [\d.]+, without «من جهة أخرى»", first)
    assert all(re.fullmatch(r"stdin, \d+-\d+: ranker [\d.]+", line) for line in others[:-1])
    assert "\n• بدأت بلدية الواحة أعمال السد.\n" in done.stdout


@pytest.mark.parametrize("stdin", [b"", b"  \n"])
def test_nothing_on_standard_input(cli: Cli, stdin: bytes) -> None:
    done = cli("-", stdin=stdin)
    assert (done.returncode, done.stderr) == (1, "error: stdin is empty; give an Arabic article\n")


def test_output_goes_to_a_file_whole_or_not_at_all(cli: Cli, tmp_path: Path) -> None:
    assert cli(ARTICLE, "--lang", "ar", "-o", "out.txt").stdout == ""
    assert "•" in (tmp_path / "out.txt").read_text("utf-8")
    done = cli(ARTICLE, "--lang", "ar", "-o", "no/such/folder.txt")
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.txt"]


def test_output_is_never_one_of_the_sources(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(ARTICLE.read_bytes())
    for command in ((), ("quotes",), ("translate",)):
        done = cli(*command, "a.txt", "-o", "./a.txt")
        assert (done.returncode, done.stderr) == (2, "error: a.txt is one of the sources; choose another -o\n")
    assert (tmp_path / "a.txt").read_bytes() == ARTICLE.read_bytes()


def test_output_to_a_pipe_or_a_link_leaves_it_one(cli: Cli, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    reader = subprocess.Popen(["cat", "pipe"], cwd=tmp_path, stdout=subprocess.PIPE)
    (tmp_path / "link").symlink_to("real.txt")
    assert cli("quotes", ARTICLE, "-o", "pipe").returncode == 0
    assert cli("quotes", ARTICLE, "-o", "link").returncode == 0
    assert "—" in reader.communicate()[0].decode()
    assert (tmp_path / "pipe").is_fifo()
    assert (tmp_path / "link").is_symlink()
    assert "—" in (tmp_path / "real.txt").read_text("utf-8")


def test_a_record_with_half_a_character_and_escapes_is_written_safely(cli: Cli, tmp_path: Path) -> None:
    text = "قال الوزير سامر العلي: «إن الخطة \x1b[31m الجديدة \u202e ستبدأ \x9b31m قريباً جداً في الشمال والجنوب»."
    record = json.dumps({"id": "\ud800", "text": text})
    for arguments in (("-f", "json", "--lang", "ar"), ("quotes", "-f", "json"), ("quotes", "-f", "csv")):
        done = cli(*arguments, "-", "-o", "out", stdin=record)
        assert done.returncode == 0, done.stderr
        assert not set((tmp_path / "out").read_text("utf-8")) & {"\x1b", "\x9b", "\u202e"}


def test_no_standard_input_at_all_is_told(tmp_path: Path) -> None:
    command = f"'{sys.executable}' -m summarize quotes <&-"
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, shell=True, capture_output=True, cwd=tmp_path, env=environ, check=False)
    assert (done.returncode, done.stderr.decode().count("\n")) == (2, 1)
    assert done.stderr.startswith(b"error: nothing to read")


def test_a_group_without_a_command_shows_its_help(cli: Cli) -> None:
    done = cli("models")
    assert done.returncode == 2
    assert done.stderr.startswith("Usage: summarize models")


def test_settings_file_and_environment_are_obeyed(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "summarize.toml").write_text("sentences = 1\nlang = 'ar'\n")
    record = json.loads(cli(ARTICLE, "-f", "json").stdout)
    assert len(record["summary"]["sentences"]) == 1
    record = json.loads(cli(ARTICLE, "-f", "json", SUMMARIZE_SENTENCES="2").stdout)
    assert len(record["summary"]["sentences"]) == 2


def test_quotes_stream_as_text_json_ndjson_and_csv(cli: Cli) -> None:
    text = cli("quotes", ARTICLE)
    assert text.returncode == 0
    quotes = json.loads(cli("quotes", ARTICLE, "-f", "json").stdout)["quotes"]
    assert text.stdout.count("— ") == len(quotes) > 2
    lines = cli("quotes", ARTICLE, ARTICLE.parent / "sport.txt", "-f", "ndjson").stdout.splitlines()
    assert [json.loads(line)["ok"] for line in lines] == [True, True]
    rows = cli("quotes", ARTICLE, "-f", "csv").stdout.splitlines()
    assert rows[0].startswith("source,quote,speaker")
    assert len(rows) == len(quotes) + 1


def test_quotes_of_several_files_name_their_files(cli: Cli) -> None:
    sport = EXAMPLES / "sport.txt"
    for format in ("text", "csv"):
        shown = cli("quotes", ARTICLE, sport, "-f", format).stdout
        assert str(ARTICLE) in shown, format
        assert str(sport) in shown, format


def test_quotes_are_reports_without_a_summary_that_carry_a_signature(cli: Cli) -> None:
    record = json.loads(cli("quotes", ARTICLE, "-f", "json", "--all").stdout)
    assert record["summary"] is None
    assert record["signature"]["tool"].startswith("summarize ")
    assert record["signature"]["settings"] == {"all": True}


def test_quotes_take_quiet_include_exclude_and_bidi(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "english.txt").write_text("This is an English text, and no Arabic one at all.")
    (tmp_path / "a.txt").write_bytes(ARTICLE.read_bytes())
    done = cli("quotes", ".", "-q")
    assert (done.returncode, done.stderr) == (1, "")
    assert cli("quotes", ".", "--exclude", "english*").returncode == 0
    assert cli("quotes", ".", "--include", "english*").returncode == 1
    assert "قال" not in cli("quotes", "a.txt", "--bidi", "on").stdout


def test_a_folder_is_done_again_with_the_output_of_the_first_time_in_it(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(ARTICLE.read_bytes())
    for name, format in (("o.txt", "text"), ("o.ndjson", "ndjson")):
        first = cli(".", "--lang", "ar", "--with-text", "-f", format, "-o", name)
        content = (tmp_path / name).read_bytes()
        again = cli(".", "--lang", "ar", "--with-text", "-f", format, "-o", name)
        assert (first.returncode, again.returncode, again.stderr) == (0, 0, "")
        assert (tmp_path / name).read_bytes() == content


def test_the_folder_of_examples_is_read_without_its_gold(cli: Cli) -> None:
    done = cli("quotes", EXAMPLES, "-f", "ndjson")
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 13


@pytest.fixture
def piped(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """The program behind a pipe that stays open."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "summarize", *arguments]
        environ = {**os.environ, "PYTHONPATH": str(ROOT)}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "bufsize": 0}
        started.append(subprocess.Popen(command, cwd=tmp_path, env=environ, **pipes))  # type: ignore[call-overload]
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def feed(process: subprocess.Popen[bytes], text: str, encoding: str = "utf-8") -> None:
    assert process.stdin is not None
    process.stdin.write(text.encode(encoding))
    process.stdin.flush()


SAID = "أعلنت البلدية خطة جديدة للنقل العام في المدينة، وقال رئيسها إن العمل يبدأ في الربيع."
RECORD = json.dumps({"id": 1, "text": SAID}) + "\n"


@pytest.mark.parametrize("command", [("run", "--lang", "ar", "-f", "ndjson", "-"), ("quotes", "-f", "ndjson", "-")])
def test_a_record_is_answered_before_the_next_one_comes(piped: Piped, command: tuple[str, ...]) -> None:
    process = piped(*command)
    assert process.stdout is not None
    for _ in range(3):
        feed(process, RECORD)
        assert json.loads(process.stdout.readline())["ok"] is True


def test_a_line_is_translated_before_the_next_one_comes(piped: Piped) -> None:
    process = piped("translate", "-q")
    assert process.stdout is not None
    for _ in range(2):
        feed(process, "قال الوزير إن العمل بدأ.\n")
        assert process.stdout.readline().strip()


def test_an_interrupted_array_is_closed(piped: Piped) -> None:
    process = piped("-", "--lang", "ar", "-f", "json")
    assert process.stdout is not None
    feed(process, RECORD)
    feed(process, RECORD)
    begun = process.stdout.read(len(b'[\n{\n "schema"'))
    process.send_signal(signal.SIGINT)
    rest, told = process.communicate(timeout=30)
    assert process.returncode == 130, told
    assert [one["ok"] for one in json.loads(begun + rest)] in ([True], [True, True])
    assert b"Traceback" not in told
    assert b"Fatal" not in told


def test_translate_finds_the_encoding_of_standard_input(cli: Cli) -> None:
    done = cli("translate", "-q", stdin=f"{SAID}\n".encode("cp1256"))
    assert done.returncode == 0
    assert done.stdout == cli("translate", "-q", stdin=f"{SAID}\n").stdout


def test_translate_keeps_the_number_of_lines(cli: Cli) -> None:
    done = cli("translate", "-q", stdin="قال الوزير إن العمل بدأ.\n\nأعلنت الشركة النتائج. ارتفعت الأرباح.\n")
    assert done.returncode == 0
    lines = done.stdout.split("\n")
    assert len(lines) == 4
    assert lines[0]
    assert lines[1] == lines[3] == ""


def test_translate_tells_where_the_glossary_was_not_followed(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "g.tsv").write_text("الوزير\tno no no no no no\n", "utf-8")  # its search says nothing again and again
    done = cli("translate", "--glossary", "g.tsv", stdin="أعلنت الشركة النتائج.\nقال الوزير إن العمل بدأ.\n")
    assert done.returncode == 0
    [told] = [line for line in done.stderr.splitlines() if "a name is not as in the glossary" in line]
    assert told.startswith("note: stdin:2: ")


def test_models_and_doctor(cli: Cli) -> None:
    listed = cli("models", "list")
    assert listed.returncode == 0
    assert "ranker" in listed.stdout
    assert cli("models", "verify").returncode == 0
    done = cli("doctor")
    assert done.returncode == 0, done.stdout
    assert "ranker: well" in done.stdout


def test_a_reader_that_goes_away_ends_it_quietly(tmp_path: Path) -> None:
    command = f"'{sys.executable}' -m summarize quotes '{ARTICLE}' '{ARTICLE}' -f ndjson | head -c 10"
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, shell=True, capture_output=True, cwd=tmp_path, env=environ, check=True)
    assert done.stdout == b'{"schema":'
    assert done.stderr == b""


def test_schema_is_json(cli: Cli) -> None:
    assert json.loads(cli("schema").stdout)["title"] == "summarize/1"


def test_a_bug_is_one_line_and_a_traceback_with_debug(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import json\njson.dumps = None\n")
    path = f"{tmp_path}:{Path(__file__).parent.parent.parent}"
    done = cli(ARTICLE, "-f", "json", "--lang", "ar", PYTHONPATH=path)
    assert done.returncode == 70
    assert done.stderr.startswith("error: this is a bug: TypeError")
    assert done.stderr.count("\n") == 1
    done = cli(ARTICLE, "-f", "json", "--lang", "ar", "--debug", PYTHONPATH=path)
    assert done.returncode == 70
    assert "Traceback" in done.stderr


@pytest.mark.parametrize("command", ["run", "quotes"])
def test_output_is_not_written_over_an_article_of_a_folder(cli: Cli, tmp_path: Path, command: str) -> None:
    article = tmp_path / "news" / "a.txt"
    article.parent.mkdir()
    article.write_bytes(content := (EXAMPLES / "politics.txt").read_bytes())
    done = cli(command, "news", "-o", "news/a.txt")
    assert (done.returncode, done.stderr) == (2, "error: news/a.txt is one of the sources; choose another -o\n")
    assert article.read_bytes() == content
    for format in ("text", "json"):
        for _ in range(2):  # what it wrote itself may be written anew
            assert cli(command, "news", "-f", format, "-o", f"news/{format}.txt").returncode == 0
