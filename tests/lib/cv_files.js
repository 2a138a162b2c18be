// cv_files.js: the CVs of the corpus (cvs.js) as the files that they would be: PDF, DOCX, ODT, RTF, HTML, and text of
// old encodings; and files that do harm.
import { deflateRawSync } from 'node:zlib';
import { writePdf } from '../upstreams/pdf.js';

const CRC = new Uint32Array(256).map((_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n >>> 0;
});
const crc32 = (bytes) => {
  let c = 0xffffffff;
  for (const byte of bytes) c = CRC[(c ^ byte) & 255] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
};
const numbers = (...pairs) => Buffer.concat(pairs.map(([value, size]) => {
  const out = Buffer.alloc(size);
  out.writeUIntLE(value, 0, size);
  return out;
}));

// A ZIP of { name: text or bytes }; those in stored are not compressed.
export function writeZip(entries, { stored = [] } = {}) {
  const files = [], directory = [];
  let at = 0;
  for (const [name, content] of Object.entries(entries)) {
    const bytes = Buffer.from(content), packed = stored.includes(name) ? bytes : deflateRawSync(bytes);
    const method = stored.includes(name) ? 0 : 8, title = Buffer.from(name);
    const shared = [
      [20, 2], [0, 2], [method, 2], [0, 4], [crc32(bytes), 4], [packed.length, 4], [bytes.length, 4],
      [title.length, 2], [0, 2],
    ];
    const head = Buffer.concat([Buffer.from('PK\x03\x04'), numbers(...shared), title]);
    directory.push(
      Buffer.from('PK\x01\x02'), numbers([20, 2], ...shared, [0, 2], [0, 2], [0, 2], [0, 4], [at, 4]), title,
    );
    files.push(head, packed);
    at += head.length + packed.length;
  }
  const list = Buffer.concat(directory), count = Object.keys(entries).length;
  return Buffer.concat([
    ...files, list, Buffer.from('PK\x05\x06'),
    numbers([0, 4], [count, 2], [count, 2], [list.length, 4], [at, 4], [0, 2]),
  ]);
}

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" ' +
  'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" ' +
  'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"';
const paragraph = (line) => '<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr>' +
  `<w:r><w:t xml:space="preserve">${escaped(line)}</w:t></w:r></w:p>`;
// A line with tabs is a row of a table.
const blockOf = (line) => (line.includes('\t')
  ? `<w:tbl><w:tr>${line.split('\t').map((cell) => `<w:tc>${paragraph(cell)}</w:tc>`).join('')}</w:tr></w:tbl>`
  : paragraph(line));

// body: paragraphs as XML in place of lines; parts: further entries.
export const writeDocx = (lines, { body = lines.map(blockOf).join(''), parts = {} } = {}) => writeZip({
  '[Content_Types].xml': '<?xml version="1.0"?><Types/>',
  'word/document.xml': `<?xml version="1.0" encoding="UTF-8"?><w:document ${W}><w:body>${body}</w:body></w:document>`,
  ...parts,
});
export const docxPart = (name, inner) => `<?xml version="1.0" encoding="UTF-8"?><w:${name} ${W}>${inner}</w:${name}>`;
export { paragraph as docxParagraph };

const ODT = 'application/vnd.oasis.opendocument.text';
export const writeOdt = (lines, parts = {}) => writeZip({
  mimetype: ODT,
  'content.xml': '<?xml version="1.0" encoding="UTF-8"?><office:document-content ' +
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" ' +
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>' +
    lines.map((line) => `<text:p>${escaped(line)}</text:p>`).join('') +
    '</office:text></office:body></office:document-content>',
  ...parts,
}, { stored: ['mimetype'] });

// As Word and hh.ru write it: Cyrillic letters in windows-1251, others by their number.
const CYRILLIC = new Map([...Array(64).keys()].map((n) => [String.fromCharCode(0x410 + n), 0xc0 + n]));
CYRILLIC.set('ё', 0xb8).set('Ё', 0xa8).set('«', 0xab).set('»', 0xbb).set('—', 0x97).set('–', 0x96).set('•', 0x95);
const rtfChar = (c) => (/[\\{}]/.test(c) ? `\\${c}` : c < '\x80' ? c : CYRILLIC.has(c)
  ? `\\'${CYRILLIC.get(c).toString(16)}` : `\\u${c.charCodeAt(0)}?`);
export const writeRtf = (lines) => Buffer.from('{\\rtf1\\ansi\\ansicpg1251\\deff0' +
  '{\\fonttbl{\\f0\\fcharset204 Times New Roman;}}' +
  `{\\info{\\title no}}\\f0 ${lines.map((line) => [...line].map(rtfChar).join('')).join('\\par\n')}\\par}`);

export const writeHtml = (lines) => Buffer.from(
  `<!DOCTYPE html><html><head><meta charset="utf-8"><title>no</title></head><body>${
    lines.map((line) => `<p>${escaped(line)}</p>`).join('\n')}</body></html>`);

const CODES = {
  'windows-1251': (c) => CYRILLIC.get(c) ?? c.charCodeAt(0),
  cp866: (c) => (c >= 'А' && c <= 'п' ? 0x80 + c.charCodeAt(0) - 0x410 : c >= 'р' && c <= 'я'
    ? 0xe0 + c.charCodeAt(0) - 0x440 : c.charCodeAt(0)),
  'koi8-r': (c) => {
    const n = 'юабцдефгхийклмнопярстужвьызшэщчъЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ'.indexOf(c);
    return n >= 0 ? 0xc0 + n : { ё: 0xa3, Ё: 0xb3 }[c] ?? c.charCodeAt(0);
  },
};
export function writeText(lines, charset = 'utf-8') {
  const text = lines.join('\r\n');
  if (charset === 'utf-16') return Buffer.from(`\ufeff${text}`, 'utf16le');
  return CODES[charset] ? Buffer.from([...text].map(CODES[charset])) : Buffer.from(text);
}

// The file of a CV of the corpus: { name, bytes }.
export function cvFile(cv) {
  const lines = cv.kind === 'pdf' ? cv.lines : [...(cv.side ?? []), ...cv.lines];
  const bytes = {
    pdf: () => writePdf(lines, { side: cv.side, page: cv.page }),
    docx: () => writeDocx(lines), odt: () => writeOdt(lines),
    rtf: () => writeRtf(lines), html: () => writeHtml(lines), txt: () => writeText(lines, cv.charset),
  }[cv.kind]();
  return { name: `${cv.name}.${cv.kind}`, bytes };
}
