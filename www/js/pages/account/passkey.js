// passkey: the browser's passkeys: one made, one asked for a signature. A question to the person begins in the very
// click that wants it (Safari takes none later), so options are fetched before.
import { post } from '../../lib/api.js';
import { t } from '../../lib/i18n.js';
import { creationOf, requestOf, madeOf, signedOf, refusalOf } from './passkey-rules.js';

/* Without https, or in an old browser, there are none. */
export const canPasskey = () => Boolean(globalThis.PublicKeyCredential && navigator.credentials?.create);

/* A refusal of the browser as an error of ours; null: the person closed the question. */
export function refusal(error) {
  if (!(error instanceof DOMException)) return error;
  const words = refusalOf(error);
  return words && Object.assign(new Error(error.name), { code: 'account.passkey', detail: t(words) });
}

export const makePasskey = (options) =>
  navigator.credentials.create({ publicKey: creationOf(options) }).then(madeOf);

/* rest: signal, mediation. */
export const signPasskey = (options, rest) =>
  navigator.credentials.get({ publicKey: requestOf(options), ...rest }).then(signedOf);

/* values: of the first step ({ email, password } or { token }), or {} for a sign-in without one. */
export const askPasskey = (values) => post('/api/v1/auth/passkey/options', values, { open: true });

export const offersInField = async () =>
  canPasskey() && Boolean(await globalThis.PublicKeyCredential.isConditionalMediationAvailable?.().catch(() => false));
