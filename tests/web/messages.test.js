// Both languages say the same and say all that the pages ask for; what modules import is exported. No browser.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';

const www = new URL('../../www/js', import.meta.url).pathname;
const lib = new URL('../../lib', import.meta.url).pathname;
const [ru, en] = await Promise.all(['ru', 'en'].map(words));
/* [language, key, text] of all pages and of what the programs say. */
const said = [...pagesSay('ru', ru), ...pagesSay('en', en), ...programsSay()];

/* Names and terms that Russian has no other word for. */
const NAMES = new RegExp(
  [
    /\S+@\S+|\{\w+\}|<[^>]*>|https?(?::\S+)?|[\w-]+(?:\.[\w-]+)*\.(?:com|so|ru|by|kg|pdf)/,
    /\/\w+|\.(?:doc|xls)|[A-Za-z]+_[A-Za-z_]*|«(?:user|task|department|calendar)[^»]*»/,
    /\b(?:Hirewire|ClickUp|Huntflow|Bitrix24|Notion|Telegram|LinkedIn|SuperJob|Lalafo|HH\.ru|BotFather|Skype)\b/,
    /\b(?:Google|Authenticator|Aegis|Excel|Word|Recruiter System Connect|Recruiter)\b/,
    /\b(?:API|REST|HTTP|CSRF|SMTP|PIN|JSON|XML|ZIP|CSV|XLSX|PDF|DOCX?|ODT|RTF|HTML|TXT|JPG|PNG|UTF|AAE)\b/,
    /\b(?:Enter|Esc|Escape|Ctrl|Home|End|Page (?:Up|Down)|Backspace|Client ID|Client Secret|Secret key)\b/,
    /\b(?:Java|JavaScript|Senior|Markdown|curl|cookie|ETag|If-Match|Idempotency-Key|Link)\b|java\(\?!script\)/,
    /\b(?:Authorization: Bearer|base64url|true|false|task 12|Settings, Apps, API Token|Bot API|local)\b/,
    /\bhirewire (?:bot polling|backup|doctor)\b|\bsystemctl restart hirewire-rounds\b|\broot\b/,
    /--[a-z]+(?:-[a-z]+)*(?: FILE)?|\b(?:WebSocket|Upgrade)\b|text\/event-stream/,
    /Sign In with LinkedIn using OpenID Connect|Switch to English|slow|fail|endpoint|params|data/,
  ].map(({ source }) => source).join('|'),
  'g',
);
const WHOLE = /[.?!:…»”)*]$|\n$|\/help$|\{\w+\}$|%s$/;
/* Their last word is a button, or the other language. */
const CUT = new Set([
  'filters.change', 'work.text.none', 'work.file.hint', 'lang.switch',
]);

