// import-words: an import in words: state, time left, steps.
import { html } from '../lib/html.js';
import { Badge } from './marks.js';
import { t, num, clockTime } from '../lib/i18n.js';
import { etaOf, isUndoing } from '../lib/import-rules.js';

const LOOK = { running: 'info', stopped: 'warn', completed: 'ok', failed: 'bad', cancelled: '' };
const ICON = { stopped: 'square', completed: 'check', failed: 'triangle-alert', cancelled: 'ban' };

export function ImportBadge({ job }) {
  if (job.undo) {
    const going = isUndoing(job);
    return html`<${Badge}
      kind=${going ? 'info' : job.undo.done < job.undo.total ? 'warn' : ''} live=${going}
      icon=${going ? undefined : 'undo-2'}
    >
      ${t(
        going
          ? 'import.status.undoing'
          : job.undo.done < job.undo.total
            ? 'import.status.undone_partly'
            : 'import.status.undone',
      )}
    </${Badge}>`;
  }
  const partly = job.status === 'completed' && job.failed_tasks > 0;
  const paused = job.status === 'running' && job.paused_by;
  return html`<${Badge}
    kind=${partly || paused ? 'warn' : LOOK[job.status]} live=${job.status === 'running' && !paused}
    icon=${paused ? 'clock' : partly ? 'triangle-alert' : ICON[job.status]}
  >
    ${t(paused ? 'import.status.paused' : partly ? 'import.status.partly' : `import.status.${job.status}`)}
  </${Badge}>`;
}

/* One line: who asked to wait, or how long it takes still. */
export function etaText(job) {
  if (job.paused_by && job.paused_until) {
    return t('import.pause', { who: t(`provider.${job.paused_by}`), time: clockTime(job.paused_until) });
  }
  const eta = etaOf(job);
  if (eta.kind === 'counting') return t('import.eta.counting');
  if (eta.kind === 'soon') return t('import.eta.soon');
  const speed = job.speed_per_minute
    ? ` ${t('import.speed.part', { n: Math.round(job.speed_per_minute * 10) / 10 })}`
    : '';
  if (eta.kind === 'clock') return t('import.eta.clock', { time: clockTime(eta.at) }) + speed;
  return t('import.eta.minutes', { n: eta.minutes, time: clockTime(eta.at) }) + speed;
}

/* The time alone: the page of an import shows the speed and the pause on their own. */
export const etaLine = (job) => etaText({ ...job, speed_per_minute: 0, paused_by: null });

export const stepText = (step) => t(`import.step.${step || 'fetch'}`);
export const scoreText = (job) =>
  [
    t('import.score.done', { n: job.successful_tasks }),
    job.skipped_tasks > 0 && t('import.score.skipped', { n: job.skipped_tasks }),
    job.failed_tasks > 0 && t('import.score.failed', { n: job.failed_tasks }),
  ]
    .filter(Boolean)
    .join(' · ');
export const paceText = (seconds, kind = 'clickup') =>
  (seconds > 0 ? t(`import.pace.every.${kind}`, { n: seconds }) : t('import.pace.fast'));
export const minutesNum = (n) => num(Math.round(n * 10) / 10);
