"""Files made to hurt, given to `assistant import`, each in a process of its own: what it says, how much memory it takes (asked: at most 300 MB)."""

import json
import os
import random
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.outreach.test_importing import cell, workbook

NUMBER = "0612345678"
MEGABYTE = 1 << 20
# The command line itself, and what the kernel says it held.
COMMAND = """
import sys
from assistant.cli import main
try:
    main()
finally:
    held = next(line for line in open("/proc/self/status") if line.startswith("VmHWM:"))
    print("peak", int(held.split()[1]) / 1024, file=sys.stderr, flush=True)
"""


def _written(path: Path, *parts: bytes) -> Path:
    with path.open("wb") as file:
        file.writelines(parts)
    return path


def _repeated(path: Path, start: bytes, part: bytes, times: int, end: bytes = b"") -> Path:
    with path.open("wb") as file:
        file.write(start)
        for _ in range(times):
            file.write(part)
        file.write(end)
    return path


def _shared_strings(path: Path) -> Path:
    """A workbook just under the limits: seventy megabytes of texts that hardly shrink."""
    workbook(path, f'<row r="1">{cell("A1", "tel")}</row><row r="2">{cell("A2", NUMBER)}</row>'.encode())
    chance = random.Random(1)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/sharedStrings.xml", "w") as file:
        file.write(b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">')
        for _ in range(770_000):
            file.write(b"<si><t>%x</t></si>" % chance.getrandbits(320))
        file.write(b"</sst>")
    return path


def _folder(path: Path) -> Path:
    path.mkdir()
    (path / "goed.html").write_text("<p>Bel Mira 06 12345678, Assen. Nieuw kapsel!</p>", encoding="utf-8")
    (path / "leeg.txt").write_text("", encoding="utf-8")
    _repeated(path / "groot.html", b"", b"x" * MEGABYTE, 20)
    _repeated(path / "diep.html", b"", b"<div>" * 1000, 200)
    _repeated(path / "regels.html", b"<p>", b"<br>a" * 1000, 380)
    _repeated(path / "krap.html", b"<p>", b"<br>a" * 1000, 59)
    _repeated(path / "cijfers.txt", b"bel ", b"06 1234 " * 1000, 230)
    _repeated(path / "woorden.txt", b"bel ", b"nul zes een twee " * 1000, 5)
    (path / "weg.txt").symlink_to("/etc/passwd")
    (path / "rond.txt").symlink_to(path)
    os.mkfifo(path / "pijp.html")
    return path


def _merged(path: Path) -> Path:
    sheet = f'<row r="1">{cell("A1", "Lijst")}</row><row r="3">{cell("A3", "Naam")}{cell("B3", "Tel")}</row>'
    sheet += f'<row r="4">{cell("A4", "Mira")}{cell("B4", NUMBER)}</row></sheetData><mergeCells count="1"><mergeCell ref="A1:C2"/></mergeCells><sheetData>'
    return workbook(path, sheet.encode())


def _quoted(path: Path) -> Path:
    return _repeated(path, b"tel,naam\n", b'"x\n",' * 10_000, 100, f"\n{NUMBER},Mira\n".encode())


FILES: dict[str, Callable[[Path], Path]] = {
    "bomb.xlsx": lambda path: workbook(path, b"<row>" + b'<c t="n"><v>0</v></c>' * 3_300_000 + b"</row>"),
    "far.xlsx": lambda path: workbook(path, b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "texts.xlsx": _shared_strings,
    "merged.xlsx": _merged,
    "line.csv": lambda path: _repeated(path, b"tel,naam\n", b"x" * MEGABYTE, 50, f"\n{NUMBER},Mira\n".encode()),
    "commas.csv": lambda path: _repeated(path, b"tel,naam\n", b"," * (MEGABYTE - 2) + b"\n", 80),
    "late_commas.csv": lambda path: _repeated(
        path, b"tel,naam\n" + f"{NUMBER},Mira\n".encode() * 90, b"," * (MEGABYTE - 2) + b"\n", 80
    ),
    "quoted.csv": _quoted,
    "quote.csv": lambda path: _repeated(path, b'tel,naam\n"', b"x\n" * 10_000, 2000),
    "columns.csv": lambda path: _written(path, b",".join(b"v%d" % n for n in range(199)) + b",tel\n", b"," * 199 + NUMBER.encode()),
    "formulas.csv": lambda path: _written(path, f'tel,naam\n"=""{NUMBER}""",Mira\n=1+1,=HYPERLINK(1)\n'.encode()),
    "nul.csv": lambda path: _written(path, b"tel,naam\n" + f"{NUMBER},Mi\0ra\n".encode() * 3, b"\0" * 100),
    "latin.csv": lambda path: _written(path, f"tel;plaats\n{NUMBER};M\xe1laga\n".encode("cp1252")),
    "cut16.csv": lambda path: _written(path, f"tel;naam\n{NUMBER};Mira\n".encode("utf-16")[:-1]),
    "binary.csv": lambda path: _written(path, random.Random(1).randbytes(100_000)),
    "pdf.csv": lambda path: _written(path, b"%PDF-1.7\n"),
    "cut.xlsx": lambda path: _written(path, _merged(path).read_bytes()[:900]),
    "table.xlsx": lambda path: _written(path, f"tel,naam\n{NUMBER},Mira\n".encode()),
    "cards.vcf": lambda path: _repeated(path, b"BEGIN:VCARD\n", b"TEL:0612345678\n" * 10_000, 300),
    "folded.vcf": lambda path: _repeated(path, b"BEGIN:VCARD\nNOTE:x\n", b" xxxxxxxxx\n" * 10_000, 300, b"END:VCARD\n"),
    "deep.jsonl": lambda path: _repeated(path, b"", b"[" * 500_000 + b"\n", 20),
    "wide.jsonl": lambda path: _repeated(path, b"", b"[" + b"[]," * 300_000 + b"[]]\n", 20),
    "array.json": lambda path: _repeated(path, b"[", b'{"points":[]},' * 100_000, 30),
    "long.jsonl": lambda path: _written(path, b'{"points": ' + b"9" * 900_000 + b"}\n", b'{"alias": "\\ud800"}\n'),
    "folder": _folder,
}  # fmt: skip


def answered(path: Path, data: Path) -> dict[str, Any]:
    """What the command says about `path`: its exit code, what it printed, and its peak."""
    command = [sys.executable, "-c", COMMAND, "import", str(path), "--data", str(data), "--json"]
    said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    lines = said.stderr.strip().splitlines()
    peak = float(lines[-1].removeprefix("peak ")) if lines and lines[-1].startswith("peak ") else 0.0
    return {"code": said.returncode, "peak_mb": round(peak), "out": said.stdout.strip(), "said": lines[:-1]}


def each() -> Iterator[tuple[str, dict[str, Any]]]:
    with tempfile.TemporaryDirectory() as place:
        for name, make in FILES.items():
            yield name, answered(make(Path(place) / name), Path(place) / f"store-{name}")


def run() -> dict[str, Any]:
    """`peak_mb`: the highest of all; `unclear`: files with neither counts nor one line of complaint."""
    peak, unclear = 0.0, []
    for name, told in each():
        peak = max(peak, told["peak_mb"])
        clear = told["said"] or told["code"] == 0
        if not clear or told["code"] < 0 or any("Traceback" in line for line in told["said"]):
            unclear.append(name)
    return {"files": len(FILES), "peak_mb": peak, "unclear": len(unclear), "which": ",".join(unclear)}


if __name__ == "__main__":
    for file, what in each():
        print(file, json.dumps(what, ensure_ascii=False)[:600], flush=True)
