// rules.mjs: what make lint holds the C files to: the order of rooms, foreign headers,
// layout, SQL, who writes a table; and the pages (pages.mjs).
// Prints file:line: reason; exit status 1 when there is anything to say.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checkPages, filesUnder } from './pages.mjs';

// Room -> its line in lib/ORDER, lowest first; rooms of one line are siblings.
const LEVEL = new Map(readFileSync('lib/ORDER', 'utf8').split('\n')
  .flatMap((line, n) => line.replace(/#.*/, '').split(/\s+/).filter(Boolean).map((room) => [room, n])));
// Table -> the room that writes it.
const TABLES = new Map(readFileSync('lib/TABLES', 'utf8').split('\n').map(
  (line) => line.replace(/#.*/, '').split(/\s+/).filter(Boolean)
)
  .flatMap(([room, ...tables]) => tables.map((table) => [table, room])));
// The one file that knows a foreign header.
const FOREIGN = {
  'mysql.h': /^lib\/io\/db(_\w+)?\.[ch]$/,
  'curl/curl.h': /^lib\/io\/(fetch_curl|fetch_curl_many|fetch_curl_unix|fetch_guard|mail_curl)\.c$/,
  'fcgiapp.h': /^lib\/io\/web(_\w+)?\.[ch]$/,
  'sodium.h': /^lib\/(io\/secret|backup\/vault)\.c$/,
  'seccomp.h': /^lib\/io\/(confine|seal)\.c$/,
  libxml: /^lib\/io\/(markup|xml)\.c$/,
  uchardet: /^lib\/io\/charset\.c$/,
  'iconv.h': /^lib\/io\/charset\.c$/,
  md4c: /^lib\/io\/markdown\.c$/,
  'liboath/oath.h': /^lib\/account\/factor\.c$/,
  'cbor.h': /^lib\/io\/cbor_scan\.c$/,
  'fido': /^lib\/io\/webauthn\.c$/,
  'openssl/': /^lib\/io\/certificate\.c$/,
  'qrencode.h': /^lib\/io\/qr\.c$/,
  'crack.h': /^lib\/account\/password_rule\.c$/,
  'zip.h': /^(lib\/io\/\w+|tests\/unit\/test_table)\.c$/,
  'idn2.h': /^lib\/io\/idn\.c$/,
  'utf8proc.h': /^lib\/io\/unicode\.c$/,
  'lmdb.h': /^lib\/index\/kv\.c$/,
  'csv.h': /^lib\/table\/csv\.c$/,
};
// A vendor's client touches no database, a table's file no network: not even through a header.
const APART = ['io/fetch.h', 'io/db.h'];
const WIDTH = 100;
const LONGEST_FUNCTION = 80;
const LONGEST_FILE = 600;

let said = 0;
function tell(file, line, text) {
  console.log(`${file}:${line}: ${text}`);
  said++;
}

function checkInclude(file, number, line) {
  const found = /^#\s*include\s+[<"]([^>"]+)[>"]/.exec(line);
  if (!found) return;
  const room = /^lib\/(\w+)\//.exec(file)?.[1];
  const target = line.includes('"') ? /^(\w+)\//.exec(found[1])?.[1] : undefined;
  const beside = /^cgi-bin\//.test(file) && existsSync(join('cgi-bin', found[1]));
  if (
    line.includes('"') && !LEVEL.has(target) && !beside && found[1] !== 'gen/messages.def' && !/^tests\//.test(file)
  ) {
    tell(file, number, `write "${found[1]}" from lib/`);
  }
  if (room && LEVEL.has(target) && target !== room && LEVEL.get(target) >= LEVEL.get(room)) {
    tell(file, number, `${room} is above ${target} in lib/ORDER, or beside it: it must not include ${found[1]}`);
  }
  for (const [header, owner] of Object.entries(FOREIGN)) {
    if (found[1].startsWith(header) && !owner.test(file) && !file.startsWith('tests/bench/')) {
      tell(file, number, `${header} is known to ${owner.source} alone`);
    }
  }
}

const own = new Map();
// The headers of ours that a file includes itself.
function ownIncludes(file) {
  if (!own.has(file)) {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    own.set(file, [...text.matchAll(/^#\s*include\s+"([^"]+)"/gm)].map((found) => found[1]));
  }
  return own.get(file);
}

// Header -> through which of the file's own includes it comes.
function reached(file) {
  const via = new Map();
  const visit = (header, first) => {
    if (via.has(header)) return;
    via.set(header, first);
    for (const next of ownIncludes(`lib/${header}`)) visit(next, first);
  };
  for (const header of ownIncludes(file)) visit(header, header);
  return via;
}

function checkApart(file) {
  if (!/^(lib\/\w+|cgi-bin)\/\w+\.[ch]$/.test(file)) return;
  const via = reached(file);
  if (APART.every((header) => via.has(header))) {
    tell(file, 1, `includes ${APART.map((header) => `${header} (by ${via.get(header)})`).join(' and ')}: split it`);
  }
}

function checkLayout(file, number, line) {
  let width = 0;
  for (const c of line) width = c === '\t' ? width - (width % 8) + 8 : width + 1;
  if (width > WIDTH) tell(file, number, `${width} columns`);
  if (/[ \t]$/.test(line)) tell(file, number, 'blanks at the end');
  if (/^ {8}/.test(line)) tell(file, number, 'indent with tabs');
  if (/^\s*\/\/|[;{}]\s*\/\//.test(line)) tell(file, number, 'write /* comments */');
  if (/\b(TODO|FIXME|XXX)\b/.test(line)) tell(file, number, 'finish it');
  if (/\b(strcpy|strcat|sprintf|vsprintf|gets|strtok|alloca)\(/.test(line.replace(/\/\*.*|^\s*\*.*|"[^"]*"/g, '')))
    tell(file, number, 'unbounded function');
}

// The text of a statement is a literal, a constant of literals, or joined (buf_puts) from
// literals: never printed with values in it.
function checkSql(file, text) {
  if (file.startsWith('lib/io/') || file.startsWith('tests/')) return;
  const at = (index) => text.slice(0, index).split('\n').length;
  for (const call of text.matchAll(
    /\bdb_(?:query|number|exec|exec_one|exec_once|exec_rows)\s*\(\s*[^,()]+(?:\([^()]*\))?,\s*([^\s,]+)/g
  )) {
    const first = call[1];
    if (/^("|[A-Z][A-Z0-9_]+\b|buf_str\(&)/.test(first)) continue;
    const name = /^\w+/.exec(first)?.[0] ?? first;
    const literal = new RegExp(
      `\\b${name}(\\[\\])?\\s*=\\s*("|[^;"]*\\?\\s*")|const char\\s+\\*(const\\s+)?${name}\\b`
    );
    if (!literal.test(text)) tell(file, at(call.index), `"${name}" is not a literal statement`);
  }
  for (const made of text.matchAll(
    /\b(mem_fmt|buf_fmt|snprintf)\s*\([^;"]*"\s*(SELECT|INSERT|UPDATE|DELETE|REPLACE|WHERE|AND|ORDER BY)\s[^;"]*%/g
  )) {
    tell(file, at(made.index), 'SQL made by printf');
  }
}

const WRITES = new RegExp(`\\b(?:${[
  '(?:INSERT|REPLACE)(?: IGNORE)?(?: INTO)?', '(?<!FOR |KEY )UPDATE(?: IGNORE)?', 'DELETE FROM',
  '(?:ALTER|TRUNCATE) TABLE',
].join('|')})\\s+(?!INTO\\b|IGNORE\\b)(\\w+)`, 'g');
// UPDATE a x JOIN b y ... SET y.n = : the tables by their short names, and which of them are set.
const JOINED = /\bUPDATE\s+(?!IGNORE\b)\w[^"]*?\bJOIN\b[^"]*?\bSET\b[^"]*/g;
const NAMED = /(?:\bUPDATE|\bFROM|\bJOIN|,)\s+(\w+)\s+(?:AS\s+)?(\w+)/g;
// DELETE x, y FROM a x JOIN b y
const DELETED = /\bDELETE\s+(?!FROM\b)(\w+(?:\s*,\s*\w+)*)\s+(FROM\b[^"]*)/g;
const written = new Set();

// What a statement writes by a short name: [{ table, index }].
function writtenByName(text) {
  const tableOf = (statement, name) =>
    [...statement.matchAll(NAMED)].find(([, , short]) => short === name)?.[1] ?? name;
  const set = [...text.matchAll(JOINED)].flatMap(({ 0: statement, index }) =>
    [...statement.slice(statement.search(/\bSET\b/)).matchAll(/(?:\bSET|,)\s+(\w+)\.\w+\s*=/g)].map(
      ([, name]) => ({ table: tableOf(statement, name), index }),
    ));
  const deleted = [...text.matchAll(DELETED)].flatMap(({ 1: names, 2: rest, index }) =>
    names.split(/\s*,\s*/).map((name) => ({ table: tableOf(rest, name), index })));
  return [...set, ...deleted];
}

function checkTables(file, text) {
  const room = /^(?:lib\/)?([\w-]+)\//.exec(file)[1];
  if (file.startsWith('tests/') || file.endsWith('.h')) return;
  const joined = text.replace(/"\s*"/g, (gap) => gap.replace(/[^\n]/g, ''));
  const plain = [...joined.matchAll(WRITES)].map(
    ({ 1: table, index }) => ({ table, index }),
  );
  for (const { table, index } of [...plain, ...writtenByName(joined)]) {
    written.add(table);
    if (TABLES.get(table) !== room) {
      tell(
        file, joined.slice(0, index).split('\n').length,
        `writes ${table}, which lib/TABLES gives to ${TABLES.get(table) ?? 'nobody'}`,
      );
    }
  }
}

// The map is whole: what migrations made is in it, what is in it is written.
function checkTableMap() {
  const made = new Set(['schema_migration', 'lock_lease']);   // needed before the first one
  for (const name of readdirSync('sql').filter((each) => each.endsWith('.sql')).sort()) {
    for (const found of readFileSync(join('sql', name), 'utf8').matchAll(
      /\b(CREATE|DROP) TABLE(?: IF (?:NOT )?EXISTS)?\s+`?(\w+)/g
    )) {
      if (found[1] === 'CREATE') made.add(found[2]); else made.delete(found[2]);
    }
  }
  for (const table of made) if (!TABLES.has(table)) tell('lib/TABLES', 1, `${table} is missing`);
  for (const table of TABLES.keys()) {
    if (!made.has(table)) tell('lib/TABLES', 1, `no migration makes ${table}`);
    else if (!written.has(table)) tell('lib/TABLES', 1, `nothing writes ${table}`);
  }
}

// A program reads, calls the noun and shapes the answer: its SQL is in the room that owns the table.
function checkProgram(file, text) {
  if (!/^cgi-bin\//.test(file)) return;
  for (const found of text.matchAll(
    /\bdb_(query|exec\w*|number|script)\s*\(|"\s*(SELECT|INSERT|UPDATE|DELETE FROM|REPLACE)\s/g
  )) {
    tell(file, text.slice(0, found.index).split('\n').length, 'SQL in a program');
  }
}

// The rooms in README are those of lib/ORDER, in its order.
function checkPicture() {
  const order = readFileSync('lib/ORDER', 'utf8').replace(/#.*/g, '').split('\n').map(
    (line) => line.trim()
  ).filter(Boolean);
  const shown = [
    ...README.matchAll(/^ {6}(\w+(?: \w+)*) {2,}\S/gm)
  ].map((found) => found[1]);
  if (shown.join() !== order.join())
    tell('README.md', 1, `rooms are ${shown.join(', ')}; in lib/ORDER ${order.join(', ')}`);
}

function checkFunctions(file, lines) {
  let start = -1;
  lines.forEach((line, n) => {
    if (line === '{') start = n;
    if (line === '}' && start >= 0) {
      if (n - start - 1 > LONGEST_FUNCTION) tell(file, start, `a function of ${n - start - 1} lines`);
      start = -1;
    }
  });
}

// A message's code says whose it is; base also has the bare names of kinds of errors.
function checkMessages(file) {
  const room = file.split('/')[1];
  readFileSync(file, 'utf8').split('\n').forEach((line, n) => {
    const code = /^T\("([^"]*)"/.exec(line)?.[1];
    if (code === undefined || (room === 'base' && !code.includes('.'))) return;
    if (!new RegExp(`^${room}(\\.[a-z0-9_]+)+$`).test(code)) tell(file, n + 1, `"${code}" is not ${room}.code`);
  });
}

// Kinds of errors, whose codes are their bare names.
const KINDS = new Set([
  ...readFileSync('lib/base/err.c', 'utf8').matchAll(/\[ERR_\w+\]\s*=\s*\{ \d+, "(\w+)" \}/g)
].map((found) => found[1]));

// The code of an error is a kind's, or room.code of the file's own room or a lower one.
function checkCodes(file, text) {
  if (!file.endsWith('.c') || !/^(lib|cgi-bin)\//.test(file) || /^cgi-bin\/hirewire/.test(file)) return;
  const room = file.split('/')[1];
  const calls = new RegExp([
    /\berr_code\s*\(\s*[^,;]+,\s*(?:[^,;"()]|\([^()]*\))+,\s*((?:[^",;]*"[^"]*"\s*[?:])*[^",;]*"[^"]*")/,
    /\{\s*ERR_\w+,\s*("[^"]*")/,
    /\bgive_up\(\w+, ("[^"]*")\)/,
  ].map(({ source }) => source).join('|'), 'g');
  for (const found of text.matchAll(calls)) {
    for (const [, code] of (found[1] ?? found[2] ?? found[3]).matchAll(/"([^"]*)"/g)) {
      const owner = code.split('.')[0];
      const known = code.includes('.') ? LEVEL.get(owner) <= (
        LEVEL.get(room) ?? Infinity
      ) : code === '' || KINDS.has(code);
      if (!known) tell(file, text.slice(0, found.index).split('\n').length, `error code "${code}" is not room.code`);
    }
  }
}

// What start and install set for the programs, and nobody else.
const OWN_KEYS = new Set(['BIN_DIR', 'SQL_DIR']);
const README = readFileSync('README.md', 'utf8');

// Every key of README's table is known to "hirewire settings", which names those that nothing reads.
function checkKnownKeys() {
  const file = 'cgi-bin/hirewire_settings.c';
  const known = readFileSync(file, 'utf8');
  for (const [, keys] of README.matchAll(/^\| ((?:`[A-Z_]+`(?:, )?)+)/gm)) {
    for (const [, key] of keys.matchAll(/`([A-Z_]+)`/g)) {
      const shared = /^(?:HH|LALAFO)_(.*)/.exec(key)?.[1];
      if (!key.startsWith('POOL_') && !known.includes(`"${shared ?? key}"`)) tell(file, 1, `${key} is not known`);
    }
  }
}

// Every key that a program reads is in README.
function checkKeys(file, text) {
  if (!file.endsWith('.c') || !/^(lib|cgi-bin)\//.test(file)) return;
  for (const found of text.matchAll(/\bconf_\w+\([^,"]+,\s*"([A-Z_]+)"/g)) {
    if (OWN_KEYS.has(found[1]) || README.includes(`\`${found[1]}\``)) continue;
    tell(file, text.slice(0, found.index).split('\n').length, `${found[1]} is not in README.md`);
  }
}

// Migrations are numbered by one, each begins with its reason; sql/README.md names the numbers that were never used.
// Those of sql/contract count with them, and break older programs.
function checkMigrations() {
  const unused = new Set(/Not used: ([^.]*)/.exec(readFileSync('sql/README.md', 'utf8'))?.[1].match(/\d{4}/g));
  const files = ['', 'contract/'].flatMap((folder) => readdirSync(`sql/${folder}`)
    .filter((name) => name.endsWith('.sql')).map((name) => folder + name))
    .sort((a, b) => (basename(a) < basename(b) ? -1 : 1));
  const used = new Map();
  for (const name of files) {
    const number = /^(?:contract\/)?(\d{4})-[a-z0-9-]+\.sql$/.exec(name)?.[1];
    if (!number) { tell(`sql/${name}`, 1, 'write NNNN-words.sql'); continue; }
    if (used.has(number)) tell(`sql/${name}`, 1, `${used.get(number)} has that number`);
    if (unused.has(number)) tell(`sql/${name}`, 1, 'sql/README.md says that this number is not used');
    used.set(number, name);
    const text = readFileSync(`sql/${name}`, 'utf8');
    if (!text.startsWith('-- ')) tell(`sql/${name}`, 1, 'begin with the reason: "-- ..."');
    if (name.startsWith('contract/') && !text.includes('\n-- Breaks older programs.\n'))
      tell(`sql/${name}`, 1, 'a step of contract/ says "-- Breaks older programs."');
  }
  for (let n = 1; n <= Number(basename(files.at(-1)).slice(0, 4)); n++) {
    const number = String(n).padStart(4, '0');
    if (!used.has(number) && !unused.has(number))
      tell('sql/README.md', 1, `${number} is missing, and not said to be unused`);
  }
}

// A header compiles alone.
const CONNECTOR = execFileSync(
  'pkg-config', ['--cflags-only-I', 'libmariadb'], { encoding: 'utf8' },
).trim().split(/\s+/);

function checkHeader(file) {
  try {
    execFileSync('cc', [
      '-std=gnu11', '-D_GNU_SOURCE', '-Ilib', ...CONNECTOR, '-fsyntax-only', '-x', 'c', '-Wall', '-Wextra', '-Werror',
      file,
    ],
      { stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (error) {
    tell(file, 1, `does not compile alone: ${String(error.stderr).split('\n')[0]}`);
  }
}

const sources = ['lib', 'cgi-bin', 'tests/unit'].flatMap((folder) => filesUnder(folder, /\.[ch]$/));
for (const file of sources) {
  const text = readFileSync(file, 'utf8');
  const lines = text.split('\n');
  lines.forEach((line, n) => {
    checkInclude(file, n + 1, line);
    checkLayout(file, n + 1, line);
  });
  checkApart(file);
  checkSql(file, text);
  checkTables(file, text);
  checkProgram(file, text);
  if (!file.startsWith('tests/') && lines.length > LONGEST_FILE)
    tell(file, 1, `${lines.length} lines: split along its nouns`);
  checkFunctions(file, lines);
  checkCodes(file, text);
  checkKeys(file, text);
  if (file.endsWith('.h') && !/_int\.h$/.test(file)) checkHeader(file);
}
checkTableMap();
checkKnownKeys();
checkMigrations();
checkPicture();
checkPages(tell);
filesUnder('lib', /^messages\.def$/).forEach(checkMessages);
process.exitCode = said > 0 ? 1 : 0;
