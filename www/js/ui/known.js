// known: where a person is known already: badges, each a link for those who may open the place.
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { Badge } from './marks.js';

export const KnownPlaces = ({ known }) =>
  ['huntflow', 'clickup', 'rejected'].filter((name) => known[name]).map((name) => html`<${Badge}
    key=${name} kind=${name === 'rejected' ? 'warn' : 'acc'} href=${known[`${name}_url`] || undefined}
  >
    ${t(`cand.known.${name}`)}
  </${Badge}>`);
