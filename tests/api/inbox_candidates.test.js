// inbox_candidates: files that came into the inbox are read, what they say is told in the chat and on the page, and
// candidates are made of them, each once.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { erase } from '../lib/erasure.js';
import { watched } from '../lib/openapi.js';
import { startTalks } from '../lib/telegram.js';
import { end } from '../lib/within.js';
import { writePdf } from '../upstreams/pdf.js';

const INBOX = '/api/v1/inbox/';
const CV = ['Седова Анна Петровна', 'Java-разработчик', 'Минск', '+375 29 111-22-33', 'sedova@example.by'];
let talks, house, companies = 0, files = 0;

before(async () => {
  talks = await startTalks({ env: { TELEGRAM_LIMIT: '0' } });
  ({ house } = talks);
});
after(() => talks?.stop());

async function people() {
  const company = `Кандидаты из входящих ${++companies}`;
  const person = async (role, name) => talks.link(watched(await house.user({ role, company, name })));
  return { anna: await person('recruiter', 'Анна'), petr: await person('member', 'Пётр') };
}
const until = (what, fn) => house.until(fn, { timeout: 30_000, what });
const says = (who) => talks.sim.sent.filter(({ chat_id: chat }) => chat === who.chat);
function send(who, lines, more = {}) {
  const id = `cv${++files}`;
  const file = talks.sim.addFile(talks.bot, id, Array.isArray(lines) ? writePdf([...lines, `файл ${files}`]) : lines);
  talks.sim.write(talks.bot, who.chat, undefined, {
    document: { file_name: `${id}.pdf`, mime_type: 'application/pdf', ...file }, ...more,
  });
}
/* The answer once it says that. */
const told = (who, what, n = 0) => until(`${what}: ${says(who)[n]?.text}`, () => what.test(says(who)[n]?.text ?? '') &&
  says(who)[n]);
const labels = (message) => message.buttons.map(({ text }) => text);
const press = (message, text) => talks.sim.press(talks.bot, message, message.buttons.find((one) => one.text === text)
  .callback_data);
const candidates = (who, q = '') => who.expect(200, 'GET', `/api/v1/candidates/?q=${encodeURIComponent(q)}`);
const read = (who, id) => until('it is read', async () => {
  const item = await who.expect(200, 'GET', `${INBOX}${id}/`);
  return !item.reading && item;
});
const upload = async (who, lines) => {
  const body = Buffer.concat([
    Buffer.from('--xXx\r\nContent-Disposition: form-data; name="file"; filename="cv.pdf"\r\n\r\n'),
    writePdf([...lines, `файл ${++files}`]), Buffer.from('\r\n--xXx--\r\n'),
  ]);
  const res = await who.raw('POST', INBOX, {
    headers: { 'Content-Type': 'multipart/form-data; boundary=xXx' }, body,
  });
  assert.equal(res.status, 201);
  return read(who, res.json.id);
};
const asDescribed = (...all) => assert.deepEqual(all.flatMap(({ wrong }) => wrong), []);

