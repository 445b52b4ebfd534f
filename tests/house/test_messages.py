"""Every screen speaks Indonesian and English: no string is left without English, none is left unmarked."""

import ast
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from babel.messages.mofile import read_mo, write_mo
from django.template import Context, Template
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, override

from lontar.house import messages

TEMPLATES = [path for path in sorted(messages.SOURCE.rglob("*.html")) if "templates" in path.parts]
TRANSLATED = {(message.id, message.context): message for message in messages.english() if message.id}

# Words that are the same in both languages, or that are names.
SAME_IN_BOTH = {
    "API", "BPS", "CSV", "DTSEN", "English", "Indonesia", "JSON", "KK", "Lontar", "NIK", "NIP", "PDF", "QR", "RT", "RW",
    "SHA", "XLSX",
}  # fmt: skip
# Shown when nothing else works any more, so it says both languages by itself.
SAYS_BOTH_ITSELF = {"500.html"}
# What a person reads of a tag; other attributes are for machines.
READ_ATTRIBUTES = {"alt", "aria-description", "aria-label", "data-label", "data-tip", "placeholder", "title"}
NOT_READ = {"script", "style", "pre", "code", "svg"}

# What these blocks hold becomes an attribute of the page, not a word on it.
ATTRIBUTES = re.compile(r"{% block body_\w+ %}.*?{% endblock %}", re.DOTALL)
PIECE = re.compile(r"({%.*?%}|{{.*?}}|{#.*?#})", re.DOTALL)
NAMED = re.compile(r"%\((\w+)\)[sd]|{(\w*)}")
MARKED = re.compile(r"""_\(("[^"]*"|'[^']*')\)""")
LITERAL = re.compile(r'"([^"]*)"' + "|" + r"'([^']*)'")
WORD = re.compile(r"[^\W\d_]{2,}")
SENTENCE = re.compile(r"^[A-Z][a-z]{2,}$|[^\W\d_]{2,} [^\W\d_]{2,}")
MARKING_TAGS = {"translate", "trans", "blocktranslate", "blocktrans"}


def forms(message: Any) -> list[str]:
    return [message] if isinstance(message, str) else list(message)


def test_the_collector_finds_strings_in_code_and_templates_under_every_name():
    found = {message.id for message in messages.collected()}
    for known in (
        "Keluarga",  # {% translate %}
        "Yang menunggu Anda hari ini",  # translate … as
        "Anggaran tidak cukup",  # {% include … with title=_("…") %}
        "Nomor lokal",  # {% column "number" _("…") %}
        "Istri atau suami",  # gettext_noop as noop
        "Bahasa Indonesia",  # gettext_lazy as _
        "Halaman kota",  # gettext_lazy as _lazy
    ):
        assert known in found, f"the collector overlooks “{known}”"
    assert any(isinstance(one, tuple) for one in found), "the collector overlooks plurals"


def test_an_alias_in_an_import_marks_strings_too(tmp_path, monkeypatch):
    (tmp_path / "page.py").write_text(
        "from django.utils.translation import gettext_lazy as soon, ngettext as several, pgettext as meant\n"
        'A = soon("Satu")\nB = several("%(n)s hari", "%(n)s hari", 2)\nC = meant("bulan", "Mei")\n'
    )
    (tmp_path / "page.html").write_text(
        '{% load i18n %}{% include "a.html" with title=_("Dua") %}{% column "x" _("Tiga") %}{{ x|default:_("Empat") }}'
        "{% blocktranslate trimmed count n=n %}\n  {{ n }} rumah\n{% plural %}\n  {{ n }} rumah\n{% endblocktranslate %}"
    )
    monkeypatch.setattr(messages, "SOURCE", tmp_path)
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    found = {(one.id, one.context) for one in messages.collected.__wrapped__() if one.id}
    assert found == {
        ("Satu", None), (("%(n)s hari", "%(n)s hari"), None), ("Mei", "bulan"), ("Dua", None), ("Tiga", None),
        ("Empat", None), (("%(n)s rumah", "%(n)s rumah"), None),
    }  # fmt: skip


SAYING = {"Finding", "Refusal", "add", "add_one", "tell"}
READERS = [*messages.SOURCE.glob("science/family_file/*.py"), messages.SOURCE / "science/decile_file.py",
           *messages.SOURCE.glob("engine/tables/*.py")]  # fmt: skip


@pytest.mark.parametrize("file", READERS, ids=lambda file: file.name)
def test_what_the_readers_of_files_say_is_marked_as_words(file: Path):
    """Science knows no gettext; a sentence that is not marked would stay Indonesian under the English switch."""
    bare = [
        node.lineno
        for call in ast.walk(ast.parse(file.read_text()))
        if isinstance(call, ast.Call) and getattr(call.func, "id", getattr(call.func, "attr", "")) in SAYING
        for node in [*call.args, *(each.value for each in call.keywords if each.arg in ("advice", "message"))]
        if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and " " in str(node.value))
        if not (isinstance(node, ast.JoinedStr) and " " not in ast.unparse(node))
    ]
    assert bare == []


def test_every_string_has_english():
    gaps = messages.missing()
    assert gaps == [], f"run ./lontar messages, then write the English of these in {messages.ENGLISH}"


def test_the_catalogue_holds_no_string_that_nobody_shows():
    shown = {(message.id, message.context) for message in messages.collected() if message.id}
    assert set(TRANSLATED) - shown == set(), "run ./lontar messages"


def test_both_languages_name_the_same_values():
    for message in TRANSLATED.values():
        wanted = {found.group(0) for found in NAMED.finditer(forms(message.id)[0])}
        for english in forms(message.string):
            named = {found.group(0) for found in NAMED.finditer(english)}
            assert named == wanted, f"“{forms(message.id)[0]}” and “{english}” do not name the same values"


