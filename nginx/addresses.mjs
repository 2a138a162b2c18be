// addresses.mjs: what nginx knows of addresses, made from the one place where each is written: a
// program's table of routes (PROGRAM --routes) or a page's line in www/js/routes.js.
//	addresses.mjs FOLDER	writes programs.conf, locations.conf and refusals.conf into it
//	addresses.mjs --check	holds the routes against www/openapi.d/PROGRAM.json
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = join(dirname(fileURLToPath(import.meta.url)), '..');
const build = join(home, 'build');

/* [{ name, program }] of nginx/pools. */
export function readPools() {
  return readFileSync(join(home, 'nginx/pools'), 'utf8').replace(/#.*/g, '').split('\n').filter((line) => line.trim())
    .map((line) => line.trim().split(/\s+/)).map(([name, program]) => ({ name, program }));
}

/* [{ pool, method, path, role, flags: [word] }], of text as a program prints it. */
export function readRoutes(pool, text) {
  return text.trimEnd().split('\n').map((line) => line.split('\t')).map(([method, path, role, flags]) =>
    ({ pool, method, path, role, flags: flags === '-' ? [] : flags.split(',') }));
}

export function allRoutes() {
  return readPools().flatMap(({ name, program }) =>
    readRoutes(name, execFileSync(join(build, 'cgi-bin', program), ['--routes'], { encoding: 'utf8' })));
}

const shapeOf = (path) => path.replace(/:\w+/g, ':');
const paramsOf = (path) => path.split(':').length - 1;

// Both shapes take one and the same address.
function meet(a, b) {
  const [left, right] = [shapeOf(a).split('/'), shapeOf(b).split('/')];
  return left.length === right.length && left.every((part, i) => part === right[i] || part === ':' || right[i] === ':');
}

/* What is wrong with the table by itself, as lines. An address belongs to one program. */
export function routeFaults(routes) {
  const faults = [];
  const seen = new Map();
  for (const route of routes) {
    const key = `${route.method} ${shapeOf(route.path)}`;
    if (seen.has(key)) faults.push(`${route.method} ${route.path}: twice, in ${seen.get(key)} and ${route.pool}`);
    seen.set(key, route.pool);
  }
  routes.forEach((a, i) => {
    for (const b of routes.slice(i + 1)) {
      if (a.pool !== b.pool && paramsOf(a.path) === paramsOf(b.path) && meet(a.path, b.path)) {
        faults.push(`${a.method} ${a.path} of ${a.pool} takes addresses of ${b.method} ${b.path} of ${b.pool}`);
      }
    }
  });
  return faults;
}

/* parts: { pool: document of www/openapi.d }. Each route is described by its program's file, and nothing else is. */
export function openapiFaults(routes, parts) {
  const known = routes.filter(
    ({ flags }) => !flags.includes('internal')
  ).map(({ pool, method, path }) => `${pool}: ${method} ${shapeOf(path)}`);
  const described = Object.entries(parts).flatMap(([pool, { paths }]) => Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).filter((key) => key !== 'parameters').map(
      (method) => `${pool}: ${method.toUpperCase()} ${path.replace(/\{\w+\}/g, ':')}`
    )));
  const lacking = (these, those) => these.filter((one) => !those.includes(one));
  return [...lacking(known, described).map((one) => `${one}: not described in www/openapi.d`),
    ...lacking(described, known).map((one) => `${one}: described, but no route`)];
}

const regexOf = (path, part = '[^/]+') =>
  `^${path.replace(/\/$/, '').replace(/:\w+/g, part).replaceAll('.', '\\.')}/?$`;

/*
 * For map $uri $program: whose address it is. As web_route.c chooses, the shape with the fewest
 * parameters wins. Addresses without any are found by hash (nginx ignores their case, the program does not).
 */
export function programMap(routes) {
  const owner = new Map(routes.filter(
    ({ flags }) => !flags.includes('internal')
  ).map(({ path, pool }) => [path, pool]));
  return [...owner].sort(([a], [b]) => paramsOf(a) - paramsOf(b)).flatMap(([path, pool]) =>
    (paramsOf(path) > 0 ? [`"~${regexOf(path)}"`] : [`"${path}"`, `"${path}/"`]).map(
      (key) => `\t\t${key} ${pool};\n`
    )).join('');
}