describe('in the chat', () => {
  it('it is said whose CV it is and how sure that is; a button makes the candidate, once however often', async () => {
    const { anna } = await people();
    send(anna, CV);
    const answer = await told(anna, /Уверенность/);
    assert.match(answer.text, /Во входящих\.\nСедова Анна Петровна\nJava-разработчик, Минск\n/);
    assert.match(answer.text, /\n\+375 29 111-22-33, sedova@example\.by\n/);
    assert.match(answer.text, /Уверенность: \d\d %$/);
    assert.deepEqual(labels(answer), ['Создать кандидата', 'Не резюме']);
    press(answer, 'Создать кандидата');
    press(answer, 'Создать кандидата');
    await told(anna, /Кандидат создан\./);
    await talks.settled();
    const [one, ...more] = await candidates(anna);
    assert.deepEqual([one.last_name, one.email, more.length], ['Седова', 'sedova@example.by', 0]);
    assert.match(answer.text, /Оставлено: Анна\./);
    const [page] = answer.buttons;
    assert.deepEqual([page.text, page.url], ['В Huntflow', `${house.url}/candidates/${one.id}/?to=huntflow`]);
    const [item] = await anna.expect(200, 'GET', `${INBOX}?state=kept`);
    assert.deepEqual([item.candidate_id, item.person, item.position], [one.id, 'Седова Анна', 'Java-разработчик']);
    const deeds = await house.sql("SELECT CONCAT('item ', object) deed, via FROM audit "
      + "WHERE user_id = ? AND action = 'inbox.candidate'",
      [anna.user.id]);
    assert.deepEqual(deeds, [{ deed: `item ${item.id}`, via: 'bot' }]);
    asDescribed(anna);
  });

  it('who is there already is said, and a button says that it is this one', async () => {
    const { anna } = await people();
    const there = await anna.expect(201, 'POST', '/api/v1/candidates/', { last_name: 'Седова', first_name: 'Анна' });
    await anna.expect(200, 'PATCH', `/api/v1/candidates/${there.id}/`, { state: 'hidden' });
    send(anna, CV);
    const answer = await told(anna, /Уже есть: Седова Анна, был отказ$/);
    assert.deepEqual(labels(answer), ['Это Седова Анна', 'Создать кандидата', 'Не резюме']);
    press(answer, 'Это Седова Анна');
    press(answer, 'Это Седова Анна');
    await told(anna, /Кандидат создан\./);
    await talks.settled();
    assert.equal((await anna.expect(200, 'GET', `/api/v1/candidates/${there.id}/`)).email, 'sedova@example.by');
    const [{ n }] = await house.sql('SELECT COUNT(*) n FROM candidate WHERE joined_to IS NULL AND company_id = '
      + '(SELECT company_id FROM user WHERE id = ?)', [anna.user.id]);
    assert.equal(n, 1);
  });

  it('a button that names somebody who was deleted works no more, and that is said', async () => {
    const { anna } = await people();
    const boss = await house.user({ role: 'manager', company: `Кандидаты из входящих ${companies}` });
    const there = await anna.expect(201, 'POST', '/api/v1/candidates/', {
      last_name: 'Седова', first_name: 'Анна', email: 'sedova@example.by',
    });
    send(anna, CV);
    const answer = await told(anna, /Уже есть: Седова Анна$/);
    await erase(house, boss, there.id);
    const { length } = talks.sim.toasts;
    press(answer, 'Это Седова Анна');
    await until('it is said', () => talks.sim.toasts.slice(length)
      .some(({ text }) => text === 'Эта кнопка больше не работает.'));
    await talks.settled();
    assert.deepEqual([says(anna).length, await candidates(anna)], [1, []]);
  });

  it('an album is told in brief, and its candidates are made together', async () => {
    const { anna } = await people();
    for (const [last, mail] of [['Орлов', 'orlov'], ['Ким', 'kim']])
      send(anna, [`${last} Илья`, 'Бухгалтер', `${mail}@example.by`], { media_group_id: '77' });
    const answer = await told(anna, /1\. [^]*Орлов Илья\nБухгалтер\n2\. [^]*Ким Илья\nБухгалтер$/);
    assert.deepEqual(labels(answer), ['Создать кандидатов', 'Все не резюме']);
    press(answer, 'Создать кандидатов');
    await told(anna, /Кандидат создан\.[^]*Кандидат создан\./);
    assert.deepEqual((await candidates(anna)).map(({ last_name: name }) => name).sort(), ['Ким', 'Орлов']);
  });

  it('a member hears what was understood, and makes nobody; nor does one who lost the role', async () => {
    const { anna, petr } = await people();
    await anna.expect(201, 'POST', '/api/v1/candidates/', { last_name: 'Седова', email: 'sedova@example.by' });
    send(petr, CV);
    const answer = await told(petr, /Уверенность: \d\d %$/);
    assert.deepEqual(labels(answer), ['Оставить', 'Не резюме']);
    send(anna, [...CV, 'другой файл']);
    const hers = await told(anna, /Уже есть: Седова$/);
    const data = hers.buttons.find(({ text }) => text === 'Создать кандидата').callback_data;
    await house.sql('UPDATE user SET role = 2 WHERE id = ?', [anna.user.id]);
    const said = await talks.answered(anna.chat, () => talks.sim.press(talks.bot, hers, data));
    assert.match(said.text, /прав|рол/i);
    assert.equal((await house.sql('SELECT COUNT(*) n FROM candidate_source WHERE company_id = (SELECT company_id '
      + 'FROM user WHERE id = ?)', [anna.user.id]))[0].n, 1);
  });

  it('/inbox names whose CVs they are and makes candidates of them', async () => {
    const { anna } = await people();
    await upload(anna, CV);
    const list = await talks.ask(anna, '/inbox');
    assert.match(list.text, /Седова Анна, Java-разработчик/);
    await talks.press(list, '1. Создать кандидата');
    assert.equal((await candidates(anna)).length, 1);
    assert.match(list.text, /Новых нет/);
  });

  it('what cannot be read is told, and decided as before', async () => {
    const { anna } = await people();
    send(anna, Buffer.from('%PDF-1.4\n% nothing\n%%EOF\n'));
    const answer = await told(anna, /Прочитать не удалось\. Файл повреждён/);
    assert.deepEqual(labels(answer), ['Оставить', 'Не резюме']);
    send(anna, ['12345']);
    assert.deepEqual(labels(await told(anna, /Ни имени, ни контакта/, 1)), ['Оставить', 'Не резюме']);
  });
});

