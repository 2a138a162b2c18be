// The words of the account pages: profile, people, sign-in.

export default {
  'account.moved': 'This address is on another server: the stored keys will be removed; enter new ones here.',
  'account.forgot': 'Forgotten? An administrator can reset it.',
  'account.password.hint': 'At least 10 characters. Some unrelated words are better than one.',
  'account.password.first': 'Set a password',
  'account.end_tokens': 'Revoke the API keys, too',
  'account.end_tokens.hint': 'Other browsers are signed out, and unused sign-in links end in any case.',
  'account.confirm': 'Your password',
  'account.confirm.hint': 'To be sure that it is you.',
  'account.by_link': 'came by a link',
  'account.reset': 'Password forgotten: reset',
  'account.reset.title': 'Reset the password: {name}?',
  'account.reset.text':
    'The present password, all sessions and API keys of this person end. You get a link by which they ' +
    'sign in and set a new password.',
  'account.reset.link':
    'The password is reset. Hand the link over in person: it signs in once, and a new password is set in ' +
    'the profile.',
  'account.rules': 'How long sign-ins and keys last',
  'account.rules.what': 'For everybody in the company, at once and for those who are signed in.',
  'account.rules.session_idle_days': 'Unused session, days',
  'account.rules.session_max_days': 'Session in all, days',
  'account.rules.token_max_days': 'API key, days',
  'account.rules.token_max_days.hint': '0: keys may never end.',
  'account.code': 'Code',
  'account.code.hint': 'Of the app, or a recovery code.',
  'account.code.recovery': 'Six digits from the app. No phone at hand? A recovery code will do.',
  'account.code.back': 'Back',
  'account.factor': 'Second step of the sign-in',
  'account.factor.app': 'An app of codes',
  'account.factor.is_on': 'On',
  'account.factor.what': 'The password alone will not be enough: a code from the phone is asked for, too.',
  'account.factor.on': 'Turn on',
  'account.factor.begin': 'Turn on the second step',
  'account.factor.begin.text': 'You need an app of codes on your phone: Google Authenticator, Aegis or any other.',
  'account.factor.begin.do': 'Go on',
  'account.factor.scan': 'Scan the code',
  'account.factor.scan.what':
    'Open the app, add an entry and point the camera here. Then enter the six digits that it shows.',
  'account.factor.qr': 'QR code for the app; the same key stands beside it as text',
  'account.factor.secret': 'Or type the key',
  'account.factor.first': 'Code of the app',
  'account.factor.codes': 'New recovery codes',
  'account.factor.codes.text': 'The former codes end.',
  'account.factor.codes.do': 'New codes',
  'account.factor.remove': 'Turn off the second step?',
  'account.factor.remove.text': 'The password alone will be enough again. The recovery codes end, too.',
  'account.factor.remove.do': 'Turn off',
  'account.factor.removed': 'The second step is off',
  'account.codes': 'Recovery codes',
  'account.codes.what':
    'Keep them in a safe place, not on the same phone: each stands in for a code of the app once. They ' +
    'are not shown again.',
  'account.codes.kept': 'The codes are kept',
  'account.codes.left': { one: '{n} recovery code is left', other: '{n} recovery codes are left' },
};