def test_both_languages_hold_the_same_tags_and_end_alike():
    for message in TRANSLATED.values():
        for source, english in zip(forms(message.id), forms(message.string), strict=True):
            tags = sorted(re.findall(r"<[^>]+>|&\w+;", source))
            assert sorted(re.findall(r"<[^>]+>|&\w+;", english)) == tags, english
            assert (source[-1] in ".?:") == (english[-1] in ".?:"), f"“{source}” and “{english}” end differently"
            assert english == english.strip(), english


def test_a_count_of_one_and_of_many_differ_in_english():
    several = [message for message in TRANSLATED.values() if isinstance(message.id, tuple)]
    assert len(several) > 10
    for message in several:
        one, many = message.string
        assert one != many, f"“{one}” needs its plural"


@pytest.fixture
def catalogue(tmp_path):
    """The catalogue as gettext reads it, compiled anew."""
    compiled = tmp_path / "django.mo"
    with compiled.open("wb") as file:
        write_mo(file, messages.english())
    return compiled


def test_the_compiled_catalogue_holds_every_string_and_english_plurals(catalogue):
    with catalogue.open("rb") as file:
        read = read_mo(file)
    assert read.num_plurals == 2
    assert {tuple(forms(one.id)) for one in read if one.id} == {tuple(forms(key[0])) for key in TRANSLATED}


def test_indonesian_counts_with_one_form_and_english_with_two():
    messages.build()
    text = (
        "{% load i18n %}{% blocktranslate trimmed count n=n with shown=n %}<b>{{ shown }}</b> keluarga{% plural %}"
        "<b>{{ shown }}</b> keluarga{% endblocktranslate %}"
    )
    said = {}
    for language in ("id", "en"):
        with override(language):
            said[language] = [Template(text).render(Context({"n": n})) for n in (0, 1, 2)]
    assert said["id"] == ["<b>0</b> keluarga", "<b>1</b> keluarga", "<b>2</b> keluarga"]
    assert said["en"] == ["<b>0</b> families", "<b>1</b> family", "<b>2</b> families"]


def test_the_switch_changes_words_counts_and_months():
    messages.build()
    source = "menunggu %(days)s hari"
    with override("id"):
        assert gettext("Kepala keluarga") == "Kepala keluarga"
        assert ngettext(source, source, 1) == ngettext(source, source, 5) == source
        assert "Agustus" in date_format(date(2026, 8, 17), "j F Y")
    with override("en"):
        assert gettext("Kepala keluarga") == "Head of family"
        assert ngettext(source, source, 1) == "waiting for %(days)s day"
        assert ngettext(source, source, 5) == "waiting for %(days)s days"
        assert "August" in date_format(date(2026, 8, 17), "j F Y")


class Reader(HTMLParser):
    """What a person reads of a page: text, and the attributes that are read aloud or shown."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.inside: list[str] = []
        self.read: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in NOT_READ or "code" in (dict(attrs).get("class") or "").split():
            self.inside.append(tag)
        self.read += [value for name, value in attrs if name in READ_ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self.read.append(data)


def unmarked(text: str) -> list[str]:
    """The words of a template that no switch of language would change."""
    kept, literals, inside = [], [], ""
    for piece in PIECE.split(ATTRIBUTES.sub("", text)):
        if piece.startswith("{%"):
            name = piece[2:-2].split()[0]
            if inside:
                inside = "" if name == f"end{inside}" else inside
                continue
            if name in ("blocktranslate", "blocktrans", "comment"):
                inside = name
        elif inside or piece.startswith("{#"):
            continue
        if piece.startswith(("{%", "{{")):
            kept.append("0")
            if piece.startswith("{{") or name not in MARKING_TAGS:
                literals += ["".join(found) for found in LITERAL.findall(MARKED.sub("", piece))]
        else:
            kept.append(piece)
    reader = Reader()
    reader.feed("".join(kept))
    words = [word for read in reader.read for word in WORD.findall(read) if word not in SAME_IN_BOTH]
    # "Y-m-d" or "kit/empty.html" in a tag is for machines; a capitalised word or two words are for people.
    return words + [found for found in literals if SENTENCE.search(found) and found not in SAME_IN_BOTH]


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: "/".join(file.parts[-2:]))
def test_a_template_holds_no_unmarked_words(file: Path):
    if file.name in SAYS_BOTH_ITSELF:
        return
    assert unmarked(file.read_text()) == [], "mark it: {% translate %}, {% blocktranslate trimmed %} or _(…)"


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("<p>Belum ada</p>", ["Belum", "ada"]),
        ('<p title="Tutup">{% translate "Tutup" %}</p>', ["Tutup"]),
        ('{% include "kit/empty.html" with title="Belum ada" only %}', ["Belum ada"]),
        ('{% include "kit/empty.html" with title=_("Belum ada") only %}', []),
        ('{{ name|default:"belum diketahui" }}', ["belum diketahui"]),
        ("{% blocktranslate trimmed %}Ada {{ n }} keluarga{% endblocktranslate %} · <b>NIK</b>", []),
    ],
)
def test_unmarked_words_are_seen_wherever_they_hide(template, words):
    assert unmarked(template) == words


def test_no_template_hands_a_percent_sign_to_the_short_mark():
    """Django doubles the sign in `_("95%")` within a tag and never takes it back: `{% translate … as … %}` does."""
    doubled = re.compile(r"""_\((["'])(?:(?!\1).)*%(?:(?!\1).)*\1\)""")
    assert TEMPLATES
    assert [page.name for page in TEMPLATES if doubled.search(page.read_text())] == []
