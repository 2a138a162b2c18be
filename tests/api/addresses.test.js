// addresses: nginx's table is made of the programs' own: each route is reachable, by the program that owns it.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { allRoutes, openapiFaults, pageMap, programMap, readRoutes, routeFaults } from '../../nginx/addresses.mjs';
import { root, startHouse } from '../lib/house.js';

const HTML = { headers: { Accept: 'text/html' } };

describe('the table of addresses', () => {
  let house; let bin;
  before(async () => {
    // The house reads the made files of its own folder of programs, which a test may change.
    const built = resolve(root, process.env.HIREWIRE_BIN ?? 'build');
    bin = mkdtempSync(join(tmpdir(), 'hw-bin-'));
    for (const name of ['cgi-bin', 'hirewire']) symlinkSync(join(built, name), join(bin, name));
    cpSync(join(root, 'build/nginx'), join(bin, 'nginx'), { recursive: true });
    house = await startHouse({ env: { HIREWIRE_BIN: bin, LOG_LEVEL: 'debug' } });
  });
  after(async () => {
    await house.stop();
    rmSync(bin, { recursive: true });
  });

  /* The ids of requests -> the programs whose log has them. */
  async function answeredBy(ids) {
    await house.until(() => { const log = house.log('pool'); return ids.every((id) => log.includes(id)); });
    const lines = house.log('pool').split('\n').filter(
      (line) => line.includes('"msg":"request"')
    ).map((line) => JSON.parse(line));
    const programs = new Map(lines.map(({ request_id: id, program }) => [id, program]));
    return ids.map((id) => programs.get(id));
  }

  it('every route is reachable through nginx, with and without the slash, by the program that owns it', async () => {
    const routes = allRoutes().filter(({ flags }) => !flags.includes('internal'));
    const paths = [...new Set(routes.map(({ path }) => path))];
    assert.ok(paths.length > 80);
    const asked = [];
    for (const path of paths) {
      const list = routes.filter((route) => route.path === path);
      for (const slash of ['', '/']) {
        const res = await house.anonymous().raw('OPTIONS', path.replace(/:\w+/g, '7') + slash);
        assert.equal(res.status, 204, path);
        const allowed = res.headers.allow.split(', ');
        assert.deepEqual(list.map(({ method }) => method).filter((method) => !allowed.includes(method)), [], path);
        asked.push({ id: res.headers['x-request-id'], path, pool: list[0].pool });
      }
    }
    const programs = await answeredBy(asked.map(({ id }) => id));
    assert.deepEqual(asked.filter(({ pool }, i) => pool !== programs[i]), []);
  });

  it('what only nginx asks is not reachable', async () => {
    for (const { path } of allRoutes().filter(({ flags }) => flags.includes('internal'))) {
      assert.equal((await house.anonymous().get(path)).status, 404, path);
    }
  });

  it('an address that no program has is refused by nginx itself', async () => {
    const res = await house.anonymous().get('/api/v1/users/7/nothing');
    assert.equal(res.status, 404);
    assert.equal(res.json.code, 'absent');
    assert.equal(house.log('pool').includes(res.headers['x-request-id']), false);
  });

  it('a page takes GET and HEAD alone', async () => {
    const page = await house.anonymous().raw('POST', '/people/');
    assert.deepEqual([page.status, page.headers.allow, page.json.code], [405, 'GET, HEAD', 'method']);
    assert.equal((await house.anonymous().get('/people/', HTML)).status, 200);
    assert.equal((await house.anonymous().get('/people/')).status, 404, 'no JSON of its own');
  });

  it('nginx says what the messages say', async () => {
    const { stdout } = await house.run(
      'hirewire', ['messages', 'io.nginx.404', 'io.status.404'], { env: { HIREWIRE_CONF: '/nonexistent' } },
    );
    const [[, detail], [, title]] = stdout.trimEnd().split('\n').map((line) => line.split('\t'));
    const { json } = await house.anonymous().get('/api/v1/users/7/nothing');
    assert.deepEqual([json.detail, json.title], [detail, title]);
    assert.equal((await house.run('hirewire', ['messages', 'no.such'])).code, 1);
  });

  it('an address of a new build works after a reload', async () => {
    const path = '/a-new/address';
    assert.equal((await house.anonymous().get(path)).json.code, 'absent');
    const made = join(bin, 'nginx/programs.conf');
    writeFileSync(made, `${readFileSync(made, 'utf8')}\t\t"${path}" health;\n`);
    await new Promise((done, fail) => {
      execFile(
        join(root, 'nginx/start'), ['reload'], { env: house.env },
        (error, out, err) => (error ? fail(new Error(out + err)) : done()),
      );
    });
    const id = await house.until(async () => {
      const res = await house.anonymous().get(path).catch(() => null);
      return res?.headers['x-request-id'] && house.log('pool').includes(
        res.headers['x-request-id']
      ) && res.headers['x-request-id'];
    });
    assert.deepEqual(await answeredBy([id]), ['health']);
  });
});

