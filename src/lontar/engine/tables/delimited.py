"""Reads delimited text: encoding, delimiter and ends of lines are found out, every cell stays text."""

import csv

import polars as pl

from lontar.engine.tables import line_ends
from lontar.science.grid import Grid, without_blank_rows
from lontar.science.trouble import Finding, Refusal, Source, words

DELIMITERS = ",;\t|"
SAMPLE_BYTES = 256 * 1024
SAMPLE_ROWS = 400
COLUMNS_MAX = 256
ROWS_MAX = 1_000_000
CELL_LINES_MAX = 50
"""No cell of a family file has so many lines; a quote that was never closed swallows the rest of it."""
CELLS_SWALLOWED_MIN = 3
"""A cell of several lines with fewer delimiters in it is an address that somebody wrote below each other."""
AS_FORMULA = r'^\s*="([^"]*)"\s*$'
CONTROL_SHARE_MAX = 0.02
"""Text has hardly any control characters; more of them means that this is no text."""
CONTROL_FREE = 3
"""So few are a slip of some program, however short the file."""
CONTROL = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c\x1a\x1e\x1f"))

Read = tuple[tuple[Grid, ...], tuple[Finding, ...]]


def read_delimited(data: bytes, name: str) -> Read:
    """One grid, its sheet without a name; a row number is that of the record, as a spreadsheet shows it."""
    frame, findings = rows_of(data, name)
    if frame.height > ROWS_MAX:
        raise Refusal(
            words("Berkas %(name)s memiliki %(rows)s baris, paling banyak %(most)s."),
            advice=words("Bagi menjadi beberapa berkas, misalnya satu berkas tiap kecamatan."),
            field="file",
            values={"name": name, "rows": frame.height, "most": ROWS_MAX},
        )
    return (without_blank_rows("", frame, rows_total=frame.height),), tuple(findings)


def rows_of(data: bytes, name: str) -> tuple[pl.DataFrame, list[Finding]]:
    """Every row as text, titles and header among them, in columns `c0`, `c1` and so on; and what was odd."""
    data, findings = as_utf8(data, name)
    findings += line_ends.ends_told(data, name)
    if b"\r" in data:
        # Old Mac, Unix and Windows ends of lines may all stand in one file that passed through many hands.
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    sample = data[:SAMPLE_BYTES].decode("utf-8", "ignore")
    told = declared_delimiter(sample)
    delimiter = told or likely_delimiter(sample)
    width = widest_row(sample, delimiter)
    if width > COLUMNS_MAX:
        raise Refusal(
            words("Berkas %(name)s memiliki %(columns)s kolom, paling banyak %(most)s."),
            advice=words("Hapus kolom yang tidak diperlukan, lalu unggah lagi."),
            field="file",
            values={"name": name, "columns": width, "most": COLUMNS_MAX},
        )
    # One column more than was seen: it catches rows that a stray delimiter has made longer.
    names = [f"c{i}" for i in range(width + 1)]
    frame = fast_frame(data, delimiter, names)
    if frame is None:
        frame = patient_frame(data.decode("utf-8"), delimiter, names)
    if b'="' in data:
        # So programs write a number that a spreadsheet is to leave alone: ="5371010101900001".
        frame = frame.with_columns(pl.all().str.replace(AS_FORMULA, "$1"))
    if told and frame.height:
        # Keep the numbering: Excel hides its own `sep=;` line but a text editor counts it.
        frame = frame.with_row_index("n").with_columns(pl.when(pl.col("n") > 0).then(pl.col(names)).otherwise(None))
        frame = frame.drop("n")
    if quotes := data.count(b'"'):
        refuse_unclosed_quote(frame, name, delimiter, is_odd=quotes % 2 == 1)
    findings += longer_rows(frame, names[-1], name)
    return frame.drop(names[-1]), findings


