// openapi.js: answers held against www/openapi.json: the route must be described, the status, the document.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const require = createRequire(import.meta.url);
const Ajv = require('ajv/dist/2020').default;
const addFormats = require('ajv-formats').default;

export const description = JSON.parse(
  execFileSync(process.execPath, [join(root, 'nginx/www.mjs'), '--openapi'], { encoding: 'utf8', maxBuffer: 1 << 26 }),
);

const ajv = addFormats(new Ajv({ strict: false, allErrors: true }));
ajv.addSchema(description, 'hirewire');

const paths = Object.keys(description.paths)
  .map((path) => ({ path, form: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}/?$`) }))
  .sort((a, b) => a.path.split('{').length - b.path.split('{').length);

/* What is wrong with an answer, as lines; none: it is as described. */
export function faults(method, url, res) {
  const bare = url.split('?')[0];
  const found = paths.find(({ form }) => form.test(bare));
  const operation = found && description.paths[found.path][method.toLowerCase()];
  if (!operation) return [`${method} ${bare}: not described`];
  let answer = operation.responses[res.status];
  if (!answer && res.status >= 400) answer = operation.responses.default;
  if (!answer) return [`${method} ${bare}: ${res.status} is not described`];
  if (answer.$ref) answer = answer.$ref.slice(2).split('/').reduce((at, name) => at[name], description);
  const type = (res.headers['content-type'] ?? '').split(';')[0];
  if (!answer.content) return res.text === '' ? [] : [`${method} ${bare}: ${res.status} has no body`];
  if (!answer.content[type]) return [`${method} ${bare}: ${res.status} is not ${type}`];
  return res.json === undefined
    ? []
    : schemaFaults(answer.content[type].schema, res.json).map((line) => `${method} ${bare}: ${line}`);
}

const made = new Map();
function schemaFaults(schema, json) {
  const key = JSON.stringify(schema);
  if (!made.has(key)) made.set(key, ajv.compile(JSON.parse(key.replaceAll('"#/', '"hirewire#/'))));
  const validate = made.get(key);
  return validate(json)
    ? []
    : validate.errors.map(
        ({ instancePath, message, params }) => `${instancePath || '/'} ${message} ${JSON.stringify(params)}`,
      );
}

/* A client whose every answer is held against the description; client.wrong collects. */
export function watched(client) {
  const raw = client.raw.bind(client);
  client.wrong = [];
  client.raw = async (method, path, opts) => {
    const res = await raw(method, path, opts);
    client.wrong.push(...faults(method, path, res));
    return res;
  };
  return client;
}
