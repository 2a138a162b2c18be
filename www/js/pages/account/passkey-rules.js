// passkey-rules: what a browser's passkeys give and take, as JSON; which name a new one gets. No DOM. Browsers that do
// it themselves (parseCreationOptionsFromJSON) are too new to count on.

export function bytesOf(text) {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (c) => c.charCodeAt(0));
}

export function textOf(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

const listOf = (list) => list.map((one) => ({ ...one, id: bytesOf(one.id) }));

export const creationOf = (options) => ({
  ...options,
  challenge: bytesOf(options.challenge),
  user: { ...options.user, id: bytesOf(options.user.id) },
  excludeCredentials: listOf(options.excludeCredentials),
});

export const requestOf = (options) => ({
  ...options,
  challenge: bytesOf(options.challenge),
  allowCredentials: listOf(options.allowCredentials),
});

/* What navigator.credentials.create gave. */
export const madeOf = ({ id, type, response }) => ({
  id,
  type,
  response: {
    clientDataJSON: textOf(response.clientDataJSON),
    attestationObject: textOf(response.attestationObject),
    transports: response.getTransports?.() ?? [],
  },
});

/* What navigator.credentials.get gave. */
export const signedOf = ({ id, type, response }) => ({
  id,
  type,
  response: {
    clientDataJSON: textOf(response.clientDataJSON),
    authenticatorData: textOf(response.authenticatorData),
    signature: textOf(response.signature),
    userHandle: response.userHandle ? textOf(response.userHandle) : null,
  },
});

/* A key of the words for what a browser refused; null: somebody closed its question, which needs no words. */
export function refusalOf({ name }) {
  if (name === 'InvalidStateError') return 'passkey.error.known';
  if (name === 'SecurityError') return 'passkey.error.address';
  if (name === 'NotSupportedError') return 'passkey.error.kind';
  return name === 'NotAllowedError' || name === 'AbortError' ? null : 'passkey.error.other';
}