describe('words', () => {
  it('Russian plurals: 1, 21; 2-4; 0, 5-20; 1.5', () => {
    const rules = new Intl.PluralRules('ru');
    const say = (n) => ru['tasks.n'][rules.select(n)].replace('{n}', n);
    assert.deepEqual([0, 1, 2, 5, 11, 21, 22, 112, 1.5].map(say), [
      '0 задач',
      '1 задача',
      '2 задачи',
      '5 задач',
      '11 задач',
      '21 задача',
      '22 задачи',
      '112 задач',
      '1.5 задачи',
    ]);
  });
  it('what has no name has its number as the language writes it', () => {
    const written = files(www).filter((path) => !/\/(messages|gallery)\//.test(path))
      .filter((path) => /№ \$\{/.test(readFileSync(path, 'utf8')));
    assert.deepEqual(written, []);
  });
  it('each is said by some page', () => {
    const sources = files(www).filter((path) => !path.includes('/messages/'));
    const code = sources.map((path) => readFileSync(path, 'utf8')).join('\n');
    const parts = (pattern) => [...code.matchAll(pattern)].map(([, part]) => part);
    const [starts, ends] = [parts(/`([\w.]+[.:-])\$\{/g), parts(/\}(\.[\w.]+)`/g)];
    const unsaid = Object.keys(ru).filter((key) => key.includes('.') && !code.includes(`'${key}'`)
      && !starts.some((part) => key.startsWith(part)) && !ends.some((part) => key.endsWith(part)));
    assert.deepEqual(unsaid, []);
  });
  it('each deed that the audit keeps has a name for people', () => {
    const root = new URL('../..', import.meta.url).pathname;
    const files = ['cgi-bin', 'lib/account'].flatMap((room) =>
      readdirSync(join(root, room)).map((name) => join(root, room, name)));
    const code = files.filter((path) => path.endsWith('.c')).map((path) => readFileSync(path, 'utf8')).join('\n');
    const calls = code.matchAll(/audit_(?:request|request_id|try)\(\w+, req,\s*"([\w.-]+)"/g);
    const deeds = [...calls].map(([, deed]) => deed);
    assert.ok(deeds.length > 20);
    assert.deepEqual(deeds.filter((deed) => !ru[`audit.${deed}`] || !en[`audit.${deed}`]), []);
  });
  it('each step of a transfer has a name for people', () => {
    const table = readFileSync(new URL('../../lib/transfer/step.c', import.meta.url), 'utf8');
    const steps = [...table.matchAll(/\[STEP_\w+\] = "(\w+)"/g)].map(([, name]) => name);
    assert.equal(steps.length, 6);
    for (const name of steps) assert.ok(ru[`import.step.${name}`] && en[`import.step.${name}`], name);
  });
  it('standard words, and states that begin with a capital', () => {
    const defs = readdirSync(lib, { recursive: true }).filter((name) => name.endsWith('messages.def'));
    const pages = Object.values(ru).map((one) => JSON.stringify(one));
    const texts = [...pages, ...defs.map((name) => readFileSync(join(lib, name), 'utf8'))];
    for (const word of [/эндпоинт/i, /представлени[ейя]/i, /половина быстрее/i, /от и до:/i, /неверная длина:/i]) {
      for (const text of texts) assert.doesNotMatch(text, word);
    }
    for (const [key, message] of [...Object.entries(ru), ...Object.entries(en)]) {
      if (!/^(conn|priority|transfer|import\.status|sync\.reason|item)\.\w+$/.test(key)) continue;
      for (const text of Object.values(typeof message === 'object' ? message : { message })) {
        assert.match(text, /^[^a-zа-яё]/, key);
      }
    }
  });
  it('to end something and to take it back have no word in common', () => {
    const programs = Object.fromEntries(programsSay().map(([language, key, text]) => [`${language} ${key}`, text]));
    const pairs = [
      ['import.cancel', 'undo.open'], ['import.status.cancelled', 'import.status.undone'],
      ['import.status.cancelled', 'import.status.undoing'], ['import.status.cancelled', 'import.status.undone_partly'],
      ['item.cancelled', 'item.undone'], ['items.state.cancelled', 'items.state.undone'],
      ['import.item.cancelled', 'import.item.undone'], ['audit.import.cancel', 'audit.import.undo'],
      ['cancel', 'undo'], ['cancel', 'cand.undo'], ['cancel', 'form.reset'], ['import.cancel', 'cand.import.undo'],
    ];
    const stems = (text) => text.toLowerCase().match(/\p{L}{4,}/gu).map((word) => word.slice(0, 5));
    for (const [language, words] of [['ru', ru], ['en', en]]) {
      const said = (key) =>
        stems(words[key] ?? programs[`${language} ${key}`]).filter((stem) => !/^импор|^impor/.test(stem));
      for (const [one, other] of pairs) {
        assert.deepEqual(said(one).filter((stem) => said(other).includes(stem)), [], `${language} ${one}, ${other}`);
      }
    }
  });
  it('a text that sends to a page calls it by its name', () => {
    const names = new Set(Object.values(ru).filter((text) => typeof text === 'string'));
    const sent = said.filter(([language, key]) => language === 'ru' && !key.startsWith('bitrix.'))
      .flatMap(([, key, text]) =>
        [...text.matchAll(/(?:раздел\p{L}*|[Пп]ричина(?: и что делать)?:|место:) «([^»]+)»/gu)]
          .map(([, name]) => [key, name]));
    assert.ok(sent.length > 8);
    assert.deepEqual(sent.filter(([, name]) => !names.has(name)), []);
  });
  it('what the programs say has the same holes in both languages; English quotes in one way', () => {
    const holes = new Map();
    for (const [language, key, text] of programsSay()) {
      holes.set(key, { ...holes.get(key), [language]: text.match(/%s/g)?.length ?? 0 });
      assert.doesNotMatch(text, /%(?!s|-)[a-z]/, key);
    }
    for (const [key, found] of holes) assert.equal(found.ru, found.en, key);
    for (const [language, key, text] of said) if (language === 'en') assert.doesNotMatch(text, /["’]/, key);
  });
  it('every text is whole: no slip of blanks or holes, no half sentence, no English word in Russian', () => {
    const found = [];
    for (const [language, key, text] of said) {
      const say = (what) => found.push(`${language} ${key}: ${what}: ${text}`);
      if (/ {2}|^ | $| [,.;!](?!\S)/.test(text)) say('blanks');
      if (/\{\}|\{[^}\w]|\b(TODO|XXX|undefined|lorem)\b/i.test(text)) say('a hole');
      // What has a second sentence ends as a sentence; what asks to press, or ends with a value, does not.
      if (/[.?!] [А-ЯЁA-Z«“]/.test(text) && !WHOLE.test(text) && !CUT.has(key)) say('half a sentence');
      if (language === 'ru') {
        for (const [word] of text.replace(NAMES, '').matchAll(/[A-Za-z]{3,}/g)) say(`English, "${word}"`);
        if (/(^|[^А-яё])(вы|вас|вам|вами|ваш\p{L}*)(?![А-яё])/u.test(text)) say('you are written with a capital');
      }
    }
    assert.deepEqual(found, []);
  });
  it('the words of the reference, and those it does not want', () => {
    const wanted = {
      'calls.fig.p50': ['Медиана', 'Median'], 'calls.col.p95': ['95-й процентиль', '95th percentile'],
      'hf.att.error': ['Huntflow не отвечает', 'Huntflow does not answer'],
      'profile.password.old': ['Текущий пароль', 'Current password'],
      'sessions.title': ['Активные входы', 'Active sign-ins'],
      'clickup.sync_interval': ['Интервал, минут', 'Interval in minutes'],
      'clickup.max_tasks': ['Задач за раз, не больше', 'Max tasks per sync'],
      'key.tail': ['Ключ …{tail}', 'Key …{tail}'],
      'import.pace.fast': ['без пауз', 'no pauses'], 'imports.pace.8': ['Спокойно', 'Slow'],
      'task.refresh': ['Прочитать заново', 'Read again'], 'bulk.chosen': ['Выбрано {n}', '{n} selected'],
      'missing.title': ['Страница не найдена', 'Page not found'], 'system.PROD': ['Рабочая', 'Production'],
      'nav.system': ['Система', 'System'], 'sync.status.error': ['Ошибка', 'Failed'],
      'import.status.running': ['Выполняется', 'In progress'],
      'field.type': ['Значение другого вида', 'Wrong type of value'],
      'applicant.edit': ['Редактирование', 'Edit'], 'tags.edit': ['Изменить метки', 'Edit tags'],
      'clickup.list.what': ['Выберите список, откуда брать задачи.', 'Choose the list that tasks come from.'],
      'huntflow.ok': ['Связь есть, ключ работает', 'Connected, the key works'],
      'today.calm': ['Всё спокойно. Новых дел нет.', 'All clear. Nothing waits for you.'],
    };
    assert.equal(en['form.fix'].one.replace('{n}', 1), 'Fix 1 field');
    const programs = programsSay().filter(([language]) => language === 'en');
    for (const [code, begin] of [['account.login', 'Wrong e-mail or password'], ['denied', "You don't have permission"],
      ['base.field.type', 'Wrong type of value']]) {
      assert.ok(programs.find(([, key]) => key === code)[2].startsWith(begin), code);
    }
    for (const [key, words] of Object.entries(wanted)) assert.deepEqual([ru[key], en[key]], words, key);
    for (const [language, key, text] of said) {
      if (language === 'en') assert.doesNotMatch(text, /\bapplicants?\b|\banew\b/i, key);
      else assert.doesNotMatch(text, /\bсинк|аппликант|трансфер/i, key);
    }
  });
  it('both languages hold the same messages with the same holes', () => {
    assert.deepEqual(Object.keys(en).sort(), Object.keys(ru).sort());
    const holes = (message) =>
      [
        ...new Set(
          Object.values(typeof message === 'object' ? message : { message }).flatMap(
            (text) => text.match(/\{\w+\}/g) || [],
          ),
        ),
      ]
        .sort()
        .join();
    for (const key of Object.keys(ru)) assert.equal(holes(en[key]), holes(ru[key]), key);
  });
  it('every plural has the forms of its language', () => {
    for (const [key, message] of Object.entries(ru))
      {if (typeof message === 'object')
        {assert.deepEqual(Object.keys(message).sort(), ['few', 'many', 'one', 'other'], key);}}
    for (const [key, message] of Object.entries(en)) {
      if (typeof message === 'object') assert.deepEqual(Object.keys(message).sort(), ['one', 'other'], key);
    }
  });
  it('every text that a page asks for exists, and no page writes Russian itself', () => {
    for (const file of files(www)) {
      // The gallery's people are no words of the product.
      if (file.includes('/messages/') || file.endsWith('gallery/samples.js')) continue;
      const text = readFileSync(file, 'utf8');
      for (const [, args] of text.matchAll(/\bt\(([^`]*?)[,)]/g)) {
        for (const [, key] of args.matchAll(/'([^']+)'/g)) assert.ok(key in ru, `${file}: ${key}`);
      }
      // These read what people wrote elsewhere.
      if (/\/(money|cv-text)-rules\.js$/.test(file)) continue;
      const code = text
        .replace(/^\s*(\/\/|\/?\*).*$/gm, '')
        .replace('Русский', '')
        .replaceAll('ё', '')
        .replaceAll("'е'", '');
      assert.doesNotMatch(code, /[а-яА-Я]/, file);
    }
  });
});

describe('modules', () => {
  it('every name that is imported is exported where it is said to be', () => {
    for (const file of files(www)) {
      for (const [, names, from] of readFileSync(file, 'utf8').matchAll(/import \{([^}]*)\} from '(\.[^']+)'/g)) {
        const text = readFileSync(join(dirname(file), from), 'utf8');
        for (const name of names.split(',').map((one) => one.trim().split(' as ')[0]).filter(Boolean)) {
          assert.match(
            text,
            new RegExp(`export (async )?(const|function|class) ${name}\\b|export (const )?\\{[^}]*\\b${name}\\b`),
            `${file}: ${name} of ${from}`,
          );
        }
      }
    }
  });
});

/* The common words and those of each family of pages; none is said twice. */
async function words(language) {
  const names = readdirSync(join(www, 'lib/messages')).filter((name) => name.startsWith(language));
  const tables = await Promise.all(names.map(async (name) => (await import(join(www, 'lib/messages', name))).default));
  const all = Object.assign({}, ...tables);
  assert.equal(
    Object.keys(all).length,
    tables.reduce((sum, table) => sum + Object.keys(table).length, 0),
    'a message is said twice',
  );
  return all;
}

function files(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? files(join(folder, entry.name))
      : entry.name.endsWith('.js')
        ? [join(folder, entry.name)]
        : [],
  );
}

function pagesSay(language, messages) {
  return Object.entries(messages).flatMap(([key, message]) =>
    Object.values(typeof message === 'object' ? message : { message }).map((text) => [language, key, text]));
}

/* T("code", "Russian", "English") */
function programsSay() {
  const line = /^T\("([^"]+)",\s*"((?:[^"\\]|\\.)*)",\s*"((?:[^"\\]|\\.)*)"\)/gms;
  const plain = (text) => text.replaceAll('\\n', '\n').replaceAll('\\"', '"');
  return readdirSync(lib, { recursive: true })
    .filter((name) => name.endsWith('messages.def'))
    .flatMap((name) => [...readFileSync(join(lib, name), 'utf8').matchAll(line)])
    .flatMap(([, key, first, second]) => [['ru', key, plain(first)], ['en', key, plain(second)]]);
}
