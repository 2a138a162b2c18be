// inbox: files and links that people send to the bot or upload come in once, are fetched once, and are decided.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';
import { end } from '../lib/within.js';
import { Telegram, refuse } from '../upstreams/telegram.js';

const INBOX = '/api/v1/inbox/';
const PDF = (text) => Buffer.from(`%PDF-1.4\n% ${text}\n%%EOF\n`);
const DOCX = Buffer.from(`PK\x03\x04${'.'.repeat(26)}[Content_Types].xml....word/document.xml`);
const PNG = Buffer.from('89504e470d0a1a0a0000000d', 'hex');
const sim = new Telegram();
let house, bot, poller, chats = 4503599627370000, files = 0;

before(async () => {
  await sim.start();
  bot = sim.addBot(123456789, 'hub_bot');
  house = await startHouse({
    env: { TELEGRAM_API_URL: sim.origin, TELEGRAM_BOT_TOKEN: bot.token, TELEGRAM_POLL_S: '2', TELEGRAM_LIMIT: '0' },
  });
  const run = house.run('tick', ['poll']);
  await house.until(() => bot.poller, { what: 'somebody asks' });
  await house.sql("UPDATE telegram_bot SET state = 'off'");
  await run;
  await house.sql("UPDATE telegram_bot SET state = 'active', lease = NULL, lease_until = NULL, poll_after = NOW(3)");
  poller = spawn(join(house.bin, 'cgi-bin/poll'), { env: house.env, stdio: 'ignore' });
});
after(async () => {
  if (poller) await end(poller, 'SIGTERM');
  await house?.stop();
  await sim.stop();
});

let companies = 0;
/* A recruiter and a member of a company of their own, each with a chat; who: those whose answers are watched. */
async function people() {
  const company = `Входящие ${++companies}`;
  const person = async (role, name) => {
    const client = watched(await house.user({ role, company, name }));
    client.chat = ++chats;
    await house.sql('INSERT INTO telegram_link (bot_id, user_id, chat_id) SELECT id, ?, ? FROM telegram_bot '
      + 'WHERE user_id IS NULL', [client.user.id, client.chat]);
    return client;
  };
  return { anna: await person('recruiter', 'Анна'), petr: await person('member', 'Пётр') };
}
const asDescribed = (...all) => assert.deepEqual(all.flatMap(({ wrong }) => wrong), []);
const oldest = (rows) => [...rows].reverse();
const list = (who, query = '') => who.expect(200, 'GET', `${INBOX}${query}`);
const says = (who) => sim.sent.filter(({ chat_id: chat }) => chat === who.chat);
const document = (bytes, more = {}) => {
  const id = `f${++files}`;
  const file = sim.addFile(bot, id, bytes, more);
  return { file_name: `${id}.pdf`, mime_type: 'application/pdf', ...file, ...more.document };
};
const send = (who, doc, more = {}) => sim.write(bot, who.chat, undefined, { document: doc, ...more });
const written = (who, text, more) => sim.write(bot, who.chat, text, more);
const until = (what, fn) => house.until(fn, { timeout: 30_000, what });
const settled = (who, n) => until(`${n} items`, async () => {
  const rows = await list(who);
  return rows.length === n && rows.every(({ fetching }) => !fetching) && rows;
});
const answered = (who, n = 1) => until(`${n} answers`, () => says(who).length >= n && says(who));
const button = (message, text) => {
  const found = message.buttons.find((one) => one.text === text);
  assert.ok(found, `${text}: ${JSON.stringify(message.buttons)}`);
  return found.callback_data;
};

/* What the audit says that somebody did with what came. */
const deeds = async (who) => (await house.sql("SELECT action, object, via FROM audit WHERE user_id = ? "
  + "AND action LIKE 'inbox.%' ORDER BY id", [who.user.id])).map((row) => Object.values(row).join(' '));

const upload = (who, name, bytes, field = 'file') => {
  const body = Buffer.concat([
    Buffer.from(`--xXx\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\n`
      + 'Content-Type: application/pdf\r\n\r\n'), Buffer.from(bytes), Buffer.from('\r\n--xXx--\r\n'),
  ]);
  return who.raw('POST', INBOX, { headers: { 'Content-Type': 'multipart/form-data; boundary=xXx' }, body });
};

