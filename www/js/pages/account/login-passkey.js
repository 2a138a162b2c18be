// login-passkey: a sign-in by a passkey: by a button, or chosen where the e-mail is entered.
import { html, useState, useEffect, useRef } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { aborted } from '../../lib/api.js';
import { Button } from '../../ui/button.js';
import { askPasskey, canPasskey, offersInField, refusal, signPasskey } from './passkey.js';

const FRESH_MS = 240_000;   // a challenge is good for five minutes

/*
 * values: what the options are asked with. send(signed) signs in. inField: the browser also offers passkeys at the
 * field whose autocomplete says webauthn. off: not here. -> { can, busy, error, sign }; sign belongs in a click.
 */
export function usePasskey({ values, send, inField, off }) {
  const can = !off && canPasskey();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(null);
  const ready = useRef(null);    // options that nobody has signed
  const waiting = useRef(null);  // ends the offer at the field
  const gone = useRef(false);
  const refused = useRef(false);

  /* quiet: nobody asked for it yet. What the browser does not allow at this address is then no error. */
  const finish = async (signing, quiet = false) => {
    try {
      const signed = await signing;
      ready.current = null;
      await send(signed);
    } catch (problem) {
      if (aborted(problem) || gone.current || (quiet && problem.name === 'SecurityError')) return;
      setError(refusal(problem));
      // A passkey that was refused is not taken again before somebody asks for it.
      refused.current ||= !(problem instanceof DOMException);
      prepare();
    }
  };
  const offer = async () => {
    if (!inField || gone.current || refused.current || !(await offersInField()) || !ready.current) return;
    waiting.current?.abort();
    waiting.current = new AbortController();
    finish(signPasskey(ready.current, { mediation: 'conditional', signal: waiting.current.signal }), true);
  };
  const prepare = () =>
    askPasskey(values).then((options) => {
      ready.current = options;
      return offer();
    }).catch(() => { ready.current = null; });
  useEffect(() => {
    if (!can) return undefined;
    prepare();
    const timer = setInterval(prepare, FRESH_MS);
    return () => {
      gone.current = true;
      clearInterval(timer);
      waiting.current?.abort();
    };
  }, []);
  const sign = async () => {
    waiting.current?.abort();
    setError(null);
    setBusy(true);
    await finish(ready.current ? signPasskey(ready.current) : askPasskey(values).then(signPasskey));
    setBusy(false);
  };
  return { can, busy, error, sign };
}

export const PasskeyButton = ({ passkey, main }) => passkey.can && html`<${Button}
  main=${main} icon="fingerprint" busy=${passkey.busy} onClick=${passkey.sign}
>
  ${t('login.passkey')}
</${Button}>`;
