// server.js: what both simulated services share: routes, faults, the calls log, the rate limit.
import http from 'node:http';

// An answer that a handler throws to end the request.
export class Reply extends Error {
  constructor(status, body, headers = {}) {
    super(`reply ${status}`);
    Object.assign(this, { status, body, headers });
  }
}

const FAULTS = ['status', 'drop_before', 'drop_after', 'slow', 'held', 'drip', 'truncate', 'html', 'huge',
  'garbage', 'redirect', 'late'];
const CALLS_KEPT = 100_000;

/*
 * service: { name, limit: {count, window_ms}, routes, control, authorize(req), failure(status, server),
 *   missing(req), unread(status) and reset() }. A route is [method, '/path/:id', handler]; a
 * handler gets the request and gives the answer's body, or a Reply.
 */
export class Server {
  constructor(service) {
    this.service = service;
    this.routes = service.routes.map(compileRoute);
    this.controls = [...this.commonControls(), ...service.control].map(compileRoute);
    this.latencyMs = 0;
    this.clockMs = 0;
    this.limit = { ...service.limit };
    this.held = [];
    this.faults = [];
    this.clear();
    this.http = http.createServer((raw, res) => this.accept(raw, res));
    this.http.keepAliveTimeout = 60_000;
    this.sockets = new Set();
    this.http.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
      socket.on('error', () => {});
    });
  }

  clear() {
    this.clearFaults();
    this.calls = [];
    this.counts = new Map();
    this.buckets = new Map();
    this.late = [];
  }

  clearFaults() {
    this.release();
    this.faults = [];
  }

  /* Requests that are held are answered now, and no more are held. */
  release() {
    this.faults = this.faults.filter(({ kind }) => kind !== 'held');
    for (const go of this.held.splice(0)) go();
  }

  now() {
    return Date.now() + this.clockMs;
  }

  async start(port = 0) {
    await new Promise((resolve, reject) => {
      this.http.once('error', reject);
      this.http.listen(port, '127.0.0.1', resolve);
    });
    this.origin = `http://127.0.0.1:${this.http.address().port}`;
    return this.origin;
  }

  async stop() {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => { this.http.close(resolve); });
  }

  accept(raw, res) {
    const chunks = [];
    raw.on('data', (chunk) => chunks.push(chunk));
    raw.on('error', () => {});
    raw.on('end', () => {
      const req = request(raw, chunks);
      const done = req.path.startsWith('/__control') ? this.runControl(req) : this.answer(req, raw.socket);
      done.then((reply) => { if (reply) send(res, reply); })
        .catch((err) => { console.error(err); send(res, { status: 500, body: { error: String(err) } }); });
    });
  }

  async answer(req, socket) {
    const call = this.note(req);
    if (this.latencyMs) await sleep(this.latencyMs);
    await this.doLate();
    const fault = this.takeFault(req);
    call.fault = fault?.kind;
    if (fault?.kind === 'late') {
      this.late.push({ at: this.now() + (fault.delay_ms ?? 0), req });
      socket.destroy();
      return null;
    }
    if (fault?.kind === 'drop_before') { socket.destroy(); return null; }
    if (fault?.kind === 'slow') await sleep(fault.delay_ms ?? 1000);
    if (fault?.kind === 'held') await new Promise((go) => { this.held.push(go); });
    const early = fault && this.earlyFault(fault);
    if (early) { call.status = early.status; return early; }
    const reply = await this.serve(req);
    call.status = reply.status;
    if (fault?.kind === 'drop_after') { socket.destroy(); return null; }
    if (fault?.kind === 'truncate') return truncated(reply, fault, socket);
    if (fault?.kind === 'drip') return { ...reply, drip: fault };
    return reply;
  }

  // Requests whose answer was lost long before they were carried out: their time has come.
  async doLate() {
    const due = this.late.filter(({ at }) => at <= this.now());
    this.late = this.late.filter(({ at }) => at > this.now());
    for (const { req } of due) await this.serve(req);
  }

  async serve(req) {
    let limits = {};
    try {
      const route = find(this.routes, req);
      if (!route?.open) {
        if (!route) this.service.missing(req);
        this.service.authorize(req);
        limits = this.spend(req.token);
      }
      const body = await route.handler(req);
      return body instanceof Reply
        ? { status: body.status, body: body.body, headers: { ...limits, ...body.headers } }
        : { status: 200, body, headers: limits };
    } catch (err) {
      if (!(err instanceof Reply)) throw err;
      return { status: err.status, body: err.body, headers: { ...limits, ...err.headers } };
    }
  }

  // Counts the call against the token's window; a Reply with 429 when it is used up.
  spend(token) {
    const { count, window_ms: window } = this.limit;
    const now = this.now();
    let bucket = this.buckets.get(token);
    if (!bucket || now >= bucket.ends) {
      bucket = { used: 0, ends: now + window };
      this.buckets.set(token, bucket);
    }
    const headers = this.service.limitHeaders?.(
      count, count ? Math.max(0, count - bucket.used - 1) : 0, bucket.ends,
    ) ?? {};
    if (count && bucket.used >= count) throw this.service.failure(429, headers);
    bucket.used++;
    return headers;
  }

  note(req) {
    const call = {
      at: this.now(), method: req.method, path: req.path, query: req.query.toString(),
      auth: req.headers.authorization !== undefined,
    };
    this.calls.push(call);
    if (this.calls.length > CALLS_KEPT) this.calls.splice(0, CALLS_KEPT / 2);
    const key = `${req.method} ${req.path}`;
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
    return call;
  }

  takeFault(req) {
    for (const fault of this.faults) {
      if (fault.left <= 0) continue;
      if (fault.method && fault.method !== req.method) continue;
      if (!fault.match.test(req.path) && !fault.match.test(req.target)) continue;
      if (fault.skip > 0) { fault.skip--; continue; }
      fault.left--;
      fault.hits++;
      return fault;
    }
  }

  // The whole answer of a fault that does not run the handler.
  earlyFault(fault) {
    if (fault.kind === 'status') {
      const reset = Math.ceil((this.now() + (fault.reset_ms ?? 1000)) / 1000);
      const { status, body, headers } = this.service.failure(fault.status, fault.status === 429
        ? this.service.limitHeaders?.(this.limit.count, 0, reset * 1000) ?? {} : {});
      return { status, body: fault.body ?? body, headers: { ...headers, ...fault.headers } };
    }
    if (fault.kind === 'html') {
      const status = fault.status ?? 502;
      const title = `${status} ${http.STATUS_CODES[status]}`;
      const page = [
        '<html>', `<head><title>${title}</title></head>`, '<body>', `<center><h1>${title}</h1></center>`,
        '<hr><center>cloudflare</center>', '</body>', '</html>', '',
      ];
      return { status, html: page.join('\r\n') };
    }
    if (fault.kind === 'huge') return { status: 200, huge: fault.mb ?? 64 };
    if (fault.kind === 'garbage')
      return { status: 200, bytes: garbage(fault.bytes ?? 4096), headers: { 'content-type': 'application/json' } };
    if (fault.kind === 'redirect')
      return { status: fault.status ?? 302, bytes: Buffer.alloc(0), headers: { location: fault.to } };
  }

  async runControl(req) {
    try {
      const route = find(this.controls, { ...req, path: req.path.slice('/__control'.length) }, req);
      if (!route) return { status: 404, body: { error: 'no such control' } };
      return { status: 200, body: (await route.handler(req)) ?? { ok: true } };
    } catch (err) {
      return { status: 400, body: { error: err.message } };
    }
  }

  commonControls() {
    return [
      ['POST', '/faults', (req) => this.addFault(req.json())],
      ['GET', '/faults', () => this.faults],
      ['DELETE', '/faults', () => this.clearFaults()],
      ['POST', '/release', () => this.release()],
      ['POST', '/latency', (req) => { this.latencyMs = req.json().ms; }],
      ['POST', '/limit', (req) => { Object.assign(this.limit, req.json()); this.buckets.clear(); }],
      [
        'POST', '/clock',
        async (req) => { this.clockMs += req.json().advance_ms; await this.doLate(); return { now: this.now() }; },
      ],
      ['GET', '/calls', (req) => this.listCalls(req.query)],
      ['DELETE', '/calls', () => { this.calls = []; this.counts.clear(); }],
      [
        'POST', '/reset',
        () => {
          this.clear();
          this.latencyMs = 0;
          this.clockMs = 0;
          this.limit = { ...this.service.limit };
          this.service.reset();
        },
      ],
    ];
  }

  addFault(body) {
    if (!FAULTS.includes(body.kind)) throw new Error(`kind: one of ${FAULTS.join(', ')}`);
    const fault = { ...body, times: body.times ?? 1, left: body.times ?? 1, skip: body.skip ?? 0, hits: 0 };
    Object.defineProperty(fault, 'match', { value: new RegExp(body.path ?? '.') });
    this.faults = this.faults.filter(({ left }) => left > 0);
    this.faults.push(fault);
    return fault;
  }

  listCalls(query) {
    const path = query.get('path') && new RegExp(query.get('path'));
    const method = query.get('method');
    const calls = this.calls.filter((call) =>
      (!method || call.method === method) && (!path || path.test(call.path)));
    const counts = [...this.counts].filter(([key]) =>
      (!method || key.startsWith(`${method} `)) && (!path || path.test(key.slice(key.indexOf(' ') + 1))));
    return {
      total: counts.reduce((sum, [, count]) => sum + count, 0),
      counts: Object.fromEntries(counts),
      calls: query.get('list') === '0' ? [] : calls,
    };
  }
}