describe('a file that a bot is sent', () => {
  it('is stored, fetched, shown and answered once; its buttons decide it in place', async () => {
    const { anna, petr } = await people();
    const pdf = PDF('Анна Седова');
    send(petr, document(pdf, { document: { file_name: 'Седова.pdf' } }), { caption: 'посмотрите 👩‍👩‍👧‍👦' });
    const [item] = await settled(anna, 1);
    assert.deepEqual(
      [item.kind, item.state, item.name, item.type, item.size, item.error, item.rights],
      ['file', 'new', 'Седова.pdf', 'pdf', pdf.length, null, ['keep', 'reject', 'delete']],
    );
    const [sender] = item.senders;
    assert.deepEqual(
      [item.senders.length, sender.user_name, sender.via, sender.caption, sender.origin],
      [1, 'Пётр', 'telegram', 'посмотрите 👩‍👩‍👧‍👦', ''],
    );
    const file = await anna.get(item.href);
    assert.equal(file.headers['content-type'], 'application/pdf');
    assert.match(file.headers['content-security-policy'], /default-src 'none'.*frame-ancestors 'self'/);
    assert.equal(file.headers['x-content-type-options'], 'nosniff');
    assert.match(file.headers['content-disposition'], /^inline; .*filename\*=UTF-8''%D0%A1/);
    assert.match((await anna.get(`${item.href}?download=1`)).headers['content-disposition'], /^attachment/);
    const [answer] = await answered(petr);
    const said = /^Седова\.pdf · 1 КБ\nВо входящих\.\nПрочитать не удалось\. Файл повреждён/;
    await until('read', () => said.test(answer.text));
    sim.press(bot, answer, button(answer, 'Не резюме'));
    await until('rejected', async () => (await list(anna))[0].state === 'rejected');
    await until('edited', () => /Не резюме: Пётр\./.test(answer.text));
    sim.press(bot, answer, button(answer, 'Вернуть'));
    await until('restored', () => /Во входящих\./.test(answer.text));
    sim.press(bot, answer, button(answer, 'Оставить'));
    await until('kept', () => /Оставлено: Пётр\./.test(answer.text));
    assert.equal((await list(anna))[0].state, 'kept');
    assert.equal(says(petr).length, 1);
    assert.deepEqual((await deeds(petr)).map((deed) => deed.replace(/\d+/, 'N')), [
      'inbox.reject batch N bot', 'inbox.restore batch N bot', 'inbox.keep batch N bot',
    ]);
    assert.deepEqual(sim.asked.filter((id) => id === `f${files}`).length, 1);
    asDescribed(anna, petr);
  });

  it('that is sent by two, or again under another name, is one item with all who sent it', async () => {
    const { anna, petr } = await people();
    const same = document(PDF('Один файл'));
    send(petr, same);
    await settled(anna, 1);
    send(anna, { ...same, file_id: same.file_id });
    await until('two senders', async () => (await list(anna))[0].senders.length === 2);
    const [again] = await answered(anna);
    assert.match(again.text, /Уже присылали: Пётр, \d\d\.\d\d\.\d{4} \d\d:\d\d\./);
    // The same bytes under another name have another file_unique_id.
    send(petr, document(PDF('Один файл'), { document: { file_name: 'другое имя.pdf' } }));
    const [item] = await until('three sendings', async () => {
      const rows = await list(anna);
      return rows.length === 1 && rows[0].senders.length === 3 && rows;
    });
    assert.deepEqual(item.senders.map(({ user_name: name }) => name), ['Пётр', 'Анна', 'Пётр']);
    assert.equal(item.senders[2].name, 'другое имя.pdf');
    assert.equal((await list(petr)).length, 1);
    const other = await people();
    send(other.anna, { ...same });
    assert.equal((await settled(other.anna, 1))[0].senders.length, 1);
  });

  it('of an album has one answer for all of it, and the caption that one of them brought', async () => {
    const { anna, petr } = await people();
    const docs = ['a', 'b', 'c'].map((one) => document(PDF(`альбом ${one}`)));
    docs.forEach((doc, i) => send(petr, doc, { media_group_id: '13500', ...(i === 0 && { caption: 'трое' }) }));
    const rows = await settled(anna, 3);
    await until('all three in the answer', () => says(petr)[0]?.text.match(/Во входящих/g)?.length === 3);
    const [answer, ...more] = says(petr);
    assert.deepEqual(more, []);
    assert.deepEqual(rows.map(({ senders: [{ caption }] }) => caption), ['', '', 'трое']);
    sim.press(bot, answer, button(answer, 'Оставить все'));
    await until('all kept', async () => (await list(anna, '?state=kept')).length === 3);
    await until('edited', () => answer.text.match(/Оставлено: Пётр\./g)?.length === 3);
    button(answer, 'Вернуть все');
  });

  it('of an album, one of which is too large or no document, is kept, and those are not', async () => {
    const { anna, petr } = await people();
    const album = { media_group_id: '13501' };
    send(petr, document(PDF('во весь альбом'), { document: { file_size: (20 << 20) + 1 } }), album);
    send(petr, document(Buffer.from('просто текст')), album);
    send(petr, document(PDF('целый')), album);
    await settled(anna, 3);
    await until('it is there', () => /Во входящих/.test(says(petr)[0]?.text));
    const [answer] = says(petr);
    sim.press(bot, answer, button(answer, 'Оставить все'));
    await until('it is kept', () => /Оставлено: Пётр\./.test(answer.text));
    assert.deepEqual((await list(anna)).map(({ state }) => state).sort(), ['failed', 'failed', 'kept']);
    sim.press(bot, answer, button(answer, 'Вернуть все'));
    await until('it is back', () => /Во входящих/.test(answer.text));
    assert.deepEqual((await list(anna)).map(({ state }) => state).sort(), ['failed', 'failed', 'new']);
  });

  it('says from whom it was forwarded: a person, one who hides, a channel, by the old and the new names', async () => {
    const { anna, petr } = await people();
    const origins = [
      [
        { forward_origin: { type: 'user', date: 1, sender_user: { id: 7, first_name: 'Иван', last_name: 'Петров' } } },
        'Иван Петров',
      ],
      [{ forward_origin: { type: 'hidden_user', date: 1, sender_user_name: 'Кто-то' } }, 'Кто-то'],
      [{ forward_origin: { type: 'channel', date: 1, message_id: 3, chat: { id: -1001, title: 'Работа' } } }, 'Работа'],
      [{ forward_origin: { type: 'chat', date: 1, sender_chat: { id: -1002, title: 'Группа' } } }, 'Группа'],
      [{ forward_from: { id: 8, first_name: 'Олег' }, forward_date: 1 }, 'Олег'],
      [{ forward_sender_name: 'Скрытый', forward_date: 1 }, 'Скрытый'],
      [{ forward_from_chat: { id: -1003, title: 'Канал' }, forward_date: 1 }, 'Канал'],
      [{ forward_origin: { type: 'some_future_kind', date: 1 } }, ''],
    ];
    for (const [more] of origins) send(petr, document(PDF(JSON.stringify(more))), more);
    const rows = await settled(anna, origins.length);
    assert.deepEqual(oldest(rows).map(({ senders: [{ origin }] }) => origin), origins.map(([, name]) => name));
  });

  it('with a hostile name, or none, has a name that can be shown and saved', async () => {
    const { anna, petr } = await people();
    const names = [
      ['../../etc/passwd', 'passwd'], ['C:\\Users\\a\\cv.pdf', 'cv.pdf'], ['cv\u202Efdp.exe', 'cvfdp.exe'],
      [`${'я'.repeat(500)}.pdf`, 'я'.repeat(255)], [undefined, 'file.pdf'],
      ['', 'file.pdf'], ['<b>x</b>&.pdf', 'b>&.pdf'],
      ['a\r\nSet-Cookie: x.pdf', 'aSet-Cookie: x.pdf'],
    ];
    for (const [name] of names) send(petr, document(PDF(String(name)), { document: { file_name: name } }));
    const rows = oldest(await settled(anna, names.length));
    assert.deepEqual(rows.map(({ name }) => name), names.map(([, name]) => name));
    for (const { href } of rows) assert.equal((await anna.get(href)).status, 200);
    await answered(petr, names.length);
  });

  it('is what its bytes say, whatever its name and type say', async () => {
    const { anna, petr } = await people();
    const cases = [
      [DOCX, 'cv.pdf', 'docx', null], [PDF('x'), 'cv.zip', 'pdf', null], [PNG, 'scan.pdf', 'png', null],
      [Buffer.from('просто текст'), 'cv.pdf', null, 'inbox.kind'],
      [Buffer.from('MZ\x90\0 program'), 'cv.pdf', null, 'inbox.acts'],
      [Buffer.from('<html><script>alert(1)</script>'), 'cv.docx', null, 'inbox.acts'],
      [Buffer.from(`PK\x03\x04${'\0'.repeat(26)}bomb.txt`), 'cv.docx', null, 'inbox.kind'],
    ];
    for (const [bytes, name] of cases) send(petr, document(bytes, { document: { file_name: name } }));
    const rows = oldest(await settled(anna, cases.length));
    assert.deepEqual(
      rows.map(({ type, error }) => [type, error?.code ?? null]),
      cases.map(([,, type, code]) => [type, code]),
    );
    const bad = rows.filter(({ error }) => error);
    assert.deepEqual(bad.map(({ state, href }) => [state, href]), bad.map(() => ['failed', null]));
    for (const { id, error, rights } of bad) {
      for (const deed of ['keep', 'restore']) {
        const { status, json } = await anna.post(`${INBOX}${id}/${deed}/`);
        assert.deepEqual([status, json.code], [409, error.code], deed);
      }
      assert.deepEqual(rights, ['reject', 'delete']);
      assert.equal((await anna.get(`${INBOX}${id}/file/`)).status, 404);
    }
    const told = () => says(petr).filter(({ text }) => /Не получено\./.test(text));
    await until('the failures are told', () => told().length === bad.length);
    // The same bytes come again: there is nothing to be pressed.
    assert.deepEqual(told().flatMap(({ buttons }) => buttons), []);
    asDescribed(anna);
  });

  it('of more than 20 MB is refused before it is fetched, and so it is said', async () => {
    const { anna, petr } = await people();
    const asked = sim.asked.length;
    send(petr, document(PDF('большой'), { document: { file_size: (20 << 20) + 1 } }));
    const [answer] = await answered(petr);
    assert.match(answer.text, /Не получено\. Файл больше 20 МБ: Telegram не отдаёт такие ботам/);
    assert.equal(sim.asked.length, asked);
    const [item] = await list(anna);
    assert.deepEqual(item.rights, ['reject', 'delete']);
    const again = await anna.post(`${INBOX}${item.id}/restore/`);
    assert.deepEqual([again.status, again.json.code], [409, 'telegram.file']);
    // Telegram may say so itself, where no size came.
    send(petr, document(PDF('без размера'), {
      document: { file_size: undefined }, getFile: () => { throw refuse(400, 'Bad Request: file is too big'); },
    }));
    await settled(anna, 2);
    assert.equal((await list(anna))[0].error.code, 'telegram.file');
  });
});