describe('the check of the table', () => {
  const table = (pool, ...lines) => readRoutes(pool, lines.map((line) => line.replaceAll(' ', '\t')).join('\n'));
  const one = table('one', 'GET /a none public', 'GET /a/:id member -', 'DELETE /a/:id member -');

  it('reads what a program prints', () => {
    assert.deepEqual(one[1], { pool: 'one', method: 'GET', path: '/a/:id', role: 'member', flags: [] });
    assert.deepEqual(one[0].flags, ['public']);
  });

  for (const [title, lines, fault] of [
    ['the same route', ['GET /a member -'], 'GET /a: twice, in one and two'],
    ['the same with another name', ['GET /a/:other member -'], 'GET /a/:other: twice, in one and two'],
    ['another method of it', ['POST /a member -'], 'GET /a of one takes addresses of POST /a of two'],
    ['a shape that takes the same address', ['GET /:any member -'], null],
    [
      'a shape of as many parameters', ['GET /:any/b member -'],
      'GET /a/:id of one takes addresses of GET /:any/b of two',
    ],
    ['a longer one', ['GET /a/:id/b member -'], null],
    ['one that is more exact', ['GET /a/b member -'], null],
  ]) {
    it(`${fault ? 'refuses' : 'takes'} ${title} in a second program`, () => {
      const faults = routeFaults([...one, ...table('two', ...lines)]);
      if (fault) assert.ok(faults.includes(fault), faults.join());
      else assert.deepEqual(faults, []);
    });
  }

  it('refuses a route twice in one program', () => {
    assert.deepEqual(routeFaults([...one, one[0]]), ['GET /a: twice, in one and one']);
  });

  it('wants each route described, in the file of its program, and nothing else', () => {
    const whole = { one: { paths: { '/a': { get: {} }, '/a/{id}': { parameters: [], get: {}, delete: {} } } } };
    assert.deepEqual(openapiFaults(one, whole), []);
    const { '/a': moved, ...rest } = whole.one.paths;
    assert.deepEqual(openapiFaults(one, { one: { paths: rest } }), ['one: GET /a: not described in www/openapi.d']);
    assert.deepEqual(openapiFaults(one, { one: { paths: rest }, two: { paths: { '/a': moved } } }),
      ['one: GET /a: not described in www/openapi.d', 'two: GET /a: described, but no route']);
    assert.deepEqual(openapiFaults(one.slice(1), { one: { paths: rest } }), []);
  });

  it('lets an exact address win over a shape, whoever was first', () => {
    const both = [...table('two', 'GET /b/:id member -'), ...table('one', 'GET /b/exact member -')];
    assert.equal(programMap(both), '\t\t"/b/exact" one;\n\t\t"/b/exact/" one;\n\t\t"~^/b/[^/]+/?$" two;\n');
  });

  it('makes pages of the routes of the front end', () => {
    const pages = [
      { path: '/' }, { path: '/t/:id/', digits: true }, { path: '/t/:id/edit/' }, { path: '/old/', moved: '/t/:id/' },
    ];
    assert.equal(pageMap(pages), [
      '\t\t"~^/?$" first;\n', '\t\t"~^/t/[0-9]+/?$" t-id;\n', '\t\t"~^/t/[^/]+/edit/?$" t-id-edit;\n',
      '\t\t"~^/old/?$" t-id;\n',
    ].join(''));
  });
});
