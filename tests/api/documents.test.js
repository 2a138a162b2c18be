// documents: files of CVs are read in a sealed process, what they say is shown before anybody is made of them.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Judge } from '../lib/cv_judge.js';
import { CVS } from '../lib/cvs.js';
import {
  cvFile, docxParagraph, docxPart, writeDocx, writeHtml, writeOdt, writeRtf, writeText, writeZip,
} from '../lib/cv_files.js';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';
import { writePdf, writeScan } from '../upstreams/pdf.js';

const API = '/api/v1/documents/';
let house, anna;

before(async () => {
  house = await startHouse({});
  anna = watched(await house.user({ role: 'recruiter', company: 'Документы', name: 'Анна' }));
});
after(() => house.stop());

function upload(who, files, field = 'file') {
  const parts = files.flatMap(({ name, bytes }) => [
    Buffer.from(`--xXx\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\n\r\n`), bytes,
    Buffer.from('\r\n'),
  ]);
  return who.raw('POST', API, {
    headers: { 'Content-Type': 'multipart/form-data; boundary=xXx' },
    body: Buffer.concat([...parts, Buffer.from('--xXx--\r\n')]),
  });
}
// What was understood of one file.
async function read(bytes, name = 'cv', who = anna) {
  const res = await upload(who, [{ name, bytes }]);
  assert.equal(res.status, 201, res.text);
  let [one] = res.json;
  if (one.state === 'waiting') one = await who.expect(200, 'GET', `${API}${one.id}/`);
  return one;
}
const textOf = async ({ id }) => (await anna.raw('GET', `${API}${id}/text/`)).text;
const codeOf = async (bytes, name) => (await read(bytes, name)).problem?.code;

describe('the corpus', () => {
  it('is understood: of each field, nothing is said that is not there, and nothing is missed', async () => {
    const judge = new Judge();
    for (let at = 0; at < CVS.length; at += 10) {
      const some = CVS.slice(at, at + 10), res = await upload(anna, some.map(cvFile));
      assert.equal(res.status, 201, res.text);
      for (const [n, cv] of some.entries()) {
        const one = res.json[n].found ? res.json[n] : await anna.expect(200, 'GET', `${API}${res.json[n].id}/`);
        assert.equal(one.problem, null, `${cv.name}: ${one.problem?.code}`);
        judge.take(cv, one.found);
      }
    }
    assert.deepEqual(judge.faults, []);
    for (const { field, precision, recall } of judge.figures()) assert.ok(precision === 1 && recall === 1, field);
    assert.deepEqual(anna.wrong, []);
  });
});

