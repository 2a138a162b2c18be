// storage: how much room there is, what takes it, and versions.
import { html } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { t, num } from '../../lib/i18n.js';
import { get } from '../../lib/api.js';
import { Button } from '../../ui/button.js';
import { Part } from '../../ui/part.js';
import { Loaded, Note, Skeleton } from '../../ui/states.js';
import { PlainTable } from '../../ui/table.js';
import { Backup } from './backup.js';
import { Head } from './head.js';
import { bytesOf, isTight, usedShare } from './storage-rules.js';

const size = (bytes) => {
  const { n, unit } = bytesOf(bytes);
  return t(`admin.size.${unit}`, { n });
};

function Disk({ disk }) {
  const text = t('admin.disk.free', { free: size(disk.free_bytes), all: size(disk.total_bytes) });
  return html`<div class="disk">
    <div class="row">
      <b class="mid">${t(`admin.disk.${disk.name}`)}</b>
      <span class=${`sm push ${isTight(disk) ? 'bad-t' : 'dim'}`}>${text}</span>
    </div>
    <progress max="100" value=${usedShare(disk)} aria-label=${`${t(`admin.disk.${disk.name}`)}: ${text}`}></progress>
    ${disk.used_bytes !== null && html`<span class="xs faint">
      ${t('admin.disk.used', { n: size(disk.used_bytes) })}
    </span>`}
  </div>`;
}

const Disks = ({ disks }) => html`<${Part} id="disks" title=${t('admin.disks')}>
  ${disks.some(isTight) && html`<${Note} kind="warn" icon="triangle-alert" title=${t('admin.disk.tight')}>
    ${t('admin.disk.tight.what')}
  </${Note}>`}
  <div class="disks">${disks.map((disk) => html`<${Disk} key=${disk.name} disk=${disk} />`)}</div>
</${Part}>`;

const Tables = ({ house }) => html`<${Part}
  id="tables" title=${t('admin.tables')}
  extra=${html`<span class="push sm dim">${t('admin.tables.all', { n: size(house.database_bytes) })}</span>`}
>
  <${PlainTable}
    look="sizes" head=${['name', 'rows', 'data', 'index'].map((name) => t(`admin.table.${name}`))}
    looks=${['', 'c-rows', '', 'c-index']}
    rows=${house.tables.map(({ name, rows, data_bytes: data, index_bytes: index }) => ({
      key: name, cells: [html`<span class="mono">${name}</span>`, num(rows), size(data), size(index)],
    }))}
  />
</${Part}>`;

const Facts = ({ rows }) => html`<dl class="fields tight">
  ${rows.map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}
</dl>`;

export default function StoragePage() {
  useTitle(t('admin.storage.title'));
  const load = useLoad(() => get('/api/v1/admin/storage/'), []);
  return html`
    <${Head} name="storage">
      <${Button} icon="refresh-cw" busy=${load.busy && Boolean(load.data)} onClick=${load.reload}>
        ${t('admin.storage.again')}
      </${Button}>
    </${Head}>
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${8} />`}>
      ${({ version, schema, files, house }) => html`<div class="stack below">
        ${house && html`<${Backup} backup=${house.backup} size=${size} />`}
        ${house && html`<${Disks} disks=${house.disks} />`}
        <${Part} id="versions" title=${t('admin.versions')}>
          <${Facts}
            rows=${[
              ['Hirewire', version], [t('admin.schema'), num(schema)],
              [t('admin.files'), t('admin.files.n', { n: files.count, size: size(files.bytes) })],
              ...(house ? house.versions.map((one) => [one.name, one.version || t('none')]) : []),
            ]}
          />
          ${!house && html`<p class="sm dim">${t('admin.house.other')}</p>`}
        </${Part}>
        ${house && html`<${Tables} house=${house} />`}
      </div>`}
    </${Loaded}>
  `;
}
