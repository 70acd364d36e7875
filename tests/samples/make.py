#!/usr/bin/env python3
"""生成 tests/samples 下的样例：同一份报告的各种格式、各种字体编码的 PDF、各种版面。

文字来自 same/*.txt，即 reports/ 中各报告的正文（由 `UPDATE=1 cargo test --test samples` 写出），
地名、数字均为虚构。docx、md、html、ofd 和手写的 PDF 只用标准库；LibreOffice 用来导出 PDF 和
.doc，Chromium 用来打印网页。测试本身不需要这些程序，只有重做样例时才需要：

    python3 tests/samples/make.py            # 全部重做
    python3 tests/samples/make.py word       # 只重做一组：same、encodings、word

需要 libreoffice-writer、chromium、fonts-noto-cjk、fonts-wqy-zenhei。
"""

import html
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
import zlib
from pathlib import Path
from xml.sax.saxutils import escape

HERE = Path(__file__).resolve().parent
SAME = HERE / "same"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# ---------------------------------------------------------------- 文字


def kind_of(line, index, lines):
    """一行是什么：版面照公文的样子排。"""
    if "\t" in line:
        return "row"
    if index < 8 and re.search("法治.*(报告|总结|情况)$|^关于.*报告$", line):
        return "title"
    if index < 8 and line.endswith("文件"):
        return "letterhead"
    if index < 8 and (re.search(r"[〔\[]\d{4}[〕\]]\d+号", line) or "签发人" in line):
        return "number"
    if index < 10 and re.fullmatch(".{2,30}[：:]", line):
        return "to"
    if index < 8 and re.fullmatch("[^，。：]{2,20}人民政府", line):
        return "title"
    if re.match("[一二三四五六七八九十]+、", line) and "。" not in line:
        return "h1"
    if re.match("[（(][一二三四五六七八九十]+[）)]", line) and "。" not in line:
        return "h2"
    if index > len(lines) - 8 and (
        re.fullmatch(r".{0,20}\d{4}年\d+月\d+日(印发)?", line)
        or re.fullmatch(r"[二○〇一三四五六七八九十年月日]{8,14}", line)
        or re.fullmatch("[^，。：（）]{4,25}(政府|局|管委会|管理委员会|办事处|办公室)", line)
    ):
        return "sign"
    return "p"


def read(name):
    lines = (SAME / f"{name}.txt").read_text("utf-8").split("\n")
    lines = [line for line in lines if line]
    return [(kind_of(line, i, lines), line) for i, line in enumerate(lines)]


def groups(items):
    """把相连的表格行合成一张表。"""
    table = []
    for kind, text in items + [("end", "")]:
        if kind == "row":
            table.append(text.split("\t"))
            continue
        if table:
            yield "table", table
            table = []
        if kind != "end":
            yield kind, text