const hurry = () => house.sql("UPDATE inbox_item SET due_at = NOW(3) WHERE arrival = 'waiting'");
const fetchNow = async () => { await hurry(); await house.run('tick', ['inbox']); };

describe('a file that Telegram does not give', () => {
  it('at once, whose address is over, has no path or comes empty is asked for anew', async () => {
    const { anna, petr } = await people();
    let n = 0;
    const once = (fault) => () => { if (n++ === 0) return fault(); return undefined; };
    const cases = {
      'a number that is not known for now': { getFile: () => { throw refuse(400, 'Bad Request: wrong file_id'); } },
      'an address that is over': { download: () => { throw refuse(404, 'Not Found'); } },
      'a refusal of the file alone': { download: () => { throw refuse(401, 'Unauthorized'); } },
      'no path': { getFile: () => ({ file_id: 'x', file_unique_id: 'y' }) },
      'no bytes': { download: () => Buffer.alloc(0) },
      'a path that leads elsewhere': { getFile: () => ({ file_path: 'documents/../../getMe' }) },
    };
    for (const [name, fault] of Object.entries(cases)) {
      n = 0;
      const pdf = PDF(name);
      const doc = document(pdf);
      const file = bot.files.get(doc.file_id);
      const [[what, fails]] = Object.entries(fault);
      const right = { getFile: () => ({ file_path: file.path, file_size: pdf.length }), download: () => pdf };
      let tried = false;
      file[what] = () => { tried = true; return (once(fails)() ?? right[what]()); };
      send(petr, doc);
      await until(name, () => tried);
      await until(name, async () => {
        const [row] = await house.sql('SELECT arrival, tries FROM inbox_item ORDER BY id DESC LIMIT 1');
        return row?.arrival === 'waiting' && row.tries === 1;
      });
      await fetchNow();
      const item = await until(name, async () => {
        const [newest] = await list(anna);
        return !newest.fetching && newest;
      });
      assert.deepEqual([item.state, item.size, item.error], ['new', pdf.length, null], name);
    }
    assert.deepEqual(await house.sql('SELECT state FROM telegram_bot WHERE user_id IS NULL'), [{ state: 'active' }]);
  });

  it('without a byte fails at once', async () => {
    const { anna, petr } = await people();
    const doc = document(Buffer.alloc(0));
    send(petr, doc);
    const [item] = await settled(anna, 1);
    assert.deepEqual([item.state, item.fetching, item.error.code, item.rights],
      ['failed', false, 'inbox.empty', ['reject', 'delete']]);
  });

  const AGAIN = 'Получить ещё раз';
  /* Sent, asked for as often as it is tried; -> the item, what its sender was told. */
  async function givenUp({ anna, petr }, doc) {
    send(petr, doc);
    await until('it came', async () => (await list(anna)).length === 1);
    await house.sql("UPDATE inbox_item SET tries = 5 WHERE arrival = 'waiting'");
    await until('given up', async () => { await fetchNow(); return (await list(anna, '?state=failed')).length === 1; });
    const answer = await until('it is told', () => says(petr).find(({ text }) => /Не получено\./.test(text)));
    assert.equal(says(petr).length, 1);
    return { item: (await list(anna, '?state=failed'))[0], answer };
  }
  const isHere = (who) => until('it is here', async () => (await list(who, '?state=new')).some(({ href }) => href));

  it('at all fails after some tries with its reason, and is fetched again when that is wanted', async () => {
    const team = await people();
    const doc = document(PDF('потом'));
    const file = bot.files.get(doc.file_id);
    file.getFile = () => { throw refuse(400, 'Bad Request: temporarily unavailable'); };
    const { item, answer } = await givenUp(team, doc);
    assert.deepEqual(item.rights, ['reject', 'restore', 'delete']);
    delete file.getFile;
    sim.press(bot, answer, button(answer, AGAIN));
    await isHere(team.anna);
  });

  it('because it is gone is not fetched again until it is sent again', async () => {
    const team = await people();
    const doc = document(PDF('нет'));
    const file = bot.files.get(doc.file_id);
    file.download = () => { throw refuse(404, 'Not Found'); };
    const { item, answer } = await givenUp(team, doc);
    assert.deepEqual([item.error.code, item.rights], ['telegram.file_gone', ['reject', 'delete']]);
    assert.match(answer.text, /Telegram больше не отдаёт/);
    assert.ok(!(answer.buttons ?? []).some(({ text }) => text === AGAIN));
    const refused = await team.anna.expect(409, 'POST', `${INBOX}${item.id}/restore`, {});
    assert.equal(refused.code, 'telegram.file_gone');
    delete file.download;
    send(team.anna, doc);
    await isHere(team.anna);
  });

  it('because it lies on the disk of a local server is refused clearly, its path not asked for', async () => {
    const { anna, petr } = await people();
    const path = `/var/lib/telegram-bot-api/${bot.token}/documents/f.pdf`;
    send(petr, document(PDF('x'), { getFile: () => ({ file_path: path }) }));
    const [item] = await settled(anna, 1);
    assert.deepEqual([item.state, item.error.code], ['failed', 'telegram.local_path']);
    assert.match(item.error.detail, /--local/);
  });

  it('fast enough waits as long as Telegram says, and that is no try', async () => {
    const { anna, petr } = await people();
    let asked = 0;
    const doc = document(PDF('429'));
    const file = bot.files.get(doc.file_id);
    file.getFile = () => {
      if (asked++ === 0) throw refuse(429, 'Too Many Requests: retry after 1', { retry_after: 1 });
      return { file_path: file.path };
    };
    send(petr, doc);
    await until('asked', () => asked > 0);
    await until('waits', async () => {
      const [row] = await house.sql('SELECT arrival, tries FROM inbox_item ORDER BY id DESC LIMIT 1');
      return (row.arrival === 'waiting' && asked === 1) || row.arrival === 'done';
    });
    await until('fetched', async () => { await fetchNow(); return (await list(anna))[0].href; });
  });

  it('is fetched once, although whoever fetches is killed', async () => {
    const { anna, petr } = await people();
    await house.sql("UPDATE inbound_watch SET until_at = '2100-01-01', holder = 'test' WHERE provider = 'inbox'");
    const pdf = PDF('kill');
    let downloads = 0, begun;
    const doc = document(pdf);
    bot.files.get(doc.file_id).download = () => {
      downloads++;
      if (downloads > 3) return pdf;
      begun();
      return new Promise(() => {});
    };
    const started = () => new Promise((done) => { begun = done; });
    let next = started();
    send(petr, doc);
    await until('it came', async () => (await list(anna)).length === 1);
    for (let i = 0; i < 3; i++) {
      const child = spawn(join(house.bin, 'cgi-bin/tick'), ['inbox'], { env: house.env, stdio: 'ignore' });
      await next;
      next = started();
      await end(child, 'SIGKILL');
      assert.equal((await list(anna))[0].fetching, true);
      await house.sql("UPDATE inbox_item SET lease_until = NOW(3) - INTERVAL 1 SECOND WHERE arrival = 'working'");
    }
    await house.sql("UPDATE inbound_watch SET until_at = NOW(3) WHERE provider = 'inbox'");
    await Promise.all([house.run('tick', ['inbox']), house.run('tick', ['inbox'])]);
    const [item] = await settled(anna, 1);
    assert.deepEqual([item.size, downloads], [pdf.length, 4]);
    const [{ n }] = await house.sql('SELECT COUNT(*) n FROM document WHERE inbox_item_id = ?', [item.id]);
    assert.equal(n, 1);
    assert.equal((await anna.get(item.href)).text, pdf.toString());
    assert.equal((await answered(petr)).length, 1);
  });

  it('to a bot whose token is revoked marks that bot, and the file says so', async () => {
    const { petr, anna } = await people();
    const own = sim.addBot(987654321, 'own_bot');
    await petr.expect(201, 'POST', '/api/v1/tasks/personal-bot/', { token: own.token });
    const [{ id }] = await house.sql('SELECT id FROM telegram_bot WHERE user_id = ?', [petr.user.id]);
    const doc = document(PDF('revoked'), { getFile: () => { throw refuse(400, 'Bad Request: wrong file_id'); } });
    sim.addFile(own, doc.file_id, PDF('revoked'), { getFile: () => { throw refuse(401, 'Unauthorized'); } });
    send(petr, doc);
    await until('it waits', async () => {
      const [row] = await house.sql('SELECT arrival, tries FROM inbox_item ORDER BY id DESC LIMIT 1');
      return row.arrival === 'waiting' && row.tries === 1;
    });
    await house.sql('UPDATE inbox_item SET bot_id = ? ORDER BY id DESC LIMIT 1', [id]);
    await fetchNow();
    const [item] = await settled(anna, 1);
    assert.deepEqual([item.state, item.error.code], ['failed', 'telegram.token']);
    assert.deepEqual(await house.sql('SELECT state FROM telegram_bot WHERE id = ?', [id]), [{ state: 'revoked' }]);
  });
});