describe('a file', () => {
  it('is known by its bytes, whatever it is called, and says its pages', async () => {
    const lines = ['Иванов Сергей', 'ivanov@example.ru'];
    for (const [bytes, kind, pages] of [
      [writePdf([...lines, ...Array(60).fill('и ещё')]), 'pdf', 2], [writeDocx(lines), 'docx', null],
      [writeOdt(lines), 'odt', null], [writeRtf(lines), 'rtf', null], [writeHtml(lines), 'html', null],
      [writeText(lines, 'koi8-r'), 'text', null],
    ]) {
      const one = await read(bytes, 'photo.png');
      assert.deepEqual([one.kind, one.pages, one.problem, one.found.last_name], [kind, pages, null, 'Иванов'], kind);
    }
  });

  it('says why it cannot be read', async () => {
    const locked = writePdf(['x']).toString('latin1').replace('/Root 1 0 R',
      `/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O (${'x'.repeat(32)}) /U (${'y'.repeat(32)}) >> ` +
      '/ID [(a) (b)] /Root 1 0 R');
    const cases = [
      ['document.password', Buffer.from(locked, 'latin1')],
      ['document.scanned', writeScan()],
      ['document.broken', writePdf(['Иванов']).subarray(0, 300)],
      ['document.broken', writeDocx(['Иванов']).subarray(0, 200)],
      ['document.picture', Buffer.from('89504e470d0a1a0a0000000d49484452000000010000', 'hex')],
      ['document.kind', writeZip({ 'xl/workbook.xml': '<x/>' })],
      ['document.empty', writeDocx([''])],
      ['document.empty', Buffer.from(' \r\n ')],
      ['document.password', writeOdt(['Иванов'], { 'META-INF/manifest.xml': '<m><encryption-data/></m>' })],
    ];
    for (const [code, bytes] of cases) assert.equal(await codeOf(bytes), code);
    const one = await read(writeScan());
    assert.match(one.problem.detail, /изображения/);
    assert.deepEqual([one.found.last_name, one.found.experience], [null, []]);
  });

  it('whose letters say nothing is told so', async () => {
    const lines = Array(40).fill('Съешь ещё этих мягких французских булок да выпей чаю');
    assert.equal(await codeOf(writePdf(lines, { mapped: false })), 'document.garbled');
  });

  it('cannot do harm: bombs of ZIP, XML and PDF are read to their bounds', async () => {
    const big = Buffer.alloc(60 << 20, 0x20);
    const lol = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">' +
      '<!ENTITY c SYSTEM "file:///etc/passwd">]>' +
      '<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>&b;&c;</w:t></w:r></w:p></w:body></w:document>';
    const deep = `<w:document xmlns:w="w"><w:body>${'<w:p>'.repeat(100_000)}</w:body></w:document>`;
    const loop = writePdf(['x']).toString('latin1').replace(/\/Kids \[[^\]]*\]/, '/Kids [2 0 R 2 0 R]');
    for (const [code, bytes] of [
      ['document.empty', writeZip({ 'word/document.xml': Buffer.concat([
        Buffer.from('<w:document xmlns:w="w"><w:body><w:p>'), big, Buffer.from('</w:p></w:body></w:document>')]) })],
      ['document.broken', writeDocx([], { parts: { 'word/document.xml': lol } })],
      ['document.broken', writeDocx([], { parts: { 'word/document.xml': deep } })],
      ['document.broken', Buffer.from(loop, 'latin1')],
      ['document.broken', Buffer.concat([Buffer.from('%PDF-1.4\n1 0 obj'), Buffer.alloc(3 << 20, '[')])],
    ]) {
      const got = await codeOf(bytes);
      assert.ok(got === code || (code === 'document.empty' && got === 'document.broken'), `${got}, not ${code}`);
    }
    assert.equal((await read(writeText(['Иванов Сергей']))).found.last_name, 'Иванов');
  });

  it('of 20 MB is read, a larger one is refused', async () => {
    const one = await read(writePdf(['Иванов Сергей', 'ivanov@example.ru'], { pad: (20 << 20) - 200_000 }));
    assert.equal(one.found.email, 'ivanov@example.ru');
    const res = await upload(anna, [{ name: 'big.pdf', bytes: Buffer.alloc((20 << 20) + 1, 'x') }]);
    assert.equal(res.status, 400);
    assert.equal(res.json.errors[0].field, 'file');
  });

  it('of Word: frames, headers, links and fields are read once, what was deleted is not', async () => {
    const inside = `<w:txbxContent>${docxParagraph('В рамке')}</w:txbxContent>`;
    const frame = `<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps">${inside}</mc:Choice>` +
      `<mc:Fallback>${inside}</mc:Fallback>` + '</mc:AlternateContent></w:r><w:r><w:t>За рамкой</w:t></w:r></w:p>';
    const rest = '<w:p><w:del><w:r><w:delText>стёрто</w:delText></w:r></w:del>' +
      '<w:hyperlink r:id="rId7"><w:r><w:t>пишите</w:t></w:r></w:hyperlink>' +
      '<w:r><w:instrText>HYPERLINK "https://github.com/ivanov"</w:instrText></w:r><w:r><w:t>код</w:t></w:r></w:p>';
    const one = await read(writeDocx([], { body: frame + rest, parts: {
      'word/_rels/document.xml.rels':
        '<Relationships><Relationship Id="rId7" Target="mailto:ivanov@example.ru"/></Relationships>',
      'word/header1.xml': docxPart('hdr', docxParagraph('Иванов Сергей')),
      'word/header2.xml': docxPart('hdr', docxParagraph('Иванов Сергей')),
    } }));
    assert.equal(await textOf(one),
      'Иванов Сергей\nВ рамке\nЗа рамкой\nпишите (ivanov@example.ru)(https://github.com/ivanov) код\n');
    assert.deepEqual(
      [one.found.last_name, one.found.email, one.found.github_url],
      ['Иванов', 'ivanov@example.ru', 'https://github.com/ivanov'],
    );
  });
});

