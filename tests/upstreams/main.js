// main.js: starts the simulated services, for `make demo` and for tests.
import fs from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { within } from '../lib/within.js';
import { Bitrix } from './bitrix.js';
import { ClickUp } from './clickup.js';
import { MAIN_LIST, huntflowData, workspaceData } from './demo.js';
import { GROUP, OWNER, furnishPortal } from './demo_portal.js';
import { HeadHunter } from './hh.js';
import { Huntflow } from './huntflow.js';
import { Lalafo } from './lalafo.js';
import { Notion, SOURCE } from './notion.js';
import { SuperJob } from './superjob.js';

const SAVE_EVERY_MS = 3000;

export const TOKENS = { clickup: 'pk_demo_1234', access: 'demo-access-1234', refresh: 'demo-refresh-1234' };

/*
 * Both services on 127.0.0.1. demo: with the demo company's tasks and applicants, else empty.
 * clickupPort, huntflowPort: 0 is a free port. clickupRate (a minute), huntflowRate (a second):
 * 0 is no limit. state: a file that keeps changes across restarts.
 */
export async function startUpstreams({
  demo = false, clickupPort = 0, huntflowPort = 0, clickupRate = 0, huntflowRate = 0, state,
} = {}) {
  const clickup = new ClickUp({ data: (epoch) => workspaceData({ demo, epoch }), rate: clickupRate });
  const huntflow = new Huntflow({ data: () => huntflowData({ demo }), rate: huntflowRate });
  const saver = state && keepState(state, { clickup, huntflow });
  await clickup.start(clickupPort);
  await huntflow.start(huntflowPort);
  return {
    clickup: side(clickup, { url: `${clickup.origin}/api/v2`, token: TOKENS.clickup, list: MAIN_LIST }),
    huntflow: side(huntflow, {
      url: `${huntflow.origin}/v2`, api_key: TOKENS.access, refresh_token: TOKENS.refresh, account: 11,
    }),
    async stop() {
      saver?.stop();
      await Promise.all([clickup.stop(), huntflow.stop()]);
    },
  };
}

// What a test does with one service; the same as its control API, without the network.
function side(server, facts) {
  const control = async (method, path, body) => {
    const res = await within(`${method} ${path} of a simulated service`, fetch(`${server.origin}/__control${path}`, {
      method, body: body === undefined ? undefined : JSON.stringify(body),
    }));
    const json = await res.json();
    if (!res.ok) throw new Error(json.error);
    return json;
  };
  return {
    ...facts, origin: server.origin, server, control,
    fault: (fault) => control('POST', '/faults', fault),
    clearFaults: () => control('DELETE', '/faults'),
    release: () => control('POST', '/release'),
    calls: (query = {}) => control('GET', `/calls?${new URLSearchParams(query)}`),
    clearCalls: () => control('DELETE', '/calls'),
    latency: (ms) => control('POST', '/latency', { ms }),
    limit: (count, windowMs) => control('POST', '/limit', { count, ...(windowMs ? { window_ms: windowMs } : {}) }),
    advance: (ms) => control('POST', '/clock', { advance_ms: ms }),
    reset: () => control('POST', '/reset'),
    sendHook: (event, account = 11) => control('POST', `/hooks/send?account=${account}`, event),
    ...(server instanceof ClickUp ? {
      seed: (seed) => control('POST', '/seed', { list: MAIN_LIST, ...seed }),
      addTask: (task) => control('POST', '/tasks', task),
      task: (id) => control('GET', `/tasks/${id}`),
      changeTask: (id, fields) => control('PATCH', `/tasks/${id}`, fields),
      deleteTask: (id) => control('DELETE', `/tasks/${id}`),
      expireUrls: () => control('POST', '/expire-urls'),
      tokens: (change) => control('POST', '/tokens', change),
    } : {
      applicants: async (account = 11) => (await control('GET', `/applicants?account=${account}`)).items,
      changeApplicant: (id, fields, account = 11) => control('PATCH', `/applicants/${id}?account=${account}`, fields),
      uploads: async (account = 11) => (await control('GET', `/uploads?account=${account}`)).items,
      settings: (change) => control('POST', '/settings', change),
      expireAccess: () => control('POST', '/expire-access'),
      tokens: () => control('GET', '/tokens'),
    }),
  };
}

