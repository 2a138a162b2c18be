// webhook-rules: how the state of a service's webhook looks. No DOM.

const LOOK = { active: 'ok', failing: 'warn', suspended: 'bad', off: 'none' };

/* { look of the dot, key of the state, again: the service must be asked to send anew } */
export function hookLook({ registered, status }) {
  const key = registered ? status : 'off';
  return { look: LOOK[key] || 'none', key, again: key === 'suspended' || key === 'failing' };
}