# ---------------------------------------------------------------- docx

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def docx(path, items, font, head=True):
    """按公文的样子排：题目二号居中，正文三号缩进两字，页脚是页码。"""

    def run(text, size, bold):
        weight = "<w:b/>" if bold else ""
        face = f'<w:rFonts w:ascii="{font}" w:eastAsia="{font}" w:hAnsi="{font}" w:cs="{font}"/>'
        return (
            f'<w:r><w:rPr>{face}{weight}<w:sz w:val="{size}"/></w:rPr>'
            f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
        )

    def paragraph(text, kind):
        look = {
            "title": ('<w:jc w:val="center"/>', 44, True),
            "letterhead": ('<w:jc w:val="center"/>', 52, True),
            "number": ('<w:jc w:val="center"/>', 32, False),
            "to": ("", 32, False),
            "h1": ('<w:ind w:firstLine="640"/>', 32, True),
            "h2": ('<w:ind w:firstLine="640"/>', 32, True),
            "sign": ('<w:jc w:val="right"/><w:ind w:right="640"/>', 32, False),
        }.get(kind, ('<w:ind w:firstLine="640"/>', 32, False))
        style, size, bold = look
        spacing = '<w:spacing w:line="560" w:lineRule="exact"/>'
        return f"<w:p><w:pPr>{spacing}{style}</w:pPr>{run(text, size, bold)}</w:p>"

    body = []
    for kind, content in groups(items):
        if kind != "table":
            body.append(paragraph(content, kind))
            continue
        sides = "".join(
            f'<w:{side} w:val="single" w:sz="4"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        rows = []
        for cells in content:
            row = "".join(
                f'<w:tc><w:tcPr><w:tcW w:w="{8800 // len(cells)}" w:type="dxa"/></w:tcPr>'
                f"<w:p>{run(cell, 24, False)}</w:p></w:tc>"
                for cell in cells
            )
            rows.append(f"<w:tr>{row}</w:tr>")
        body.append(f"<w:tbl><w:tblPr><w:tblBorders>{sides}</w:tblBorders></w:tblPr>{''.join(rows)}</w:tbl>")
    page = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:footer="1400"/>'
    foot = '<w:footerReference w:type="default" r:id="rId9"/>' if head else ""
    document = f"{XML}<w:document {W} {R}><w:body>{''.join(body)}<w:sectPr>{foot}{page}</w:sectPr></w:body></w:document>"
    field = "".join(
        f'<w:r><w:rPr><w:sz w:val="28"/></w:rPr>{inner}</w:r>'
        for inner in (
            "<w:t>— </w:t>",
            '<w:fldChar w:fldCharType="begin"/>',
            "<w:instrText> PAGE </w:instrText>",
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
            "<w:t> —</w:t>",
        )
    )
    footer = f'{XML}<w:ftr {W}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>{field}</w:p></w:ftr>'
    types = (
        f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
        '<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/></Types>'
    )
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    rels = f'{XML}<Relationships xmlns="{relations}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
    inner = f'{XML}<Relationships xmlns="{relations}"><Relationship Id="rId9" Type="{OFFICE}/footer" Target="footer1.xml"/></Relationships>'
    package(
        path,
        [
            ("[Content_Types].xml", types),
            ("_rels/.rels", rels),
            ("word/document.xml", document),
            ("word/_rels/document.xml.rels", inner),
            ("word/footer1.xml", footer),
        ],
    )


def package(path, entries):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            entry = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)


# ---------------------------------------------------------------- md、html


def markdown(path, items):
    out = []
    for kind, content in groups(items):
        if kind == "table":
            first, *rest = content
            lines = ["| " + " | ".join(first) + " |", "|" + "---|" * len(first)]
            lines += ["| " + " | ".join(cells) + " |" for cells in rest]
            out.append("\n".join(lines))
        elif kind == "h1":
            out.append(f"## {content}")
        else:
            out.append(content)
    path.write_text("\n\n".join(out) + "\n", "utf-8")


def web(path, items, style=""):
    out = []
    for kind, content in groups(items):
        if kind == "table":
            rows = ("".join(f"<td>{html.escape(cell)}</td>" for cell in cells) for cells in content)
            out.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
        else:
            out.append(f'<p class="{kind}">{html.escape(content)}</p>')
    title = next(text for kind, text in items if kind == "title")
    path.write_text(
        f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f'<style>{style}</style></head><body><div id="zoom">\n' + "\n".join(out) + "\n</div></body></html>\n",
        "utf-8",
    )


# ---------------------------------------------------------------- 排版：一行一行排好

FORBIDDEN = "，。、；：！？）》”’〉】〕%％"


def wide(c):
    return 0.5 if ord(c) < 0x2E80 and c not in "“”‘’—…·" else 1.0


def wrap(text, width, indent):
    """断行：标点不放在行首，连着的数字和字母不拆开。"""
    lines, line, used = [], "", indent
    for piece in re.findall(r"[0-9A-Za-z.%]+|.", text):
        size = sum(map(wide, piece))
        if used + size > width and piece not in FORBIDDEN and line:
            lines.append(line)
            line, used = "", 0.0
        line += piece
        used += size
    lines.append(line)
    return lines


def laid_out(items, width=28, per_page=22):
    """给出各页的行：(左边空几字, 字号倍数, 粗, 文字)；表格是 ("table", 各行)。"""
    pages, page, used = [], [], 0
    for kind, content in groups(items):
        if kind == "table":
            needed = len(content) + 1
            if used + needed > per_page:
                pages.append(page)
                page, used = [], 0
            page.append(("table", content))
            used += needed
            continue
        scale = 1.375 if kind in ("title", "letterhead") else 1.0
        indent = 0 if kind in ("title", "letterhead", "number", "to", "sign") else 2
        for i, line in enumerate(wrap(content, width / scale, indent)):
            size = sum(map(wide, line)) * scale
            left = indent if i == 0 else 0
            if kind in ("title", "letterhead", "number"):
                left = (width - size) / 2
            elif kind == "sign":
                left = width - size - 2
            if used >= per_page:
                pages.append(page)
                page, used = [], 0
            page.append((left, scale, kind in ("title", "h1"), line))
            used += 1
    pages.append(page)
    return pages