export function sleep(ms) {
  return new Promise((resolve) => { setTimeout(resolve, ms); });
}

function request(raw, chunks) {
  const at = raw.url.indexOf('?');
  const path = at < 0 ? raw.url : raw.url.slice(0, at);
  return {
    method: raw.method,
    target: raw.url,
    path,
    query: new URLSearchParams(at < 0 ? '' : raw.url.slice(at + 1)),
    headers: raw.headers,
    body: chunks.length === 1 ? chunks[0] : Buffer.concat(chunks),
    json() { return this.body.length ? JSON.parse(this.body.toString()) : {}; },
  };
}

function compileRoute([method, pattern, handler, options = {}]) {
  const names = [];
  const source = pattern.replace(/[.]/g, '\\.').replace(/:(\w+)/g, (_, name) => {
    names.push(name);
    return '([^/]+)';
  });
  return { method, match: new RegExp(`^${source}/?$`), names, handler, ...options };
}

// The route of a request; its :names are put into params of the request.
function find(routes, req, into = req) {
  for (const route of routes) {
    if (route.method !== req.method) continue;
    const hit = route.match.exec(req.path);
    if (!hit) continue;
    into.params = Object.fromEntries(route.names.map((name, n) => [name, decodeURIComponent(hit[n + 1])]));
    return route;
  }
}