describe('/inbox', () => {
  it('lists what is new, some at a time, and decides it in place', async () => {
    const { anna, petr } = await people();
    written(anna, '/inbox');
    assert.match((await answered(anna))[0].text, /^Новых нет\./);
    const made = [];
    for (let i = 0; i < 7; i++) made.push((await upload(petr, `<cv> ${i}.pdf`, PDF(`list ${i}`))).json.id);
    written(anna, '/inbox');
    const answer = (await answered(anna, 2))[1];
    assert.match(answer.text, /^1\. <cv> 6\.pdf · 1 КБ\nПётр · \d\d\.\d\d\.\d{4} \d\d:\d\d\n\n2\. <cv> 5\.pdf/);
    assert.ok(!answer.text.includes('<cv> 1.pdf'));
    sim.press(bot, answer, button(answer, '2. Не резюме'));
    await until('it is gone', () => answer.text.includes('2. <cv> 4.pdf'));
    assert.deepEqual((await list(anna, '?state=rejected')).map(({ id }) => id), [made[5]]);
    sim.press(bot, answer, button(answer, '»'));
    await until('the second page', () => answer.text.startsWith('1. <cv> 0.pdf'));
    sim.press(bot, answer, button(answer, '1. Оставить'));
    await until('the last of it', () => /^Новых нет/.test(answer.text));
    assert.deepEqual((await list(anna, '?state=kept')).map(({ id }) => id), [made[0]]);
    sim.press(bot, answer, button(answer, '«'));
    await until('the first page', () => answer.text.startsWith('1. <cv> 6.pdf'));
    const other = await people();
    written(other.anna, '/inbox');
    assert.match((await answered(other.anna))[0].text, /^Новых нет\./);
  });
});

