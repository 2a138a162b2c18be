// backup: when the last good backup was made, and what to do where there is none.
import { html } from '../../lib/html.js';
import { ago, fullTime, t } from '../../lib/i18n.js';
import { Part } from '../../ui/part.js';
import { Note } from '../../ui/states.js';

/* What is wrong: the kind of the note, its title and what to do. */
function noteOf({ state, failed_at: failed, error, last_at: last, scheduled }) {
  if (failed && error) return { kind: 'bad', title: t('admin.backup.failed', { at: fullTime(failed) }), what: error };
  if (state === 'old' && last) return { kind: 'warn', title: t('admin.backup.old'), what: t('admin.backup.old.what') };
  if (!last) {
    return {
      kind: state === 'old' ? 'warn' : '', title: t('admin.backup.none'),
      what: t(scheduled ? 'admin.backup.soon' : 'admin.backup.none.what'),
    };
  }
  return null;
}

export function Backup({ backup, size }) {
  const note = noteOf(backup);
  const rows = [
    ...(backup.last_at ? [
      [t('admin.backup.last'), html`<time datetime=${backup.last_at} title=${fullTime(backup.last_at)}>
        ${ago(backup.last_at)}
      </time>`],
      [t('admin.backup.file'), html`<span class="mono">${backup.name}</span>, ${size(backup.bytes)}`],
    ] : []),
    [t('admin.backup.nightly'), t(backup.scheduled ? 'admin.backup.nightly.on' : 'admin.backup.nightly.off')],
  ];
  return html`<${Part} id="backup" title=${t('admin.backup')}>
    ${note && html`<${Note} kind=${note.kind} icon=${note.kind ? 'triangle-alert' : 'info'} title=${note.title}>
      ${note.what}
    </${Note}>`}
    <dl class="fields tight">
      ${rows.map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}
    </dl>
  </${Part}>`;
}
