/** An answer, before anything goes wrong with it. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const JSON_TYPE = 'application/json; charset=UTF-8';

export function json(value: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status: 200, headers: { ...headers, 'Content-Type': JSON_TYPE }, body: JSON.stringify(value) };
}

/** With four spaces, as MISP answers clients that are not PyMISP on most pages. */
export function pretty(value: unknown, status = 200): Reply {
  return { status, headers: { 'Content-Type': JSON_TYPE }, body: JSON.stringify(value, undefined, 4) };
}

/** That something was done, as MISP says it of most writes. @param more further members */
export function saved(message: string, url: string, more: Readonly<Record<string, unknown>> = {}): Reply {
  return pretty({ saved: true, success: true, name: message, message, url, ...more });
}

/** That it was not, and why. @param action such as `add Event` @param url without ids */
export function notSaved(action: string, url: string, errors: unknown): Reply {
  const message = `Could not ${action}`;
  return pretty({ saved: false, name: message, message, url, errors }, 403);
}

/** MISP's error in the form for machines. */
export function failure(
  status: number,
  message: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  const url = path.replaceAll('&', '&amp;');
  const body = JSON.stringify({ name: message, message, url }).replaceAll('/', '\\/');
  return { status, headers: { ...headers, 'Content-Type': JSON_TYPE }, body };
}

/** The same in the form for people. */
export function errorPage(status: number, message: string): Reply {
  const body = `<!DOCTYPE html>\n<html lang="en">\n<head>\n    <title>Errors - MISP</title>\n</head>\n<body>\n<h2>${message}</h2>\n</body>\n</html>\n`;
  return { status, headers: { 'Content-Type': 'text/html; charset=UTF-8' }, body };
}

/** To the login page, in maintenance mode and for browsers without a session. */
export function toLogin(baseUrl: string): Reply {
  return {
    status: 302,
    headers: { Location: `${baseUrl}/users/login`, 'Content-Type': 'text/html; charset=UTF-8' },
    body: '',
  };
}
