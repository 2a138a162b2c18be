// later: a part of a page whose module is read when it is first shown: dialogs above all.
import { h, html, useEffect, useState } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { ErrorNote, Skeleton } from './states.js';
import { toast } from './toast.js';
import { TypeAhead } from './type-ahead.js';

/*
 * read(): its module, and what else it needs; name: of what that exports. What is typed before a dialog is there waits
 * for it; where it does not come, that is said and onClose() is called. A part that cannot be closed has a skeleton
 * meanwhile and can be asked for again.
 */
export function later(read, name) {
  const known = { Part: null };
  return function Later(props) {
    const [error, setError] = useState(null);
    const [, setReady] = useState(Boolean(known.Part));
    const bring = () => {
      setError(null);
      read().then(
        (module) => {
          known.Part = module[name];
          setReady(true);
        },
        (problem) => {
          if (!props.onClose) return setError(Object.assign(problem, { code: 'offline' }));
          toast(t('error.offline'));
          return props.onClose();
        },
      );
    };
    useEffect(() => { if (!known.Part) bring(); }, []);
    if (known.Part) return h(known.Part, props);
    if (props.onClose) return html`<${TypeAhead} onCancel=${props.onClose} />`;
    return error ? html`<${ErrorNote} error=${error} retry=${bring} />` : html`<${Skeleton} rows=${6} />`;
  };
}