function send(res, reply) {
  if (res.destroyed) return;
  const headers = { ...reply.headers };
  if (reply.huge) { sendHuge(res, reply.huge); return; }
  let bytes = reply.bytes;
  if (reply.html !== undefined) {
    bytes = Buffer.from(reply.html);
    headers['content-type'] = 'text/html; charset=utf-8';
  } else if (bytes === undefined) {
    if (reply.status === 204) bytes = Buffer.alloc(0);
    else if (Buffer.isBuffer(reply.body)) bytes = reply.body;
    else {
      bytes = Buffer.from(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
      headers['content-type'] ??= 'application/json; charset=utf-8';
    }
  }
  if (reply.status !== 204) headers['content-length'] = reply.claim ?? bytes.length;
  res.writeHead(reply.status, headers);
  if (reply.drip) drip(res, bytes, reply.drip);
  else if (reply.claim) res.write(bytes, () => reply.socket.destroy());
  else res.end(bytes);
}

// Half of the body: as a whole answer (bad JSON), or with {"cut": true} as a connection lost midway.
function truncated(reply, fault, socket) {
  const whole = reply.html ?? (Buffer.isBuffer(reply.body) ? reply.body : JSON.stringify(reply.body ?? ''));
  const bytes = Buffer.from(whole);
  const half = bytes.subarray(0, fault.bytes ?? bytes.length >> 1);
  return {
    ...reply, bytes: half, socket, claim: fault.cut ? bytes.length : undefined,
    headers: { 'content-type': 'application/json; charset=utf-8', ...reply.headers },
  };
}

function drip(res, bytes, { chunk = 1, every_ms: everyMs = 50 }) {
  let at = 0;
  const timer = setInterval(() => {
    if (res.destroyed) { clearInterval(timer); return; }
    res.write(bytes.subarray(at, at + chunk));
    at += chunk;
    if (at >= bytes.length) { clearInterval(timer); res.end(); }
  }, everyMs);
}

function sendHuge(res, mb) {
  res.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
  const block = Buffer.alloc(1 << 20, 'a');
  let left = mb;
  res.write('{"tasks":[],"filler":"');
  const pump = () => {
    while (left-- > 0) if (!res.write(block)) { res.once('drain', pump); return; }
    res.end('"}');
  };
  res.on('error', () => {});
  pump();
}

// The same bytes every time, among them ones that are never UTF-8.
function garbage(size) {
  const bytes = Buffer.alloc(size);
  let seed = 2463534242;
  for (let n = 0; n < size; n++) {
    seed ^= seed << 13; seed ^= seed >>> 17; seed ^= seed << 5;
    bytes[n] = seed & 255;
  }
  bytes[0] = 0xff;
  return bytes;
}