describe('on the page', () => {
  it('an item says what was understood, and becomes the candidate as it was corrected', async () => {
    const { anna, petr } = await people();
    const there = await anna.expect(201, 'POST', '/api/v1/candidates/', {
      last_name: 'Седова', email: 'sedova@example.by',
    });
    const item = await upload(petr, CV);
    assert.deepEqual([item.document.found.last_name, item.document.duplicates], ['Седова', []]);
    const seen = await anna.expect(200, 'GET', `${INBOX}${item.id}/`);
    const [double] = seen.document.duplicates;
    assert.deepEqual([double.id, double.shared, double.platforms, double.known.huntflow],
      [there.id, ['email'], ['manual'], false]);
    assert.equal(seen.document.expires_at, null);
    const at = `${INBOX}${item.id}/candidate/`;
    const bad = await anna.post(at, { last_name: 'Седова', email: 'не почта' });
    assert.deepEqual([bad.status, bad.json.errors[0].field], [400, 'email']);
    assert.equal((await anna.post(at, { last_name: 'С', candidate_id: 999_999 })).status, 404);
    assert.deepEqual(await candidates(anna, 'Ивановна'), []);
    const made = await anna.expect(201, 'POST', at, { last_name: 'Седова', middle_name: 'Ивановна', email: 'a@b.by' });
    assert.deepEqual([made.created, made.joined], [true, false]);
    const again = await anna.expect(200, 'POST', at, { last_name: 'Другая', email: 'other@b.by' });
    assert.equal(again.candidate_id, made.candidate_id);
    const one = await anna.expect(200, 'GET', `/api/v1/candidates/${made.candidate_id}`);
    assert.deepEqual([one.last_name, one.middle_name, one.email], ['Седова', 'Ивановна', 'a@b.by']);
    const kept = await anna.expect(200, 'GET', `${INBOX}${item.id}/`);
    assert.deepEqual([kept.state, kept.candidate_id, kept.document.duplicates], ['kept', made.candidate_id, []]);
    assert.equal(kept.known.rejected, false);
    await anna.expect(200, 'PATCH', `/api/v1/candidates/${made.candidate_id}`, { state: 'hidden' });
    assert.equal((await anna.expect(200, 'GET', `${INBOX}${item.id}/`)).known.rejected, true);
    assert.deepEqual((await anna.expect(200, 'GET', `${INBOX}?state=kept`)).map(({ known }) => known.rejected), [true]);
    asDescribed(anna, petr);
  });

  it('it joins the one who is named', async () => {
    const { anna } = await people();
    const there = await anna.expect(201, 'POST', '/api/v1/candidates/', { last_name: 'Смирнова', first_name: 'Анна' });
    const item = await upload(anna, CV);
    const at = `${INBOX}${item.id}/candidate/`;
    const body = { last_name: 'Седова', first_name: 'Анна', candidate_id: there.id };
    const made = await anna.expect(201, 'POST', at, body);
    assert.deepEqual([made.candidate_id, made.joined], [there.id, true]);
    assert.deepEqual((await anna.expect(200, 'POST', at, body)).candidate_id, there.id);
    assert.equal((await candidates(anna)).length, 1);
    // The same by the page of files.
    const form = Buffer.concat([
      Buffer.from('--xXx\r\nContent-Disposition: form-data; name="file"; filename="b.pdf"\r\n\r\n'),
      writePdf(['Седова А.', 'other@example.by']), Buffer.from('\r\n--xXx--\r\n'),
    ]);
    const { json: [doc] } = await anna.raw('POST', '/api/v1/documents/', {
      headers: { 'Content-Type': 'multipart/form-data; boundary=xXx' }, body: form,
    });
    const joined = await anna.expect(201, 'POST', `/api/v1/documents/${doc.id}/candidate/`, {
      email: 'other@example.by', candidate_id: there.id,
    });
    assert.equal(joined.candidate_id, there.id);
    asDescribed(anna);
  });

  it('is for recruiters of the company', async () => {
    const { anna, petr } = await people();
    const other = await people();
    const { id } = await upload(anna, CV);
    assert.equal((await petr.post(`${INBOX}${id}/candidate/`, { last_name: 'С' })).status, 403);
    assert.equal((await other.anna.post(`${INBOX}${id}/candidate/`, { last_name: 'С' })).status, 404);
    asDescribed(anna, petr, other.anna);
  });

  it('a file is kept as long as the inbox or the candidate has it', async () => {
    const { anna } = await people();
    const taken = await upload(anna, CV), left = await upload(anna, ['Ким Илья']);
    for (const { document: { id } } of [taken, left]) {
      await house.sql('UPDATE document SET created_at = NOW(3) - INTERVAL 40 DAY WHERE id = ?', [id]);
      const res = await anna.del(`/api/v1/documents/${id}/`);
      assert.deepEqual([res.status, res.json.code], [409, 'document.held']);
    }
    await house.run('tick', ['expire']);
    assert.equal((await anna.get(left.href)).status, 200);
    await anna.expect(201, 'POST', `${INBOX}${taken.id}/candidate/`, { last_name: 'Седова' });
    for (const { id } of [taken, left]) await anna.expect(204, 'DELETE', `${INBOX}${id}/`);
    await house.run('tick', ['expire']);
    assert.equal((await anna.get(`/api/v1/documents/${taken.document.id}/file/`)).status, 200);
    assert.equal((await anna.get(`/api/v1/documents/${left.document.id}/`)).status, 404);
  });
});

