// authenticator.js: an authenticator in software: makes passkeys and signs with them, as browsers hand it on in JSON
// (W3C Web Authentication Level 3). What it says can be bent, for what a server has to refuse.
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const FLAGS = { present: 0x01, verified: 0x04, eligible: 0x08, backedUp: 0x10, credential: 0x40, extensions: 0x80 };
const KINDS = {
  ES256: { alg: -7, make: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }), hash: 'sha256' },
  EdDSA: { alg: -8, make: () => generateKeyPairSync('ed25519'), hash: null },
  RS256: { alg: -257, make: () => generateKeyPairSync('rsa', { modulusLength: 2048 }), hash: 'sha256' },
  ES384: { alg: -35, make: () => generateKeyPairSync('ec', { namedCurve: 'P-384' }), hash: 'sha384' },
};

export const b64 = (bytes) => Buffer.from(bytes).toString('base64url');
const bytes = (text) => Buffer.from(text, 'base64url');
const sha256 = (data) => createHash('sha256').update(data).digest();

/* --- CBOR: flags, numbers, bytes, texts, arrays, maps --- */

function head(major, n) {
  if (n < 24) return Buffer.from([(major << 5) | n]);
  if (n < 256) return Buffer.from([(major << 5) | 24, n]);
  return Buffer.from([(major << 5) | 25, n >> 8, n & 255]);
}

export function cbor(value) {
  if (typeof value === 'boolean') return Buffer.from([value ? 0xf5 : 0xf4]);
  if (Number.isInteger(value)) return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(cbor)]);
  const pairs = value instanceof Map ? [...value] : Object.entries(value);
  return Buffer.concat([head(5, pairs.length), ...pairs.flat().map(cbor)]);
}

function coseOf(publicKey, alg) {
  const jwk = publicKey.export({ format: 'jwk' });
  if (jwk.kty === 'EC')
    return cbor(new Map([[1, 2], [3, alg], [-1, alg === -7 ? 1 : 2], [-2, bytes(jwk.x)], [-3, bytes(jwk.y)]]));
  if (jwk.kty === 'OKP') return cbor(new Map([[1, 1], [3, alg], [-1, 6], [-2, bytes(jwk.x)]]));
  return cbor(new Map([[1, 3], [3, alg], [-1, bytes(jwk.n)], [-2, bytes(jwk.e)]]));
}

const flagsOf = (names) => names.reduce((all, name) => all | FLAGS[name], 0);

/*
 * One passkey after create(). origin: of the page. flags: what it says at each deed, beside what it has to.
 * counts: it counts its signatures.
 */
export class Authenticator {
  constructor({ origin, kind = 'ES256', flags = ['present', 'verified'], counts = true }) {
    Object.assign(this, { origin, kind: KINDS[kind], flags, counter: counts ? 1 : 0, counts });
    this.keys = this.kind.make();
    this.id = randomBytes(32);
  }

  data(rpId, flags, rest = Buffer.alloc(0)) {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(this.counter);
    return Buffer.concat([sha256(rpId), Buffer.from([flagsOf(flags)]), count, rest]);
  }

  client(type, challenge, { origin = this.origin, ...more } = {}) {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false, ...more }));
  }

  /*
   * RegistrationResponseJSON for these options. bend: client, flags, fmt, attStmt, rpId, tail (of the key),
   * transports.
   */
  create(options, bend = {}) {
    this.handle = options.user.id;
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.id.length);
    const rest = Buffer.concat([
      Buffer.alloc(16), length, this.id, bend.cose ?? coseOf(this.keys.publicKey, this.kind.alg),
      bend.tail ?? Buffer.alloc(0),
    ]);
    const authData = this.data(bend.rpId ?? options.rp.id, [...(bend.flags ?? this.flags), 'credential'], rest);
    const client = this.client('webauthn.create', options.challenge, bend.client);
    return {
      id: b64(this.id), rawId: b64(this.id), type: 'public-key', authenticatorAttachment: 'platform',
      clientExtensionResults: {},
      response: {
        clientDataJSON: b64(client),
        attestationObject: b64(
          bend.attestation ?? cbor({ fmt: bend.fmt ?? 'none', attStmt: bend.attStmt ?? {}, authData })
        ),
        transports: 'transports' in bend ? bend.transports : ['internal', 'hybrid'],
      },
    };
  }

  /* AuthenticationResponseJSON. bend: client, flags, rpId, handle, counter, tail, keys. */
  get(options, bend = {}) {
    if (this.counts) this.counter++;
    if (bend.counter !== undefined) this.counter = bend.counter;
    const data = this.data(bend.rpId ?? options.rpId, bend.flags ?? this.flags, bend.tail);
    const client = this.client('webauthn.get', options.challenge, bend.client);
    const signature = sign(this.kind.hash, Buffer.concat([data, sha256(client)]), (bend.keys ?? this.keys).privateKey);
    return {
      id: b64(this.id), rawId: b64(this.id), type: 'public-key', authenticatorAttachment: 'platform',
      clientExtensionResults: {},
      response: {
        clientDataJSON: b64(client), authenticatorData: b64(data), signature: b64(signature),
        userHandle: bend.handle === undefined ? this.handle : bend.handle,
      },
    };
  }
}
