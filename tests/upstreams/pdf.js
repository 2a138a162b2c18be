// pdf.js: CVs as PDF files: writes them (Cyrillic too) and reads their text back.
import fs from 'node:fs';
import zlib from 'node:zlib';

// Glyph n + 1 of files/sans.ttf is CHARS[n].
const CHARS = [
  ...span(0x20, 0x7e), ...span(0x410, 0x44f), ...'ЁёІіЎўҢңҮүӨө«»–—№•…’éüöł',
];
const GLYPH = new Map(CHARS.map((char, n) => [char, n + 1]));
const FONT = fs.readFileSync(new URL('files/sans.ttf', import.meta.url));
const FONT_PACKED = zlib.deflateSync(FONT);
const WIDTHS = widths();
const CMAP = Buffer.from([
  '/CIDInit /ProcSet findresource begin 12 dict begin begincmap',
  '/CMapName /Adobe-Identity-UCS def /CMapType 2 def',
  '1 begincodespacerange <0000> <FFFF> endcodespacerange',
  ...chunks(CHARS, 100).map((part, n) => `${part.length} beginbfchar\n` + part.map((char, i) =>
    `<${hex(n * 100 + i + 1)}> <${hex(char.charCodeAt(0))}>`).join('\n') + '\nendbfchar'),
  'endcmap CMapName currentdict /CMap defineresource pop end end',
].join('\n'));

const PAGE_LINES = 46;

