// unzip.js: reads a ZIP as its table says; what does not fit is a failure.
import assert from 'node:assert/strict';
import { inflateRawSync } from 'node:zlib';

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let n = 0; n < 8; n++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

/* The entries of a ZIP by its table: { name: text }; of others { name: bytes }. */
export function unzip(bytes, read = String) {
  const out = {};
  const end = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  let at = bytes.readUInt32LE(end + 16);
  for (let n = bytes.readUInt16LE(end + 10); n > 0; n--) {
    const [crc, packed, size, length, from] = [
      bytes.readUInt32LE(at + 16), bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 24),
      bytes.readUInt16LE(at + 28), bytes.readUInt32LE(at + 42),
    ];
    const name = bytes.toString('utf8', at + 46, at + 46 + length);
    const data = from + 30 + bytes.readUInt16LE(from + 26);
    const text = inflateRawSync(bytes.subarray(data, data + packed));
    assert.deepEqual([text.length, crc32(text)], [size, crc]);
    assert.ok(!(name in out), `${name} comes once`);
    out[name] = read(text);
    at += 46 + length;
  }
  return out;
}
