// account: the Huntflow organisation one looked at last; the commands lead to it.
const KEY = 'account';

export function lastAccount() {
  try {
    return localStorage.getItem(KEY) || '';
  } catch {
    return '';
  }
}

export function keepAccount(id) {
  try {
    localStorage.setItem(KEY, id);
  } catch {
    // then the commands lead to the list of organisations
  }
}