describe('links to profiles', () => {
  it('in a text, a caption and behind words are an item each, once, under one answer', async () => {
    const { anna, petr } = await people();
    written(petr, '👩‍👩‍👧‍👦https://www.linkedin.com/in/Ivan-Petrov/?utm=1 и hh.ru/resume/12ab34?query=x, '
      + 'https://rabota.by/resume/ff00. Ещё раз https://by.linkedin.com/in/ivan-petrov и тут', {
      entities: [
        { type: 'url', offset: 11, length: 44 }, { type: 'text_link', offset: 0, length: 2, url: 'https://linkedin.com/in/olga' },
        { type: 'text_link', offset: 99999, length: -1, url: 5 },
      ],
    });
    const rows = await settled(anna, 4);
    assert.deepEqual(oldest(rows).map(({ site, url, state, kind }) => [site, url, state, kind]), [
      ['linkedin', 'https://www.linkedin.com/in/Ivan-Petrov', 'new', 'link'],
      ['hh', 'https://hh.ru/resume/12ab34', 'new', 'link'],
      ['rabota', 'https://rabota.by/resume/ff00', 'new', 'link'],
      ['linkedin', 'https://linkedin.com/in/olga', 'new', 'link'],
    ]);
    const [answer] = await answered(petr);
    assert.match(answer.text, /1\. .*Ivan-Petrov\n.*\n2\. hh\.ru/s);
    written(anna, 'https://hh.ru/resume/12ab34');
    await until('two senders', async () => (await list(anna)).find(({ site }) => site === 'hh').senders.length === 2);
    assert.equal((await list(anna)).length, 4);
  });

  it('that are nobody\'s are told and make no item; text alone is still offered as a task', async () => {
    const { anna, petr } = await people();
    for (const text of ['https://hh.ru/vacancy/123', 'https://rabota.by/employer/1', 'https://linkedin.com/company/nova']) {
      const before = says(petr).length;
      written(petr, text);
      const answer = (await answered(petr, before + 1))[before];
      assert.match(answer.text, /^Это ссылка на вакансию или компанию.*Сделать это задачей\?/s);
      button(answer, 'Сделать задачей');
    }
    written(petr, 'https://example.com/in/ivan');
    assert.match((await answered(petr, 4))[3].text, /^Сделать это задачей\?/);
    assert.deepEqual(await list(anna), []);
  });

  it('and files come in from a command\'s text only when there is a file', async () => {
    const { anna, petr } = await people();
    written(petr, '/help https://hh.ru/resume/1');
    await answered(petr);
    assert.deepEqual(await list(anna), []);
    send(petr, document(PDF('caption')), { caption: '/help https://hh.ru/resume/77' });
    assert.deepEqual((await settled(anna, 2)).map(({ kind }) => kind), ['link', 'file']);
  });
});

