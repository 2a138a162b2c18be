// candidate-huntflow: a candidate goes to Huntflow: alone, with a preview, or with an import.
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { DUPLICATES, Where, fieldOf } from '../../ui/bulk.js';
import { Switch } from '../../ui/fields.js';
import { TransferDialog } from '../../ui/transfer.js';
import { API } from './candidates-rules.js';
import { nameOf } from './words.js';

/* With a preview, and a decision about those who are like the candidate. */
export const HuntflowDialog = ({ one, onDone, onClose }) => html`<${TransferDialog}
  name=${t('cand.huntflow.title', { name: nameOf(one) })} base=${`${API}${one.id}`} sent=${null}
  version=${one.version} onDone=${onDone} onClose=${onClose}
/>`;

/* --- of an import --- */

export const HuntflowFields = ({ state }) => html`
  <${Switch}
    field=${fieldOf('huntflow', state.wanted, state.setWanted)} label=${t('cand.huntflow')}
    hint=${t('cand.huntflow.what')}
  />
  ${state.wanted && html`<${Where} state=${state} duplicates=${DUPLICATES} />`}
`;
