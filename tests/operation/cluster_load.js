// cluster_load.js: what goes on while machines die: edits by both fronts, deliveries of a service, open pages, and
// somebody who asks all the time. Each notes what it was told, to be held against what there is in the end.
import crypto from 'node:crypto';
import { Client } from '../lib/client.js';
import { listen } from '../lib/listener.js';
import { until } from '../lib/server.js';

const PROBE_MS = 100;
const EDIT_MS = 150;
const HOOK_MS = 50;
const OPEN_MS = 60_000;
const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });

/*
 * Answers of all that is asked: how long the longest took, and what nobody should be told. gone: a front is asked
 * itself, which may be no more: that is no answer.
 */
export class Answers {
  constructor({ gone = false } = {}) {
    Object.assign(this, { gone, count: 0, longest: 0, away: 0, worse: [] });
  }

  async note(asked) {
    const began = Date.now();
    const res = await asked.catch((error) => ({ status: 0, headers: {}, text: String(error) }));
    this.count += 1;
    this.longest = Math.max(this.longest, Date.now() - began);
    if (res.status === 503 && res.headers['retry-after']) this.away += 1;
    else if ((res.status === 0 && !this.gone) || res.status >= 500) this.tell(res);
    return res;
  }

  tell({ status, json, text }) {
    this.worse.push({ status, id: json?.request_id, text });
  }
}

/* Runs step(n) again and again until end() is called, which waits for the last. */
function going(step, ms) {
  let on = true;
  const all = (async () => {
    for (let n = 0; on; n++) {
      await step(n);
      await pause(ms);
    }
  })();
  return async () => {
    on = false;
    await all;
  };
}

/* A page that is asked for all the time. */
export const probe = (client, answers) => going(() => answers.note(client.get('/api/v1/tasks/?page_size=5')), PROBE_MS);

/*
 * Tasks that are made by both fronts in turn, each with a key of its own, until it is told that it is there. said:
 * titles, with what was told: 201; 409 where the program that had the key in hand was killed after it had done it.
 */
export function edits(clients, answers) {
  const said = new Map();
  const end = going(async (n) => {
    const title = `Правка ${n}`;
    const key = crypto.randomUUID();
    let res;
    do {
      const client = clients[n % clients.length];
      res = await answers.note(client.post('/api/v1/tasks/', { title }, { headers: { 'Idempotency-Key': key } }));
      if (res.status !== 201) await pause(EDIT_MS);
    } while (res.status === 0 || res.status === 503 || res.json?.code === 'account.replay_running');
    said.set(title, res.status);
  }, EDIT_MS);
  return { said, end };
}

/* Deliveries of one applicant's changes, each repeated as the service does until it is taken. */
export function deliveries(cluster, hook, count, answers) {
  const anyone = new Client(cluster);
  const path = new URL(hook.url).pathname;
  const said = new Set();
  const all = (async () => {
    for (let n = 0; n < count; n++) {
      const body = JSON.stringify({
        event: { applicant: { id: 1 } },
        meta: { account: { id: 11 }, event_type: 'APPLICANT', webhook_action: 'EDIT', event_id: `cluster-${n}` },
      });
      const headers = {
        'Content-Type': 'application/json',
        'X-Huntflow-Signature': crypto.createHmac('sha256', hook.secret).update(body).digest('hex'),
      };
      let res;
      do {
        res = await answers.note(anyone.raw('POST', path, { headers, body }));
        await pause(HOOK_MS);
      } while (res.status === 0 || res.status >= 500);
      if (res.status >= 300) answers.tell(res);
      else said.add(`cluster-${n}`);
    }
  })();
  return { said, end: () => all };
}

/* Pages of one person through the balancer: all listen when it resolves. */
export async function pages(client, count) {
  const all = [];
  for (let at = 0; at < count; at += 25) {
    all.push(...await Promise.all(Array.from({ length: Math.min(25, count - at) }, () => listen(client))));
  }
  await until(() => all.every((one) => one.listens), { timeout: OPEN_MS, what: 'all pages listen' });
  return all;
}
