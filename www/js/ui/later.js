// later: a part of a page whose module is not needed to draw the page: dialogs above all.
import { h, html, useEffect, useState } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { once, onHand } from '../lib/late.js';
import { ErrorNote, Skeleton } from './states.js';
import { toast } from './toast.js';
import { TypeAhead } from './type-ahead.js';

/*
 * read(): its module, and what else it needs; name: of what that exports. It is read when somebody's hand is there, or
 * when it is first shown. What is typed before a dialog is there waits for it; where it does not come, that is said and
 * onClose() is called. A part that cannot be closed has a skeleton meanwhile, of so many rows, and can be asked for
 * again.
 */
export function later(read, name, { rows = 6 } = {}) {
  const known = { Part: null };
  const get = once(() => read().then((module) => { known.Part = module[name]; }));
  /* Whoever then needs it asks again, and is told. */
  onHand(() => get().catch(() => {}));
  return function Later(props) {
    const [error, setError] = useState(null);
    const [, setReady] = useState(Boolean(known.Part));
    const bring = () => {
      setError(null);
      get().then(
        () => setReady(true),
        (problem) => {
          if (!props.onClose) return setError(problem);
          toast(t('error.offline'));
          return props.onClose();
        },
      );
    };
    useEffect(() => { if (!known.Part) bring(); }, []);
    if (known.Part) return h(known.Part, props);
    if (props.onClose) return html`<${TypeAhead} onCancel=${props.onClose} />`;
    return error ? html`<${ErrorNote} error=${error} retry=${bring} />` : html`<${Skeleton} rows=${rows} />`;
  };
}