// A PDF of these lines of text; pad adds that many bytes no reader looks at. side: lines of a column to the left of
// them, on the first page; page: how many lines are on one; mapped: whether it says what its glyphs mean.
export function writePdf(lines, { title = 'CV', pad = 0, side = [], page: rows = PAGE_LINES, mapped = true } = {}) {
  const pages = chunks(lines.flatMap((line) => wrap(line, side.length > 0 ? 60 : 88)), rows);
  const first = 6;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, n) => `${first + 1 + n * 2} 0 R`).join(' ')}] >>`,
    [
      '<< /Type /Font /Subtype /Type0 /BaseFont /HWCUTA+DejaVuSans /Encoding /Identity-H',
      '/DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /HWCUTA+DejaVuSans',
      '/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>',
      '/FontDescriptor << /Type /FontDescriptor /FontName /HWCUTA+DejaVuSans /Flags 4',
      '/FontBBox [-1021 -463 1793 1232] /ItalicAngle 0 /Ascent 928 /Descent -236 /CapHeight 729 /StemV 80',
      `/FontFile2 5 0 R >> /DW 600 /W [1 [${WIDTHS.join(' ')}]] /CIDToGIDMap /Identity >>]` +
        `${mapped ? ' /ToUnicode 4 0 R' : ''} >>`,
    ].join(' '),
    stream(zlib.deflateSync(CMAP), '/Filter /FlateDecode'),
    stream(FONT_PACKED, `/Filter /FlateDecode /Length1 ${FONT.length}`),
    pad ? stream(Buffer.alloc(pad, title + ' '), '') : 'null',
  ];
  for (const [n, page] of pages.entries()) {
    const text = n === 0 && side.length > 0 ? column(side, 40, false) : [];
    text.push(...column(page, side.length > 0 ? 220 : 56, n === 0));
    objects.push(
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> ' +
        `/Contents ${first + 2 + n * 2} 0 R >>`,
      stream(zlib.deflateSync(Buffer.from(text.join('\n'))), '/Filter /FlateDecode'),
    );
  }
  return assemble(objects);
}

// Lines from the top of a page on; titled: the first one is its title.
function column(lines, x, titled) {
  const text = [`BT /F1 10 Tf 16 TL ${x} 790 Td`];
  lines.forEach((line, i) => {
    const big = titled && i === 0;
    const glyphs = [...line].map((char) => hex(GLYPH.get(char) ?? 1)).join('');
    text.push(`${big ? '/F1 18 Tf ' : ''}<${glyphs}> Tj${big ? ' /F1 10 Tf' : ''} T*`);
  });
  text.push('ET');
  return text;
}

// What a scanner makes: a valid file with a drawn page and no text in it.
export function writeScan() {
  return assemble([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> /Contents 4 0 R >>',
    stream(Buffer.from('0.9 g 40 40 515 762 re f 0.4 g 60 700 300 20 re f 60 660 420 8 re f'), ''),
  ]);
}

// The text of a PDF with unpacked or deflated streams; null when there is none.
export function readPdf(bytes) {
  if (bytes.subarray(0, 5).toString('latin1') !== '%PDF-') return null;
  const parts = [];
  for (let at = bytes.indexOf('stream'); at >= 0; at = bytes.indexOf('stream', at + 6)) {
    if (bytes.toString('latin1', at - 3, at) === 'end') continue;
    const start = bytes[at + 6] === 13 ? at + 8 : at + 7;
    const end = bytes.indexOf('endstream', start);
    if (end < 0) break;
    const head = bytes.toString('latin1', Math.max(0, at - 200), at);
    if (end - start < 4e6 && !/Length1/.test(head.slice(head.lastIndexOf('obj')))) {
      const raw = bytes.subarray(start, end);
      try {
        parts.push((/FlateDecode/.test(head) ? zlib.inflateSync(raw) : raw).toString('latin1'));
      } catch { /* a damaged stream: its text is lost */ }
    }
    at = end + 3;
  }
  const map = new Map();
  for (const part of parts) {
    for (const block of part.match(/beginbfchar[^]*?endbfchar/g) ?? []) {
      for (const [, code, char] of block.matchAll(/<(\w{4})> <(\w{4})>/g)) {
        map.set(code.toLowerCase(), String.fromCharCode(parseInt(char, 16)));
      }
    }
  }
  const lines = [];
  for (const part of parts) {
    if (!/\bBT\b/.test(part)) continue;
    for (const [, code, plain] of part.matchAll(/(?:<([\da-fA-F]+)>|\(((?:\\.|[^()\\])*)\))\s*Tj/g)) {
      lines.push(code
        ? code.match(/.{4}/g).map((c) => map.get(c.toLowerCase()) ?? '').join('')
        : plain.replace(/\\(.)/g, '$1'));
    }
  }
  return lines.length ? lines.join('\n') : null;
}

function assemble(objects) {
  const parts = [Buffer.from('%PDF-1.5\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  const offsets = [];
  let size = parts[0].length;
  const push = (part) => { parts.push(part); size += part.length; };
  objects.forEach((object, n) => {
    offsets.push(size);
    push(Buffer.from(`${n + 1} 0 obj\n`));
    push(Buffer.isBuffer(object) ? object : Buffer.from(object));
    push(Buffer.from('\nendobj\n'));
  });
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  push(Buffer.from(
    `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}` +
    `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${size}\n%%EOF\n`
  ));
  return Buffer.concat(parts);
}

function stream(bytes, keys) {
  return Buffer.concat([
    Buffer.from(`<< /Length ${bytes.length} ${keys} >>\nstream\n`), bytes, Buffer.from('\nendstream'),
  ]);
}

function wrap(line, width) {
  const out = [];
  let rest = line;
  while (rest.length > width) {
    const cut = rest.lastIndexOf(' ', width);
    out.push(rest.slice(0, cut > 0 ? cut : width));
    rest = rest.slice(cut > 0 ? cut + 1 : width);
  }
  return [...out, rest];
}

// Advance widths of the font's glyphs, in thousandths, from its hmtx table.
function widths() {
  const table = (tag) => {
    for (let n = 0; n < FONT.readUInt16BE(4); n++) {
      const at = 12 + n * 16;
      if (FONT.toString('latin1', at, at + 4) === tag) return FONT.readUInt32BE(at + 8);
    }
  };
  const hmtx = table('hmtx');
  const units = FONT.readUInt16BE(table('head') + 18);
  return CHARS.map((_, n) => Math.round(FONT.readUInt16BE(hmtx + (n + 1) * 4) * 1000 / units));
}

function span(from, to) {
  return Array.from({ length: to - from + 1 }, (_, n) => String.fromCharCode(from + n));
}

function chunks(list, size) {
  const out = [];
  for (let at = 0; at < list.length; at += size) out.push(list.slice(at, at + size));
  return out.length ? out : [[]];
}

function hex(number) {
  return number.toString(16).padStart(4, '0');
}
