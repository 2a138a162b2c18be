// s3.js: one bucket of a service that does as S3: addresses that are signed for a while (AWS Signature Version 4), and
// what is put, given and dropped by them.
import crypto from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';

const DAY_S = 86_400;
const hmac = (key, text) => crypto.createHmac('sha256', key).update(text).digest();
const sha256 = (text) => crypto.createHash('sha256').update(text).digest('hex');
const escaped = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (sign) =>
  `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

export class Bucket {
  constructor({ name = 'hirewire', key = 'a-key-of-ours', secret = 'a-secret-of-ours', region = 'us-east-1' } = {}) {
    Object.assign(this, { name, key, secret, region, objects: new Map(), calls: [], cuts: { PUT: 0, GET: 0 } });
  }

  async start(port = 0) {
    this.server = http.createServer((req, res) => this.answer(req, res));
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = this.server.address().port;
    return this;
  }

  stop() {
    return new Promise((done) => {
      this.server.close(done);
      this.server.closeAllConnections();
    });
  }

  get url() { return `s3://${this.name}?endpoint=http://127.0.0.1:${this.port}`; }

  // Why it is refused; '' when it is signed as it must be.
  wrong(req, url) {
    const given = Object.fromEntries(url.searchParams);
    const at = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(given['X-Amz-Date'] ?? '');
    if (!at || given['X-Amz-Algorithm'] !== 'AWS4-HMAC-SHA256') return 'AuthorizationQueryParametersError';
    const day = at.slice(1, 4).join('');
    const scope = `${day}/${this.region}/s3/aws4_request`;
    if (given['X-Amz-Credential'] !== `${this.key}/${scope}`) return 'InvalidAccessKeyId';
    const age = (Date.now() - Date.parse(`${at.slice(1, 4).join('-')}T${at.slice(4).join(':')}Z`)) / 1000;
    const lasts = Number(given['X-Amz-Expires']);
    if (!(lasts > 0 && lasts <= 7 * DAY_S) || age > lasts || age < -15 * 60) return 'AccessDenied: expired';
    const query = [...url.searchParams].filter(([name]) => name !== 'X-Amz-Signature')
      .sort(([a], [b]) => (a < b ? -1 : 1)).map((pair) => pair.map(escaped).join('=')).join('&');
    const path = url.pathname.split('/').map((part) => escaped(decodeURIComponent(part))).join('/');
    const asked = [req.method, path, query, `host:${req.headers.host}`, '', 'host', 'UNSIGNED-PAYLOAD'].join('\n');
    const text = ['AWS4-HMAC-SHA256', given['X-Amz-Date'], scope, sha256(asked)].join('\n');
    const key = [day, this.region, 's3', 'aws4_request'].reduce(hmac, `AWS4${this.secret}`);
    return hmac(key, text).toString('hex') === given['X-Amz-Signature'] ? '' : 'SignatureDoesNotMatch';
  }

  /* So many of those calls break off in the middle. */
  cut(method, times) { this.cuts[method] = times; }

  breaks(req) {
    if (!(this.cuts[req.method] > 0)) return false;
    this.cuts[req.method]--;
    return true;
  }

  /* What came; null: it broke off. */
  async take(req) {
    const breaks = req.method === 'PUT' && this.breaks(req);
    const chunks = [];
    let came = 0;
    for await (const chunk of req) {
      chunks.push(chunk);
      came += chunk.length;
      if (breaks && came >= Number(req.headers['content-length']) / 2) {
        req.socket.destroy();
        return null;
      }
    }
    return Buffer.concat(chunks);
  }

  async answer(req, res) {
    const url = new URL(req.url, 'http://x');
    const wrong = this.wrong(req, url);
    const name = url.pathname.slice(this.name.length + 2);
    this.calls.push(`${req.method} ${name}`);
    const body = await this.take(req);
    if (body === null) return null;
    const refuse = (status, code) => {
      res.writeHead(status, { 'Content-Type': 'application/xml' });
      res.end(`<Error><Code>${code}</Code></Error>`);
    };
    if (wrong) return refuse(403, wrong);
    if (!url.pathname.startsWith(`/${this.name}/`)) return refuse(404, 'NoSuchBucket');
    if (req.method === 'PUT') {
      this.objects.set(name, body);
      return res.end();
    }
    if (req.method === 'DELETE') {
      this.objects.delete(name);
      res.writeHead(204);
      return res.end();
    }
    if (!this.objects.has(name)) return refuse(404, 'NoSuchKey');
    res.writeHead(200, {
      'Content-Length': this.objects.get(name).length,
      'Content-Type': url.searchParams.get('response-content-type') ?? 'application/octet-stream',
      ...url.searchParams.has('response-content-disposition') && {
        'Content-Disposition': url.searchParams.get('response-content-disposition'),
      },
    });
    const object = this.objects.get(name);
    if (!this.breaks(req)) return res.end(object);
    return res.write(object.subarray(0, object.length / 2), () => req.socket.destroy());
  }
}