/* What the document of a page is called: /clickup/task/:id/ is clickup-task-id. */
export const pageName = ({ path }) => path.replace(/\W+/g, '-').replace(/^-|-$/g, '') || 'first';

/* For map $uri $page_name: routes of www/js/routes.js; a former address has the document of the present one. */
export function pageMap(routes) {
  return routes.map(({ path, digits, moved }) =>
    `\t\t"~${regexOf(path, digits ? '[0-9]+' : '[^/]+')}" ${pageName({ path: moved ?? path })};\n`).join('');
}

/* A location for each address whose flag asks for another policy: nginx/location-FLAG.conf. */
export function locations(routes) {
  return [
    'file', 'files', 'local', 'internal',
  ].flatMap((flag) => routes.filter(({ flags }) => flags.includes(flag)).map(({ path, pool }) =>
    `\t\tlocation ~ ${regexOf(path)} {\n\t\t\tinclude @CONF@/location-${flag}.conf;\n` +
    `\t\t\tfastcgi_pass ${pool};\n\t\t}\n`)).join('');
}

/* For map $uri $body_max: megabytes of a request where they are not those of most (nginx.conf, location-files.conf). */
export function bodies(routes) {
  return routes.filter(({ flags }) => flags.includes('files'))
    .map(({ path }) => `\t\t"~${regexOf(path)}" 65;\n`).join('');
}

/* nginx's own refusals: status -> the code that programs read, the message that people do. */
const REFUSALS = {
  400: ['http', 'io.nginx.400'], 403: ['denied', 'io.nginx.403'], 404: ['absent', 'io.nginx.404'],
  405: ['method', 'method'], 412: ['http', 'io.nginx.412'], 416: ['http', 'io.nginx.416'],
  413: ['too_large', 'io.nginx.413'], 414: ['too_large', 'io.nginx.414'], 429: ['busy', 'io.nginx.429'],
  426: ['io.upgrade', 'io.nginx.426'], 431: ['too_large', 'io.nginx.431'],
  421: ['io.host', 'io.nginx.421'], 500: ['internal', 'internal'], 503: ['down', 'io.nginx.503'],
  507: ['io.disk_full', 'io.nginx.507'],
};

/* For map "$status$english" $said. text: code -> { ru, en }; %s in one: how many megabytes hold. */
export function refusals(text) {
  return Object.entries(REFUSALS).flatMap(([status, [code, detail]]) => ['ru', 'en'].map((lang, english) => {
    const members = {
      title: text[`io.status.${status}`][lang], status: Number(status), code, detail: text[detail][lang],
    };
    const json = JSON.stringify(members).slice(1, -1);
    if (/['\\$]/.test(json)) throw new Error(`${detail}: nginx cannot say ${json}`);
    return `\t\t${status}${english} '${json.replace('%s', '${body_max}')}';\n`;
  })).join('');
}

function readMessages() {
  const codes = [
    ...new Set(Object.entries(REFUSALS).flatMap(([status, [, detail]]) => [`io.status.${status}`, detail]))
  ];
  const lines = execFileSync(
    join(build, 'hirewire'), ['messages', ...codes], { encoding: 'utf8' },
  ).trimEnd().split('\n');
  return Object.fromEntries(lines.map((line) => line.split('\t')).map(([code, ru, en]) => [code, { ru, en }]));
}

function stop(faults) {
  if (faults.length === 0) return;
  process.stderr.write(`${faults.join('\n')}\n`);
  process.exit(1);
}

function check() {
  const routes = allRoutes();
  const folder = join(home, 'www/openapi.d');
  const parts = Object.fromEntries(readdirSync(folder).map((name) => [
    name.replace(/\.json$/, ''), JSON.parse(readFileSync(join(folder, name), 'utf8')),
  ]));
  stop([...routeFaults(routes), ...openapiFaults(routes, parts)]);
}

function writeAll(folder) {
  const routes = allRoutes();
  stop(routeFaults(routes));
  mkdirSync(folder, { recursive: true });
  const files = {
    'programs.conf': programMap(routes), 'locations.conf': locations(routes), 'refusals.conf': refusals(readMessages()),
    'bodies.conf': bodies(routes),
  };
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv[2] === '--check') check();
  else writeAll(process.argv[2]);
}
