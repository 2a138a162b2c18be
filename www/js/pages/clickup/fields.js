// fields: where the custom fields of the list go in Huntflow, and what that sends of its newest tasks.
import { html } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { t } from '../../lib/i18n.js';
import { get } from '../../lib/api.js';
import { FieldsForm } from '../../ui/field-places.js';
import { Loaded, Skeleton } from '../../ui/states.js';

const ADDRESS = '/clickup/api/fields';

export function FieldsPart() {
  const load = useLoad(() => get(ADDRESS), []);
  return html`<section class="part" aria-labelledby="h-fields">
    <h2 id="h-fields">${t('taskfields.title')}</h2>
    <p class="sm dim">${t('taskfields.what')}</p>
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${4} />`}>
      ${(mapping) => mapping.fields.length > 0
        ? html`<${FieldsForm}
            address=${ADDRESS} mapping=${mapping} more=${{ list_id: mapping.list_id }} onSaved=${load.set}
          />`
        : html`<p class="sm dim">${t('taskfields.none')}</p>`}
    </${Loaded}>
  </section>`;
}
