// webhooks: ClickUp's deliveries at 200 a second, each answered when it is stored, while tick handles them.
import crypto from 'node:crypto';
import http from 'node:http';
import { startHouse } from '../lib/house.js';
import { SECONDS, row } from './load.js';

const RATE = 200;
const TASKS = 100;
const house = await startHouse({ upstreams: true, env: { DB_CACHE: '128M', POOL_INTEGRATIONS: '2' } });
try {
  const { clickup } = house.up;
  await clickup.seed({ list: clickup.list, count: TASKS, description_bytes: 1024 });
  const client = await house.user();
  await client.connect({ settings: { max_tasks: 10_000 } });
  await client.expect(200, 'POST', '/clickup/api/webhook', {});
  await house.run('tick');
  const [hook] = clickup.server.workspace.webhooks.values();
  const ids = (await client.get('/clickup/tasks?page_size=100')).json.map((task) => task.task_id);
  await send(hook, ids, 1);
  const times = await send(hook, ids, SECONDS);
  times.sort((a, b) => a - b);
  const at = (part) => times[Math.ceil(times.length * part) - 1];
  row(`webhooks at ${RATE}/s: answered, p50`, `${at(0.5).toFixed(1)} ms`, '');
  row('  p99', `${at(0.99).toFixed(1)} ms`, 'under 20 ms', at(0.99) < 20);
  row('  slowest', `${at(1).toFixed(1)} ms`, '');
  const [{ n }] = await house.sql('SELECT COUNT(*) n FROM inbound_event');
  row('  kept', `${n}`, 'all', n === RATE * (SECONDS + 1));
} finally {
  await house.stop();
}

/* Sent by the clock, whether the ones before were answered or not: the times of all, in ms. */
async function send(hook, ids, seconds) {
  const agent = new http.Agent({ keepAlive: true });
  const began = performance.now();
  const answers = [];
  for (let n = 0; n < RATE * seconds; n++) {
    const wait = began + n * 1000 / RATE - performance.now();
    if (wait > 0) await new Promise((done) => { setTimeout(done, wait); });
    answers.push(deliver(agent, hook, ids[n % ids.length]));
  }
  const times = await Promise.all(answers);
  agent.destroy();
  return times;
}

function deliver(agent, hook, id) {
  const body = JSON.stringify({
    event: 'taskUpdated',
    task_id: id,
    webhook_id: hook.id,
    history_items: [
      {
        id: String(crypto.randomInt(2 ** 47)),
        type: 1,
        date: String(Date.now()),
        field: 'name',
        parent_id: hook.list_id,
        data: {},
        before: 'a',
        after: 'b'.repeat(500),
      },
    ],
  });
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-signature': crypto.createHmac('sha256', hook.secret).update(body).digest('hex'),
  };
  return new Promise((done, fail) => {
    const began = performance.now();
    http.request(hook.endpoint, { method: 'POST', agent, headers }, (res) => {
      res.resume();
      res.on('end', () =>
        res.statusCode === 200 ? done(performance.now() - began) : fail(new Error(`answered ${res.statusCode}`)),
      );
    }).on('error', fail).end(body);
  });
}