def as_utf8(data: bytes, name: str) -> tuple[bytes, list[Finding]]:
    """The same text in UTF-8 without a mark, and a finding where the encoding was guessed."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return from_utf16(data[2:], encoding, name), []
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    head = data[:4096]
    if head.count(b"\0") > len(head) // 4:
        encoding = "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"
        return from_utf16(data, encoding, name), []
    if sum(map(head.count, (bytes([c]) for c in CONTROL))) > max(len(head) * CONTROL_SHARE_MAX, CONTROL_FREE):
        raise not_text(name)
    data = data.rstrip(b"\0\x1a")
    findings = line_ends.nulls_told(data, name)
    if findings:
        data = data.replace(b"\0", b"")
    if data.isascii():
        return data, findings
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        # Windows-1252 is what Excel writes in the West; Latin-1 has the few bytes that it leaves out.
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            text = data.decode("latin-1")
        message = words(
            "Berkas tidak disimpan sebagai UTF-8; dibaca sebagai Windows-1252 (Latin-1). "
            "Periksa nama yang berhuruf khusus, atau simpan ulang sebagai CSV UTF-8."
        )
        return text.encode(), [*findings, Finding("warning", message, Source(file=name), kind="encoding")]
    return data, findings


def from_utf16(data: bytes, encoding: str, name: str) -> bytes:
    try:
        return data.decode(encoding).encode()
    except UnicodeDecodeError as trouble:
        raise not_text(name) from trouble


def not_text(name: str) -> Refusal:
    return Refusal(
        words("Berkas %(name)s rusak atau bukan tabel: isinya bukan teks."),
        advice=words("Ekspor ulang dari aplikasi asalnya sebagai XLSX atau CSV UTF-8."),
        field="file",
        values={"name": name},
    )


def declared_delimiter(sample: str) -> str:
    """The delimiter that Excel's own first line `sep=;` names, or nothing.

    >>> declared_delimiter("sep=;\\nNIK;Nama"), declared_delimiter("NIK;Nama")
    (';', '')
    """
    first = sample.split("\n", 1)[0].strip().strip('"')
    return first[4] if len(first) == 5 and first.lower().startswith("sep=") else ""


def likely_delimiter(sample: str) -> str:
    """The delimiter that splits most rows into the same number of cells, and into more than one.

    >>> likely_delimiter("NIK;Nama\\n1;Maria, S.Pd\\n2;Yohanes\\n")
    ';'
    """

    def fit(delimiter: str) -> tuple[float, int]:
        widths = [len(row) for row in sampled_rows(sample, delimiter) if any(row)]
        if not widths:
            return (0.0, 0)
        usual = max(set(widths), key=lambda width: (widths.count(width), width))
        return (widths.count(usual) / len(widths) * (usual > 1), usual)

    # A comma inside addresses makes ragged rows, so evenness counts before the number of columns.
    fits = {delimiter: fit(delimiter) for delimiter in DELIMITERS}
    best = max(fits.values())
    if best[1] <= 1:
        return ","
    near = [d for d in DELIMITERS if fits[d][0] >= best[0] - 0.1]
    return max(near, key=lambda d: fits[d][1])


def sampled_rows(sample: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(sample.splitlines(keepends=True), delimiter=delimiter):
            rows.append(row)
            if len(rows) == SAMPLE_ROWS:
                break
    except csv.Error:
        pass  # what was read so far is sample enough
    return rows


def widest_row(sample: str, delimiter: str) -> int:
    """How many columns the table has: what most rows have, or its first rows where a header may stand."""
    widths = [len(row) for row in sampled_rows(sample, delimiter) if any(row)]
    if not widths:
        return 1
    usual = max(set(widths), key=lambda width: (widths.count(width), width))
    return max([usual, *widths[:1]])


def fast_frame(data: bytes, delimiter: str, names: list[str]) -> pl.DataFrame | None:
    """The whole file by Polars at once, or nothing where its quotes are not as they should be."""
    try:
        return pl.read_csv(
            data,
            has_header=False,
            schema=dict.fromkeys(names, pl.String),
            separator=delimiter,
            missing_columns="insert",
            extra_columns="ignore",
            truncate_ragged_lines=True,
        )
    except pl.exceptions.NoDataError:
        return pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    except pl.exceptions.ComputeError:
        return None


def patient_frame(text: str, delimiter: str, names: list[str]) -> pl.DataFrame:
    """The same by Python's own reader, which takes `"q"r` and stray quotes as a person would."""
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    width = len(names)
    rows = [
        [cell or None for cell in row[:width]] + [None] * (width - len(row))
        for row in csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")


def refuse_unclosed_quote(frame: pl.DataFrame, name: str, delimiter: str, *, is_odd: bool) -> None:
    """A quote that is never closed makes one cell of everything after it: families would vanish unseen.

    So would they where another quote closes it some rows later: such a cell holds a line's end and half a row.
    `is_odd` says that the quotes do not pair: then the last cell of several lines need not be long.
    """
    half = max(CELLS_SWALLOWED_MIN, frame.width // 2)
    for column in frame.columns:
        cells = frame.get_column(column)
        lines = cells.str.count_matches("\n", literal=True)
        at = lines.arg_max()
        broken = (lines > 0).arg_true()
        swallowing = broken.filter(cells.gather(broken).str.count_matches(delimiter, literal=True) >= half)
        if len(swallowing):
            at = int(swallowing[0])
        elif at is not None and is_odd and lines[-1]:
            at = len(lines) - 1
        elif at is None or (lines[at] or 0) <= CELL_LINES_MAX:
            at = None
        if at is not None:
            raise Refusal(
                words(
                    "Berkas %(name)s: tanda kutip di baris %(row)s dibuka tetapi tidak ditutup, "
                    "sehingga baris-baris sesudahnya tidak terbaca."
                ),
                advice=words("Hapus tanda kutip itu atau tutup, lalu unggah lagi."),
                field="file",
                source=Source(name, row=int(at) + 1),
                values={"name": name, "row": int(at) + 1},
            )


def longer_rows(frame: pl.DataFrame, overflow: str, name: str) -> list[Finding]:
    """A finding for each row that has more cells than the table has columns."""
    rows = frame.get_column(overflow).is_not_null().arg_true()
    message = words(
        "Baris ini punya lebih banyak kolom daripada tabelnya, jadi isinya mungkin tergeser. "
        "Apit teks yang memuat tanda pemisah dengan tanda kutip."
    )
    return [Finding("error", message, Source(file=name, row=int(row) + 1), kind="shifted") for row in rows]