describe('documents', () => {
  it('come many at once; more than 50, none, and other fields are refused', async () => {
    const file = (n) => ({ name: `cv ${n}.txt`, bytes: writeText([`Иванов Сергей`, `n${n}@example.ru`]) });
    const many = await upload(anna, Array.from({ length: 50 }, (_, n) => file(n)));
    assert.equal(many.status, 201, many.text);
    assert.deepEqual(many.json.map(({ name }) => name), Array.from({ length: 50 }, (_, n) => `cv ${n}.txt`));
    assert.equal((await upload(anna, Array.from({ length: 51 }, (_, n) => file(n)))).status, 400);
    assert.equal((await upload(anna, [])).status, 400);
    assert.equal((await upload(anna, [file(1)], 'other')).status, 400);
    assert.equal((await upload(anna, [{ name: 'x', bytes: Buffer.alloc(0) }])).status, 400);
  });

  it('belong to the company, and are for recruiters', async () => {
    const { id } = await read(writeText(['Иванов Сергей']));
    const other = await house.user({ role: 'recruiter', company: 'Чужие' });
    const member = await house.user({ role: 'member', company: 'Документы' });
    for (const path of ['', 'text/', 'file/']) {
      assert.equal((await other.get(`${API}${id}/${path}`)).status, 404, path);
      assert.equal((await member.get(`${API}${id}/${path}`)).status, 403, path);
    }
    assert.equal((await other.post(`${API}${id}/candidate/`, { last_name: 'x' })).status, 404);
    assert.equal((await upload(member, [{ name: 'x', bytes: Buffer.from('x') }])).status, 403);
    await anna.expect(204, 'DELETE', `${API}${id}/`);
    await anna.expect(404, 'GET', `${API}${id}/`);
  });

  it('one that another process began to read and left is read when it is asked for', async () => {
    const { id } = await read(writeText(['Иванов Сергей']));
    await house.sql("UPDATE document SET state = 'reading', guess = NULL, begun_at = NOW(3) WHERE id = ?", [id]);
    assert.equal((await anna.expect(200, 'GET', `${API}${id}/`)).state, 'waiting');
    await house.sql('UPDATE document SET begun_at = NOW(3) - INTERVAL 31 SECOND WHERE id = ?', [id]);
    const one = await anna.expect(200, 'GET', `${API}${id}/`);
    assert.deepEqual([one.state, one.found.last_name], ['read', 'Иванов']);
    assert.deepEqual(anna.wrong, []);
  });

  it('become candidates once, corrected by hand; whoever is there already is shown before', async () => {
    const lines = ['Петров Илья', 'petrov.ilya@example.ru', '+7 916 000-11-22', 'Казань'];
    const one = await read(writePdf(lines));
    assert.deepEqual(one.duplicates, []);
    const made = await anna.expect(201, 'POST', `${API}${one.id}/candidate/`, {
      last_name: 'Петров', first_name: 'Илья', email: one.found.email, location: 'Иннополис',
    });
    const again = await anna.expect(200, 'POST', `${API}${one.id}/candidate/`, {
      last_name: 'Петров', first_name: 'Илья', email: one.found.email, location: 'Иннополис',
    });
    assert.equal(again.candidate_id, made.candidate_id);
    const candidate = await anna.expect(200, 'GET', `/api/v1/candidates/${made.candidate_id}/`);
    assert.equal(candidate.location, 'Иннополис');
    const taken = await anna.expect(200, 'GET', `${API}${one.id}/`);
    assert.deepEqual([taken.candidate_id, taken.expires_at], [made.candidate_id, null]);
    await anna.expect(409, 'DELETE', `${API}${one.id}/`);
    const [twin] = (await read(writePdf(lines))).duplicates;
    assert.deepEqual([twin.id, twin.name, twin.shared.includes('email')], [made.candidate_id, 'Петров Илья', true]);
    await anna.expect(400, 'POST', `${API}${one.id}/candidate/`, { nonsense: 1 });
    await anna.expect(400, 'POST', `${API}${one.id}/candidate/`, { location: 'Минск' });
  });

  it('that nobody took are gone after a day', async () => {
    const { id } = await read(writeText(['Иванов Сергей']));
    await house.sql('UPDATE document SET created_at = NOW(3) - INTERVAL 25 HOUR WHERE id = ?', [id]);
    await house.run('tick', []);
    await anna.expect(404, 'GET', `${API}${id}/`);
  });
});