describe('a link to a profile', () => {
  const write = (who, text, more = {}) => talks.sim.write(talks.bot, who.chat, text, more);
  const PROFILE = 'https://hh.ru/resume/12ab34';
  const links = (who) => until('they are read', async () => {
    const rows = await who.expect(200, 'GET', `${INBOX}?kind=link`);
    return rows.length > 0 && rows.every(({ reading }) => reading === false) && rows;
  });
  const open = async (who, url) => who.expect(200, 'GET',
    `${INBOX}${(await links(who)).find((one) => one.url === url).id}/`);

  it('is read with what was written to it; a button makes the candidate, once however often', async () => {
    const { anna, petr } = await people();
    write(anna, `Седова Анна\nJava-разработчик\n+375 29 111-22-33\n${PROFILE}`);
    const answer = await told(anna, /\nСедова Анна\n/);
    assert.deepEqual(labels(answer), ['Создать кандидата', 'Не резюме']);
    assert.match(answer.text, /\+375 29 111-22-33/);
    press(answer, 'Создать кандидата');
    press(answer, 'Создать кандидата');
    await told(anna, /Кандидат создан\./);
    await talks.settled();
    const [one, ...more] = await candidates(anna);
    assert.deepEqual([one.last_name, one.phone, more.length], ['Седова', '+375 29 111-22-33', 0]);
    const full = await anna.expect(200, 'GET', `/api/v1/candidates/${one.id}/`);
    assert.deepEqual([full.profile_url, full.cv_url, full.linkedin_url], [PROFILE, null, null]);
    const [item] = await anna.expect(200, 'GET', `${INBOX}?state=kept`);
    assert.deepEqual([item.candidate_id, item.person, item.href], [one.id, 'Седова Анна', null]);
    asDescribed(anna, petr);
  });

  it('without a word is a candidate by its address; who has that profile is shown', async () => {
    const { anna } = await people();
    const { id } = await anna.expect(201, 'POST', '/api/v1/candidates/', {
      last_name: 'Орлов', profile_url: 'https://minsk.hh.ru/resume/12AB34?from=mail',
    });
    write(anna, PROFILE);
    const answer = await told(anna, /Уже есть: Орлов$/);
    assert.doesNotMatch(answer.text, /Уверенность|Ни имени/);
    assert.deepEqual(labels(answer), ['Это Орлов', 'Создать кандидата', 'Не резюме']);
    const { document } = await open(anna, PROFILE);
    assert.deepEqual(document.duplicates.map((one) => [one.id, one.shared]), [[id, ['link']]]);
    press(answer, 'Это Орлов');
    await told(anna, /Кандидат создан\./);
    await talks.settled();
    assert.deepEqual((await candidates(anna)).map((one) => one.id), [id]);
    for (const url of ['https://www.linkedin.com/in/olga', 'https://rabota.by/resume/ff00']) {
      write(anna, url);
      await until('it came', async () => (await links(anna)).some((one) => one.url === url));
      const { document: { found } } = await open(anna, url);
      assert.ok(found.linkedin_url === url || found.profile_url === url, url);
    }
    await talks.settled();
    const list = await talks.ask(anna, '/inbox');
    await talks.press(list, '1. Создать кандидата');
    assert.equal((await candidates(anna)).length, 2);
    asDescribed(anna);
  });

  it('of several in one text gets the lines that are its own', async () => {
    const { anna } = await people();
    const other = 'https://www.linkedin.com/in/kim';
    write(anna, `Посмотрите, +375 29 999-99-99\nСедова Анна, +375 29 111-22-33 ${PROFILE}\n`
      + `Ким Илья, kim@example.by ${other}\n`
      + `${PROFILE} и ${other}: оба хороши, both@example.by`);
    await until('both', async () => (await links(anna)).length === 2);
    const { phones, emails } = (await open(anna, PROFILE)).document.found;
    assert.deepEqual([phones, emails], [['+375 29 111-22-33'], []]);
    const { found } = (await open(anna, other)).document;
    assert.deepEqual([found.phones, found.emails], [[], ['kim@example.by']]);
    press(await told(anna, /1\. [^]*Седова[^]*2\. [^]*Ким/), 'Создать кандидатов');
    await told(anna, /Кандидат создан\.[^]*Кандидат создан\./);
    assert.deepEqual((await candidates(anna)).map(({ last_name: name }) => name).sort(), ['Ким', 'Седова']);
    const third = 'https://rabota.by/resume/7f';
    write(anna, `Орлова Ия\n${third}\n\nhttps://rabota.by/resume/8f`);
    await until('the third', async () => (await links(anna)).some((one) => one.url === third));
    assert.equal((await open(anna, third)).document.found.last_name, 'Орлова');
    // Behind words: whose line is whose cannot be told.
    write(anna, 'вот и вот, +375 29 555-55-55', { entities: [
      { type: 'text_link', offset: 0, length: 3, url: 'https://hh.ru/resume/a1' },
      { type: 'text_link', offset: 6, length: 3, url: 'https://hh.ru/resume/a2' },
    ] });
    await until('all', async () => (await links(anna)).length === 6);
    for (const url of ['https://hh.ru/resume/a1', 'https://hh.ru/resume/a2'])
      assert.deepEqual((await open(anna, url)).document.found.phones, [], url);
    asDescribed(anna);
  });

  it('from the page is read in the same way, and made as it was corrected', async () => {
    const { anna, petr } = await people();
    const text = `Седова Анна ${PROFILE}\nhttps://hh.ru/resume/77`;
    await petr.expect(201, 'POST', `${INBOX}links/`, { text });
    const [bare, named] = await links(petr);
    assert.deepEqual([bare.senders[0].caption, named.senders[0].caption.trim()], ['', `Седова Анна ${PROFILE}`]);
    const at = `${INBOX}${named.id}/candidate/`;
    assert.equal((await petr.post(at, { last_name: 'С' })).status, 403);
    const made = await anna.expect(201, 'POST', at, { last_name: 'Седова', first_name: 'Ольга' });
    const again = await anna.expect(200, 'POST', at, { last_name: 'Другая' });
    assert.equal(again.candidate_id, made.candidate_id);
    const one = await anna.expect(200, 'GET', `/api/v1/candidates/${made.candidate_id}/`);
    assert.deepEqual([one.first_name, one.profile_url], ['Ольга', PROFILE]);
    asDescribed(anna, petr);
  });

  it('that lay in the inbox before links were read is read, too', async () => {
    const { anna } = await people();
    write(anna, PROFILE);
    const [{ id }] = await links(anna);
    await talks.settled();
    await house.sql('UPDATE inbox_item SET document_id = NULL WHERE id = ?', [id]);
    await house.sql('DELETE FROM document WHERE inbox_item_id = ?', [id]);
    const text = await readFile(new URL('../../sql/0113-inbox-links.sql', import.meta.url), 'utf8');
    for (const one of text.split(';').filter((s) => s.trim())) await house.sql(one);
    await house.run('tick', ['inbox']);
    assert.equal((await open(anna, PROFILE)).document.found.profile_url, PROFILE);
  });

  it('that hides what a file begins with is plain text all the same', async () => {
    const { anna } = await people();
    write(anna, `%PDF-1.4 {\\rtf1 <html><script>alert(1)</script> Седова Анна ${PROFILE}`);
    const { kind, problem } = (await open(anna, PROFILE)).document;
    assert.deepEqual([kind, problem], ['text', null]);
  });
});

