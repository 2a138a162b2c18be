// task-reminders-rules: how long before a deadline, in the unit that a person would say. No DOM.

export function beforeOf(minutes) {
  if (minutes === 0) return { unit: 'due', n: 0 };
  if (minutes % 1440 === 0) return { unit: 'day', n: minutes / 1440 };
  if (minutes % 60 === 0) return { unit: 'hour', n: minutes / 60 };
  return { unit: 'min', n: minutes };
}