# ---------------------------------------------------------------- 手写的 PDF


class Pdf:
    """一个够用的 PDF 写手：对象、交叉引用表，不压缩以外的花样。"""

    def __init__(self):
        self.objects = []

    def add(self, body=b""):
        self.objects.append(body if isinstance(body, bytes) else body.encode("latin-1"))
        return len(self.objects)

    def set(self, number, body):
        self.objects[number - 1] = body if isinstance(body, bytes) else body.encode("latin-1")

    def stream(self, data, extra=""):
        packed = zlib.compress(data, 9)
        head = f"<< /Length {len(packed)} /Filter /FlateDecode {extra}>>\nstream\n".encode()
        return self.add(head + packed + b"\nendstream")

    def write(self, path, root):
        out = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
        places = []
        for number, body in enumerate(self.objects, 1):
            places.append(len(out))
            out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
        start = len(out)
        out += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
        for place in places:
            out += f"{place:010} 00000 n \n".encode()
        out += f"trailer\n<< /Size {len(places) + 1} /Root {root} 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
        Path(path).write_bytes(bytes(out))


def composite(pdf, encoding, name="STSong-Light", to_unicode=None, system="GB1", extra=""):
    """一种不内嵌的中文字体。"""
    half = "814 [" + "500 " * 95 + "]" if encoding.startswith("GBK-EUC") else "1 [" + "500 " * 95 + "]"
    inner = pdf.add(
        f"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /{name} /CIDSystemInfo "
        f"<< /Registry (Adobe) /Ordering ({system}) /Supplement 2 >> /DW 1000 /W [{half}] {extra}"
        f"/FontDescriptor << /Type /FontDescriptor /FontName /{name} /Flags 6 /Ascent 880 /Descent -120 "
        "/CapHeight 700 /StemV 80 /ItalicAngle 0 /FontBBox [0 -120 1000 880] >> >>"
    )
    mapped = f"/ToUnicode {to_unicode} 0 R " if to_unicode else ""
    return pdf.add(
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{name}-{encoding} /Encoding /{encoding} {mapped}"
        f"/DescendantFonts [{inner} 0 R] >>"
    )


def encoder(encoding):
    if "UCS2" in encoding or "UTF16" in encoding:
        return lambda text: text.encode("utf-16-be")
    return lambda text: text.encode("gbk")


def hexed(data):
    return "<" + data.hex() + ">"


