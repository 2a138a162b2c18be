// Makes answers.json beside it and what the fuzzer begins with: node tests/data/webauthn/make.mjs.
import { writeFileSync } from 'node:fs';
import { Authenticator, cbor } from '../../lib/authenticator.js';

const here = (name) => new URL(name, import.meta.url);
const origin = 'https://hire.example.org:8443';
const challenge = 'c2FtcGxlLWNoYWxsZW5nZS1vZi0zMi1ieXRlcy0xMjM';
const all = ['ES256', 'EdDSA', 'RS256', 'ES384'].map((kind) => {
  const key = new Authenticator({ origin, kind });
  const made = key.create({ rp: { id: 'hire.example.org' }, user: { id: 'aGFuZGxl' }, challenge });
  const used = key.get({ rpId: 'hire.example.org', challenge });
  writeFileSync(
    here(`../../fuzz/seed/webauthn/${kind}.cbor`), Buffer.from(made.response.attestationObject, 'base64url'),
  );
  return {
    kind, create: made.response.clientDataJSON, attestation: made.response.attestationObject,
    get: used.response.clientDataJSON, authenticator: used.response.authenticatorData,
    signature: used.response.signature,
  };
});
writeFileSync(here('answers.json'), `${JSON.stringify(all, null, 1)}\n`);
const packed = {
  fmt: 'packed', attStmt: { alg: -7, sig: Buffer.alloc(70), x5c: [Buffer.alloc(300)] }, authData: Buffer.alloc(37),
};
writeFileSync(here('../../fuzz/seed/webauthn/packed.cbor'), cbor(packed));