describe('the inbox', () => {
  it('tells those who decide of what others sent, once for what comes together', async () => {
    const { anna, petr } = await people();
    const told = async (who) => (await who.expect(200, 'GET', '/api/v1/notifications/'))
      .filter(({ kind }) => kind === 'inbox').map(({ title, text, href }) => [title, text, href]);
    await upload(petr, 'раз.pdf', PDF('news 1'));
    assert.deepEqual(await told(anna), [['Во входящих новое: Пётр', 'Файлов и ссылок: 1.', '/inbox/']]);
    await upload(petr, 'два.pdf', PDF('news 2'));
    send(petr, document(PDF('news 3')));
    await settled(anna, 3);
    assert.deepEqual(await told(anna), [['Во входящих новое: Пётр', 'Файлов и ссылок: 3.', '/inbox/']]);
    await upload(anna, 'свой.pdf', PDF('news 4'));
    assert.deepEqual([await told(petr), (await told(anna)).length], [[], 1]);
    const { kinds } = await anna.expect(200, 'GET', '/api/v1/notifications/settings/');
    assert.deepEqual(kinds.inbox, { bell: true, email: false, telegram: false });
    asDescribed(anna, petr);
  });

  it('takes files from the page, once', async () => {
    const { anna, petr } = await people();
    const first = await upload(petr, 'Резюме.pdf', PDF('page'));
    assert.deepEqual([first.status, first.json.name, first.json.type], [201, 'Резюме.pdf', 'pdf']);
    const again = await upload(anna, 'копия.pdf', PDF('page'));
    assert.deepEqual([again.status, again.json.id, again.json.senders.length], [200, first.json.id, 2]);
    for (const [name, bytes, field, code] of [
      ['x.pdf', '', 'file', 'required'], ['x.pdf', 'text', 'file', 'inbox.kind'],
      ['x.docx', '<html>', 'file', 'inbox.acts'], ['x.pdf', PDF('x'), 'other', 'required'],
    ]) {
      const bad = await upload(petr, name, bytes, field);
      assert.deepEqual([bad.status, bad.json.errors[0].field, bad.json.errors[0].code], [400, 'file', code], name);
    }
    assert.equal((await upload(petr, 'x.pdf', Buffer.alloc(22 << 20))).status, 413);
    assert.equal((await upload(petr, 'x.pdf', Buffer.alloc((20 << 20) + 1))).status, 400);
    asDescribed(anna, petr);
  });

  it('takes links from the page, each once, and says when there is none', async () => {
    const { anna, petr } = await people();
    const links = (text) => petr.post(`${INBOX}links/`, { text });
    const made = await links('https://hh.ru/resume/ab?x=1, linkedin.com/in/olga и http://rabota.by/resume/AB');
    assert.deepEqual([made.status, made.json], [201, { added: 2 }]);
    assert.deepEqual((await list(anna)).map(({ site, senders }) => [site, senders[0].via]),
      [['linkedin', 'page'], ['hh', 'page']]);
    for (const [text, code] of [['https://hh.ru/vacancy/5', 'inbox.no_link'], ['просто текст', 'inbox.no_link'],
      [' ', 'required'], ['x'.repeat(20_001), 'length']]) {
      const bad = await links(text);
      assert.deepEqual([bad.status, bad.json.errors[0].field, bad.json.errors[0].code], [400, 'text', code]);
    }
    assert.equal((await list(anna)).length, 2);
    asDescribed(anna, petr);
  });

  it('is seen by recruiters, by members as far as they sent it, by nobody else', async () => {
    const { anna, petr } = await people();
    const other = await people();
    const { json: mine } = await upload(petr, 'a.pdf', PDF('mine'));
    const { json: hers } = await upload(anna, 'b.pdf', PDF('hers'));
    assert.deepEqual((await list(anna)).map(({ id }) => id), [hers.id, mine.id]);
    assert.deepEqual((await list(petr)).map(({ id }) => id), [mine.id]);
    assert.deepEqual(await list(other.anna), []);
    for (const who of [petr, other.anna, other.petr]) {
      for (const [method, path] of [['GET', ''], ['GET', 'file/'], ['POST', 'keep/'], ['POST', 'reject/'],
        ['POST', 'restore/'], ['DELETE', '']]) {
        assert.equal((await who.send(method, `${INBOX}${hers.id}/${path}`)).status, 404, `${method} ${path}`);
      }
    }
    const candidate = await house.user({ role: 'candidate' });
    assert.equal((await candidate.get(INBOX)).status, 403);
    asDescribed(anna, petr, other.anna);
  });

  it('is filtered, counted and read page by page', async () => {
    const { anna, petr } = await people();
    const made = [];
    for (let i = 0; i < 5; i++) made.push((await upload(i % 2 ? petr : anna, `cv ${i}.pdf`, PDF(`п ${i}`))).json.id);
    await anna.expect(200, 'POST', `${INBOX}${made[0]}/keep/`);
    await anna.expect(200, 'POST', `${INBOX}${made[1]}/reject/`);
    const ids = async (query) => (await list(anna, query)).map(({ id }) => made.indexOf(id));
    assert.deepEqual(await ids('?state=new'), [4, 3, 2]);
    assert.deepEqual(await ids('?state=kept'), [0]);
    assert.deepEqual(await ids('?state=rejected'), [1]);
    assert.deepEqual(await ids('?state=failed'), []);
    assert.deepEqual(await ids('?q=CV 3'), [3]);
    assert.deepEqual(await ids('?q=%25'), []);
    assert.deepEqual(await ids(`?sender=${petr.user.id}`), [3, 1]);
    assert.deepEqual(await ids('?kind=link'), []);
    assert.deepEqual(await anna.expect(200, 'GET', `${INBOX}counts/`), { new: 3, kept: 1, rejected: 1, failed: 0 });
    const page = await anna.get(`${INBOX}?page_size=2`);
    assert.equal(page.headers['x-total-count'], '5');
    const next = /<([^>]*)>; rel="next"/.exec(page.headers.link)[1];
    assert.deepEqual((await anna.expect(200, 'GET', next)).map(({ id }) => made.indexOf(id)), [2, 1]);
    for (const query of ['?state=x', '?kind=x', '?sender=x', '?sender=0', '?page=2', '?x=1', `?q=${'x'.repeat(201)}`])
      assert.equal((await anna.get(`${INBOX}${query}`)).status, 400, query);
    asDescribed(anna, petr);
  });

  it('is decided, restored and deleted; the same once more changes nothing', async () => {
    const { anna, petr } = await people();
    const { json: { id } } = await upload(petr, 'a.pdf', PDF('decide'));
    const at = `${INBOX}${id}/`;
    const kept = await anna.expect(200, 'POST', `${at}keep/`);
    const { state, decided_by_name: by, rights } = kept;
    assert.deepEqual([state, by, rights], ['kept', 'Анна', ['reject', 'restore', 'delete']]);
    assert.equal((await petr.expect(200, 'POST', `${at}keep/`)).decided_by_name, 'Анна');
    assert.equal((await petr.expect(200, 'POST', `${at}reject/`)).decided_by_name, 'Пётр');
    const back = await anna.expect(200, 'POST', `${at}restore/`);
    assert.deepEqual([back.state, back.decided_by_name, back.decided_at], ['new', null, null]);
    await petr.expect(204, 'DELETE', at);
    assert.equal((await anna.get(at)).status, 404);
    assert.deepEqual(await house.sql('SELECT 1 FROM document WHERE inbox_item_id = ?', [id]), []);
    assert.deepEqual(await deeds(anna), [`inbox.keep ${id} page`, `inbox.restore ${id} page`]);
    assert.deepEqual(await deeds(petr), [
      `inbox.keep ${id} page`, `inbox.reject ${id} page`, `inbox.delete ${id} page`,
    ]);
    asDescribed(anna, petr);
  });

  it('is on the dashboard while something waits there', async () => {
    const { anna, petr } = await people();
    const said = async () => (await anna.expect(200, 'GET', '/clickup')).attention.find(({ code }) => code === 'inbox');
    assert.equal(await said(), undefined);
    const { json: { id } } = await upload(petr, 'a.pdf', PDF('today 1'));
    await upload(petr, 'b.pdf', PDF('today 2'));
    const item = await said();
    assert.deepEqual([item.kind, item.action.href], ['inbox', '/inbox/']);
    assert.match(item.text, /Новых резюме и ссылок: 2\./);
    await anna.expect(200, 'POST', `${INBOX}${id}/keep/`);
    assert.match((await said()).text, /: 1\./);
    asDescribed(anna);
  });

  it('deletes what is no CV after 30 days', async () => {
    const { anna } = await people();
    const [{ json: old }, { json: fresh }, { json: kept }] = await Promise.all(
      ['старый', 'новый', 'нужный'].map((name) => upload(anna, `${name}.pdf`, PDF(name))),
    );
    for (const { id } of [old, fresh]) await anna.expect(200, 'POST', `${INBOX}${id}/reject/`);
    await anna.expect(200, 'POST', `${INBOX}${kept.id}/keep/`);
    const aged = 'UPDATE inbox_item SET decided_at = NOW(3) - INTERVAL ? DAY WHERE id = ?';
    await house.sql(aged, [31, old.id]);
    await house.sql(aged, [31, kept.id]);
    await house.sql(aged, [29, fresh.id]);
    await house.run('tick', ['expire']);
    assert.deepEqual(new Set((await list(anna)).map(({ id }) => id)), new Set([fresh.id, kept.id]));
  });

  it('tells the pages of those who see it', async () => {
    const { anna, petr } = await people();
    const { json: { id } } = await upload(petr, 'a.pdf', PDF('live'));
    await petr.expect(200, 'POST', `${INBOX}${id}/reject/`);
    await petr.expect(204, 'DELETE', `${INBOX}${id}/`);
    await house.run('tick', ['live']);
    const heard = async (who) => (await house.sql(
      'SELECT e.data FROM event_log e JOIN live_reader r ON r.event_id = e.id WHERE r.user_id = ? AND e.type = ? '
      + 'ORDER BY e.id', [who.user.id, 'inbox'],
    )).map(({ data }) => JSON.parse(data)).filter((one) => one.id === id).map(({ what }) => what);
    assert.deepEqual((await heard(anna)).filter((what) => what !== 'read'), ['sent', 'reject', 'gone']);
    assert.deepEqual((await heard(petr)).filter((what) => what !== 'read'), ['sent', 'reject', 'gone']);
  });
});