def written(path, items, encoding, bold="none", size=16.0):
    """把一份报告按一种编码写成 PDF。"""
    pdf = Pdf()
    font = composite(pdf, encoding)
    encode = encoder(encoding)
    pages = []
    tree = pdf.add()
    left, top, lead = 79.4, 740.0, 28.0
    for number, page in enumerate(laid_out(items), 1):
        content, y = [], top
        for entry in page:
            if entry[0] == "table":
                y = written_table(content, entry[1], left, y, encode)
                continue
            indent, scale, is_bold, line = entry
            mode = "2 Tr 0.4 w " if is_bold and bold == "stroke" else "0 Tr "
            show = f"BT /F1 {size * scale:.2f} Tf {mode}{left + indent * size:.2f} {y:.2f} Td {hexed(encode(line))} Tj ET"
            content.append(show)
            if is_bold and bold == "twice":
                content.append(show.replace(f"{left + indent * size:.2f}", f"{left + indent * size + 0.3:.2f}", 1))
            y -= lead
        foot = f"— {number} —"
        content.append(f"BT /F1 14 Tf 0 Tr 280 60 Td {hexed(encode(foot))} Tj ET")
        data = pdf.stream("\n".join(content).encode())
        pages.append(
            pdf.add(
                f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 595 842] /Contents {data} 0 R "
                f"/Resources << /Font << /F1 {font} 0 R >> >> >>"
            )
        )
    kids = " ".join(f"{page} 0 R" for page in pages)
    pdf.set(tree, f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>")
    pdf.write(path, pdf.add(f"<< /Type /Catalog /Pages {tree} 0 R >>"))


def written_table(content, rows, left, y, encode):
    """一张有框线的表。"""
    width, height = 448.0 / max(map(len, rows)), 26.0
    top = y + 20
    for i in range(len(rows) + 1):
        content.append(f"0.5 w {left:.1f} {top - i * height:.1f} m {left + 448:.1f} {top - i * height:.1f} l S")
    for i in range(max(map(len, rows)) + 1):
        x = left + i * width
        content.append(f"{x:.1f} {top:.1f} m {x:.1f} {top - len(rows) * height:.1f} l S")
    for i, cells in enumerate(rows):
        for j, cell in enumerate(cells):
            x, base = left + j * width + 4, top - i * height - 17
            content.append(f"BT /F1 11 Tf 0 Tr {x:.1f} {base:.1f} Td {hexed(encode(cell))} Tj ET")
    return top - len(rows) * height - 28


# ---------------------------------------------------------------- OFD


def ofd(path, items):
    """一份版式文件：页眉页码在模板页里，文字按行放在文字对象里，长短不一的字距用 DeltaX。"""
    em = 5.64
    left, top, lead = 28.0, 37.0, 9.88
    ns = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    pages, identity = [], [100]

    def number():
        identity[0] += 1
        return identity[0]

    def text(line, x, y, size, bold):
        steps = [wide(c) * size for c in line[:-1]]
        packed, i = [], 0
        while i < len(steps):
            n = next((j for j in range(i, len(steps)) if steps[j] != steps[i]), len(steps)) - i
            packed += ["g", str(n), f"{steps[i]:.3f}"] if n > 2 else [f"{steps[i]:.3f}"] * n
            i += n
        width = sum(wide(c) for c in line) * size
        weight = ' Weight="700"' if bold else ""
        return (
            f'<ofd:TextObject ID="{number()}" Boundary="{x:.3f} {y:.3f} {width:.3f} {size:.3f}" Font="{4 if bold else 3}" '
            f'Size="{size:.3f}"{weight}><ofd:TextCode X="0" Y="{size * 0.86:.3f}" DeltaX="{" ".join(packed)}">'
            f"{escape(line)}</ofd:TextCode></ofd:TextObject>"
        )

    def rule(x, y, dx, dy):
        return (
            f'<ofd:PathObject ID="{number()}" Boundary="{x:.3f} {y:.3f} {max(dx, 0.3):.3f} {max(dy, 0.3):.3f}" LineWidth="0.25">'
            f"<ofd:AbbreviatedData>M 0 0 L {dx:.3f} {dy:.3f}</ofd:AbbreviatedData></ofd:PathObject>"
        )

    for page in laid_out(items):
        y, objects = top, []
        for entry in page:
            if entry[0] == "table":
                rows = entry[1]
                width, height = 158.0 / max(map(len, rows)), 9.0
                for i in range(len(rows) + 1):
                    objects.append(rule(left, y + i * height, 158.0, 0))
                for i in range(max(map(len, rows)) + 1):
                    objects.append(rule(left + i * width, y, 0, len(rows) * height))
                for i, cells in enumerate(rows):
                    for j, cell in enumerate(cells):
                        objects.append(text(cell, left + j * width + 1, y + i * height + 2.5, 3.0, False))
                y += len(rows) * height + 4
                continue
            indent, scale, bold, line = entry
            objects.append(text(line, left + indent * em, y, em * scale, bold))
            y += lead
        # 先画后面的行：阅读次序由位置定，不由对象次序定。
        pages.append("".join(reversed(objects)))
    entries = [
        (
            "OFD.xml",
            f'{XML}<ofd:OFD {ns} Version="1.1" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:Title>'
            f"{escape(next(t for k, t in items if k == 'title'))}</ofd:Title></ofd:DocInfo>"
            "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        )
    ]
    listed = "".join(f'<ofd:Page ID="{i + 10}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(len(pages)))
    entries.append(
        (
            "Doc_0/Document.xml",
            f"{XML}<ofd:Document {ns}><ofd:CommonData><ofd:MaxUnitID>9000</ofd:MaxUnitID><ofd:PageArea>"
            "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
            '<ofd:TemplatePage ID="2" BaseLoc="Tpls/Tpl_0/Content.xml"/></ofd:CommonData>'
            f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        )
    )
    entries.append(
        (
            "Doc_0/PublicRes.xml",
            f'{XML}<ofd:Res {ns} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="3" FontName="仿宋" FamilyName="仿宋"/>'
            '<ofd:Font ID="4" FontName="黑体" FamilyName="黑体" Bold="true"/></ofd:Fonts></ofd:Res>',
        )
    )
    entries.append(
        (
            "Doc_0/Tpls/Tpl_0/Content.xml",
            f'{XML}<ofd:Page {ns}><ofd:Content><ofd:Layer ID="5" Type="Background">'
            f"{text('内部审阅版', 28.0, 15.0, 3.5, False)}</ofd:Layer></ofd:Content></ofd:Page>",
        )
    )
    for i, objects in enumerate(pages):
        foot = text(f"— {i + 1} —", 98.0, 272.0, 4.9, False)
        entries.append(
            (
                f"Doc_0/Pages/Page_{i}/Content.xml",
                f'{XML}<ofd:Page {ns}><ofd:Template TemplateID="2" ZOrder="Background"/><ofd:Content>'
                f'<ofd:Layer ID="{number()}" Type="Body">{foot}{objects}</ofd:Layer></ofd:Content></ofd:Page>',
            )
        )
    package(path, entries)


# ---------------------------------------------------------------- 外部程序


def office(sources, to, folder):
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            ["soffice", "--headless", f"-env:UserInstallation=file://{profile}", "--convert-to", to, "--outdir", folder]
            + [str(source) for source in sources],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def printed(page, path):
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}"]
            + ["--no-pdf-header-footer", f"--print-to-pdf={path}", page.as_uri()],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


# ---------------------------------------------------------------- 各组样例

PRINT = """
@page { size: A4; margin: 37mm 26mm 35mm 28mm } body { font: 16pt/28pt "WenQuanYi Zen Hei"; margin: 0 }
p { margin: 0; text-indent: 2em; text-align: justify } .title { text-align: center; text-indent: 0; font-size: 22pt }
.to, .number, .letterhead { text-indent: 0 } .sign { text-align: right } .h1 { font-weight: bold }
td { border: 1px solid; font-size: 12pt }
"""


def names():
    return sorted(path.stem for path in SAME.glob("*.txt"))


def make_same():
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        sources = []
        for name in names():
            items = read(name)
            docx(SAME / f"{name}.docx", items, "WenQuanYi Zen Hei")
            markdown(SAME / f"{name}.md", items)
            web(SAME / f"{name}.html", items)
            ofd(SAME / f"{name}.ofd", items)
            sources.append(SAME / f"{name}.docx")
        office(sources, "pdf", folder)
        office(sources, "doc:MS Word 97", folder)
        office(sources, "rtf", folder)
        for name in names():
            shutil.copy(folder / f"{name}.pdf", SAME / f"{name}.pdf")
            shutil.copy(folder / f"{name}.rtf", SAME / f"{name}.rtf")
            shutil.copy(folder / f"{name}.doc", SAME / f"{name}.doc")


ENCODED = "linsu-2022"


def make_encodings():
    out = HERE / "encodings"
    out.mkdir(exist_ok=True)
    items = read(ENCODED)
    for encoding in ("UniGB-UCS2-H", "UniGB-UTF16-H", "GBK-EUC-H", "GBKp-EUC-H"):
        written(out / f"{encoding.lower()}.pdf", items, encoding)
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        docx(folder / "type1-subset.docx", items, "Noto Sans CJK SC")
        docx(folder / "truetype-fake-bold.docx", items, "WenQuanYi Zen Hei")
        office([folder / "type1-subset.docx", folder / "truetype-fake-bold.docx"], "pdf", out)
        web(folder / "page.html", items, PRINT)
        printed(folder / "page.html", out / "identity-h.pdf")


# ---------------------------------------------------------------- 样样都有的 Word 文档


def rich():
    """自动编号、标题样式、合并的单元格、表中表、脚注、尾注、文本框、域、隐藏文字、修订。"""

    def run(text, look=""):
        return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'

    def p(text, props="", more=""):
        return f"<w:p><w:pPr>{props}</w:pPr>{run(text)}{more}</w:p>"

    def item(level, text):
        return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')

    def cell(text, width, props=""):
        inner = text if text.startswith("<w:") else p(text)
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{props}</w:tcPr>{inner}</w:tc>'

    def table(rows, grid):
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
        rows = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
        return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>'

    def field(code, result):
        marks = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")}
        instruction = f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        return marks["begin"] + instruction + marks["separate"] + run(result) + marks["end"]

    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    last = '<w:r><w:endnoteReference w:id="2"/></w:r>'
    gone = '<w:del w:id="9" w:author="a" w:date="2024-01-01T00:00:00Z"><w:r><w:delText>删去的话</w:delText></w:r></w:del>'
    new = f'<w:ins w:id="8" w:author="a" w:date="2024-01-01T00:00:00Z">{run("新增的话")}</w:ins>'
    inner = table([[cell("内一", 1000), cell("内二", 1000)]], [1000, 1000]) + "<w:p/>"
    box = (
        '<w:r><w:pict><v:shape style="width:200pt;height:40pt" type="#_x0000_t202"><v:textbox><w:txbxContent>'
        + p("文本框里的话。")
        + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    body = [
        p("临溯县2022年度法治政府建设情况报告", '<w:pStyle w:val="T"/>'),
        p("县政府："),
        item(0, "主要举措和成效"),
        item(1, "推进依法决策"),
        p("审查文件", more=note + run("12件。") + gone + new),
        item(1, "规范执法"),
        item(2, "培训执法人员"),
        item(2, "开展案卷评查"),
        p("见第", more=field('HYPERLINK "#a"', "三") + run("部分。") + run("藏起来的话", "<w:vanish/>")),
        p("换行前", more="<w:r><w:br/></w:r>" + run("换行后", "<w:b/>")),
        table(
            [
                [cell("指标", 2000), cell("数量", 2000), cell("比率", 2000)],
                [cell("合并两格", 4000, '<w:gridSpan w:val="2"/>'), cell("98%", 2000)],
                [cell(inner, 2000), cell(p("第一段") + p("第二段"), 2000), cell("", 2000)],
            ],
            [2000, 2000, 2000],
        ),
        item(0, "存在的不足"),
        p("表后一段", more=box),
        p("二级标题样式", '<w:pStyle w:val="H2"/>'),
        p("末段", more=last + run("到此为止。")),
    ]
    size = '<w:pgSz w:w="11906" w:h="16838"/>'
    refs = '<w:headerReference w:type="default" r:id="rId5"/><w:footerReference w:type="default" r:id="rId6"/>'
    v = 'xmlns:v="urn:schemas-microsoft-com:vml"'
    level = '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
    levels = level.format(0, "chineseCountingThousand", "%1、")
    levels += level.format(1, "chineseCounting", "（%2）") + level.format(2, "decimal", "%3.")
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/><w:basedOn w:val="N"/>'
        '<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="N"/>'
        '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    )

    def notes(kind, text):
        mark = f"<w:r><w:{kind}Ref/></w:r>"
        lines = "".join(
            f'<w:{kind} w:type="{name}" w:id="{id}"><w:p><w:r><w:{name}/></w:r></w:p></w:{kind}>'
            for id, name in enumerate(("separator", "continuationSeparator"))
        )
        return f'{lines}<w:{kind} w:id="2"><w:p>{mark}{run(" " + text)}</w:p></w:{kind}>'

    parts = {
        "document": f"<w:body>{''.join(body)}<w:sectPr>{refs}{size}</w:sectPr></w:body>",
        "styles": styles,
        "numbering": f'<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
        "footnotes": notes("footnote", "含规范性文件三件。"),
        "endnotes": notes("endnote", "数据截至年底。"),
        "header": p("临溯县人民政府"),
        "footer": p("— ", more=field("PAGE", "1") + run(" —")),
    }
    roots = {"header": "hdr", "footer": "ftr"}
    types, relations, entries = "", "", []
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    for number, (name, inner) in enumerate(parts.items()):
        kind = f"{word}.document.main+xml" if name == "document" else f"{word}.{name}+xml"
        types += f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/>'
        if number:
            relations += f'<Relationship Id="rId{number}" Type="{OFFICE}/{name}" Target="{name}.xml"/>'
        root = roots.get(name, name)
        entries.append((f"word/{name}.xml", f"{XML}<w:{root} {W} {R} {v}>{inner}</w:{root}>"))
    space = "http://schemas.openxmlformats.org/package/2006"
    main = f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    defaults = (
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    return [
        ("[Content_Types].xml", f'{XML}<Types xmlns="{space}/content-types">{defaults}{types}</Types>'),
        ("_rels/.rels", f'{XML}<Relationships xmlns="{space}/relationships">{main}</Relationships>'),
        *entries,
        ("word/_rels/document.xml.rels", f'{XML}<Relationships xmlns="{space}/relationships">{relations}</Relationships>'),
    ]


def make_word():
    out = HERE / "word"
    out.mkdir(exist_ok=True)
    package(out / "rich.docx", rich())
    for to in ("doc:MS Word 97", "rtf"):
        office([out / "rich.docx"], to, out)


GROUPS = {"same": make_same, "encodings": make_encodings, "word": make_word}

if __name__ == "__main__":
    for group in sys.argv[1:] or GROUPS:
        GROUPS[group]()
