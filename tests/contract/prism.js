// prism.js: Prism on a description file: a mock server, or a proxy that checks both directions.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../lib/free_port.js';
import { end, within } from '../lib/within.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const START_MS = 30_000;

// The folder of the descriptions: HIREWIRE_SPECS, else ../shared/specs beside the repository.
export function specsDir() {
  return process.env.HIREWIRE_SPECS ?? path.join(ROOT, '../shared/specs');
}

/*
 * const prism = await startPrism('clickup-v2.openapi.json'); prism.url; await prism.complaints();
 * await prism.stop();
 * upstream: a URL makes it a proxy in front of that server. errors: an invalid exchange through a
 * proxy is told with problem+json instead of the answer. A mock tells an invalid request with the
 * 400/401/422 of the description; what was wrong is in the header sl-violations and in complaints().
 * patch(doc) may change the description first, where it is known to be wrong.
 * null, and a line that is hard to miss, when the file or Prism itself is not there.
 */
export async function startPrism(file, { upstream, errors = true, port = 0, patch } = {}) {
  let document = path.resolve(specsDir(), file);
  const cli = findCli();
  if (!fs.existsSync(document)) return absent(`${file}: no such description; set HIREWIRE_SPECS`);
  if (!cli) return absent('npm package @stoplight/prism-cli: not installed');
  if (patch) document = patched(document, patch);
  const args = [
    cli,
    upstream ? 'proxy' : 'mock',
    document,
    ...(upstream ? [upstream] : []),
    '-h',
    '127.0.0.1',
    '-p',
    String(port || (await freePort())),
    ...(errors ? ['--errors'] : []),
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const log = watch(child);
  const url = await log.started;
  return {
    url,
    // What Prism found wrong in requests (and answers, as a proxy) since the last time it was asked.
    async complaints() {
      const mark = `/mark-${++log.marks}`;
      const seen = log.until(mark);
      await fetch(url + mark).then((res) => res.arrayBuffer());
      await within('the mark in the log of Prism', seen);
      return log.complaints.splice(0);
    },
    async stop() {
      process.off('exit', kill);
      if (patch) fs.rmSync(path.dirname(document), { recursive: true });
      await end(child, 'SIGTERM');
    },
  };
}

/* Notion's description lacks the other half of its sorts: by a timestamp instead of a property. */
export function notionErrors(doc) {
  doc.components.schemas.sortObject.required = ['direction'];
  doc.components.schemas.sortObject.properties.timestamp = { type: 'string' };
}

// What a proxy without errors found wrong in one exchange: [{ location, severity, code, message }].
export function violations(res) {
  const told = res.headers.get('sl-violations');
  return told ? JSON.parse(told.replace(/^Too many violations! /, '')) : [];
}

// The description as this run is to see it, in a file of its own.
function patched(document, patch) {
  const doc = JSON.parse(fs.readFileSync(document, 'utf8'));
  patch(doc);
  const copy = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'hirewire-prism-')), path.basename(document));
  fs.writeFileSync(copy, JSON.stringify(doc));
  return copy;
}

function findCli() {
  try {
    return createRequire(import.meta.url).resolve('@stoplight/prism-cli/dist/index.js');
  } catch {
    return process.env.HIREWIRE_PRISM;
  }
}

// Reads Prism's log: when it listens, what it complains of.
function watch(child) {
  const log = { complaints: [], marks: 0, waiting: [] };
  let out = '';
  let rest = '';
  log.until = (text) => new Promise((resolve) => { log.waiting.push({ text, resolve }); });
  log.started = new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`prism did not start:\n${out}`));
    }, START_MS);
    child.once('exit', (code) => { clearTimeout(timer); reject(new Error(`prism ended with ${code}:\n${out}`)); });
    const line = (text) => {
      const started = /listening on (http:\/\/\S+)/.exec(text);
      if (started) { clearTimeout(timer); resolve(started[1]); }
      const wrong = /\[VALIDATOR\].*?error\s+(?!\s|Violation: )(.+)/.exec(text);
      if (wrong) log.complaints.push(wrong[1].trim());
      log.waiting = log.waiting.filter((one) => !text.includes(one.text) || one.resolve());
    };
    const read = (chunk) => {
      out = `${out}${chunk}`.slice(-4000);
      const lines = (rest + chunk).split('\n');
      rest = lines.pop();
      lines.forEach((text) => line(text.replace(/\x1b\[[\d;]*m/g, '')));
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
  });
  return log;
}

function absent(why) {
  console.error(`\n######## CONTRACT TESTS SKIPPED: ${why} ########\n`);
  return null;
}