// Reads the state file, then writes it when something has changed and at the end.
function keepState(file, servers) {
  if (fs.existsSync(file)) {
    const saved = JSON.parse(fs.readFileSync(file, 'utf8'));
    for (const [name, server] of Object.entries(servers)) server.restore(saved[name]);
  }
  let last = '';
  const save = () => {
    const text = JSON.stringify(Object.fromEntries(Object.entries(servers).map(
      ([name, server]) => [name, server.save()]
    )));
    if (text === last) return;
    fs.writeFileSync(`${file}.new`, text);
    fs.renameSync(`${file}.new`, file);
    last = text;
  };
  const timer = setInterval(save, SAVE_EVERY_MS);
  timer.unref();
  return { stop() { clearInterval(timer); save(); } };
}

/* Where the demo's services are, as a house's settings. */
export const demoEnv = ({ hh, superjob, lalafo, notion }) => ({
  HH_API_URL: hh.url, HH_OAUTH_URL: hh.url, SUPERJOB_API_URL: superjob.url, SUPERJOB_OAUTH_URL: superjob.site,
  LALAFO_API_URL: lalafo.url, LALAFO_CATALOG_URL: lalafo.url, NOTION_API_URL: notion.url,
});

/* The demo's portal, whose address is kept with its account, and its Notion. */
async function startAccounts(bitrixPort) {
  const bitrix = new Bitrix({ people: 24 });
  const notion = new Notion({ people: 30 });
  bitrix.webhooks[0].code = 'demobitrix24demo';
  furnishPortal(bitrix.portal);
  await Promise.all([bitrix.start(bitrixPort), notion.start()]);
  return {
    facts: {
      bitrix: { url: bitrix.url(), group: GROUP, owner: OWNER },
      notion: { url: notion.url, token: [...notion.tokens][0], source: SOURCE },
    },
    stop: () => Promise.all([bitrix.stop(), notion.stop()]),
  };
}

/*
 * The demo's job boards, its portal and its Notion. Their keys are the same at every start, since nothing else of them
 * is kept.
 */
export async function startBoards({ bitrixPort = 0 } = {}) {
  const accounts = await startAccounts(bitrixPort);
  const hh = new HeadHunter({ people: 120 });
  const superjob = new SuperJob({ people: 80, jobs: 60 });
  const lalafo = new Lalafo({ people: 40 });
  await Promise.all([hh.start(), superjob.start(), lalafo.start()]);
  const keys = (name, server) => {
    const pair = Object.assign(server.grant(), { access: `demo-${name}-access`, refresh: `demo-${name}-refresh` });
    return { id: server.client.id, secret: server.client.secret, access: pair.access, refresh: pair.refresh };
  };
  return {
    facts: {
      hh: { url: hh.origin, ...keys('hh', hh) },
      superjob: { url: `${superjob.origin}/2.0`, site: superjob.origin, ...keys('superjob', superjob) },
      lalafo: { url: lalafo.origin }, ...accounts.facts,
    },
    stop: () => Promise.all([hh.stop(), superjob.stop(), lalafo.stop(), accounts.stop()]),
  };
}

async function main() {
  const { values } = parseArgs({
    options: {
      demo: { type: 'boolean', default: false }, state: { type: 'string' },
      'clickup-port': { type: 'string', default: '0' }, 'huntflow-port': { type: 'string', default: '0' },
      'bitrix-port': { type: 'string', default: '0' },
      'clickup-rate': { type: 'string' }, 'huntflow-rate': { type: 'string', default: '10' },
    },
  });
  // The demo's workspace is on the plan with 1000 calls a minute.
  const clickupRate = Number(values['clickup-rate'] ?? (values.demo ? 1000 : 100));
  const up = await startUpstreams({
    demo: values.demo, state: values.state, clickupPort: Number(values['clickup-port']),
    huntflowPort: Number(values['huntflow-port']),
    clickupRate, huntflowRate: Number(values['huntflow-rate']),
  });
  const { clickup, huntflow } = up;
  const boards = values.demo && await startBoards({ bitrixPort: Number(values['bitrix-port']) });
  console.log(JSON.stringify({
    clickup: { url: clickup.url, token: clickup.token, list: clickup.list, control: `${clickup.origin}/__control` },
    huntflow: {
      url: huntflow.url, api_key: huntflow.api_key, refresh_token: huntflow.refresh_token, account: huntflow.account,
      control: `${huntflow.origin}/__control`,
    },
    ...(boards ? boards.facts : {}), state: values.state ?? null, pid: process.pid,
  }));
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await Promise.all([up.stop(), boards && boards.stop()]);
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // A pipe that closes means the parent is gone; a terminal or /dev/null means nothing.
  const input = fs.fstatSync(0);
  if (input.isFIFO() || input.isSocket()) process.stdin.on('end', stop).on('error', stop).resume();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