describe('whoever reads or makes is killed', () => {
  const start = (...args) => spawn(join(house.bin, 'cgi-bin/tick'), args, { env: house.env, stdio: 'ignore' });
  async function killed(ms, ...args) {
    const child = start(...args);
    const timer = setTimeout(() => child.kill('SIGKILL'), ms);
    await end(child);
    clearTimeout(timer);
  }
  const hold = (queue, until_at) =>
    house.sql('UPDATE inbound_watch SET until_at = ?, holder = ? WHERE provider = ?', [until_at, 'test', queue]);

  it('each file is read and told once, each candidate made once', async () => {
    const { anna } = await people();
    for (const queue of ['inbox', 'telegram', 'live']) await hold(queue, '2100-01-01');
    const names = ['Орлов', 'Ким', 'Седова', 'Петрова', 'Иванова', 'Сидоров'];
    for (const name of names) send(anna, [`${name} Саша`, `${files}@example.by`]);
    const state = async () => (await house.sql(`SELECT COUNT(*) n FROM inbox_item WHERE document_id IS NOT NULL
      AND NOT unread AND company_id = (SELECT company_id FROM user WHERE id = ?)`, [anna.user.id]))[0].n;
    const free = async () => {
      await house.sql("UPDATE inbox_item SET lease_until = NOW(3) - INTERVAL 1 SECOND WHERE arrival = 'working'");
      await house.sql("UPDATE document SET begun_at = NOW(3) - INTERVAL 1 MINUTE WHERE state = 'reading'");
      await house.sql("UPDATE telegram_update SET lease_until = NOW(3) - INTERVAL 1 SECOND WHERE state = 'working'");
      await house.sql("UPDATE outbox SET lease_until = NOW(3) - INTERVAL 1 SECOND WHERE state = 'sending'");
      await house.sql("UPDATE outbox SET due_at = NOW(3) WHERE state = 'waiting' AND due_at > NOW(3)");
    };
    for (let i = 0; await state() < names.length; i++) {
      assert.ok(i < 200, 'all are read in the end');
      await Promise.all([house.run('tick', ['telegram']), killed(40 + 13 * i % 400, 'inbox')]);
      await free();
    }
    await until('all are told', async () => {
      await house.run('tick', ['telegram']);
      await free();
      return says(anna).length >= names.length && says(anna).every(({ text }) => /Уверенность/.test(text));
    });
    assert.equal(says(anna).length, names.length);
    for (const one of says(anna)) press(one, 'Создать кандидата');
    await until('the presses came', async () => (await house.sql("SELECT COUNT(*) n FROM telegram_update WHERE state = "
      + "'ready'"))[0].n >= names.length);
    for (let i = 0; (await candidates(anna)).length < names.length; i++) {
      assert.ok(i < 200, 'all are made in the end');
      await killed(30 + 17 * i % 300, 'telegram');
      await free();
    }
    await until('none is left', async () => {
      await house.run('tick', ['telegram']);
      await free();
      return (await house.sql("SELECT COUNT(*) n FROM telegram_update WHERE state IN ('ready', 'working')"))[0].n === 0;
    });
    assert.deepEqual((await candidates(anna)).map(({ last_name: name }) => name).sort(), [...names].sort());
    const sources = await house.sql('SELECT COUNT(*) n FROM candidate_source WHERE company_id = (SELECT company_id '
      + 'FROM user WHERE id = ?)', [anna.user.id]);
    assert.equal(sources[0].n, names.length);
    for (const queue of ['inbox', 'telegram', 'live']) await hold(queue, '2000-01-01');
  });
});
