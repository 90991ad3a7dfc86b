import { REDACTED } from '../../misp/http/redactor.ts';

/**
 * Members with credentials in MISP's responses: of users (`authkey` unless Security.advanced_authkeys is on), of new keys
 * (`authkey_raw`), of servers, feeds and TAXII servers. MISP sends their values to administrators.
 */
const CREDENTIAL_MEMBERS: ReadonlySet<string> = new Set([
  'api_key',
  'apikey',
  'auth_key',
  'authkey',
  'authkey_raw',
  'confirm_password',
  'current_password',
  'external_auth_key',
  'new_password',
  'password',
  'totp',
]);
/** The headers that MISP sends to a feed, like `Authorization: …`. */
const HEADERS_MEMBER = 'headers';

const MAY_CONTAIN_CREDENTIAL = new RegExp(
  `"(?:${[...CREDENTIAL_MEMBERS, HEADERS_MEMBER].join('|')})":"`,
  'i',
);

/**
 * An answer without the credentials of others; our own are out of it already. What a search answers with is kept on disk
 * and shown to whoever may see the job.
 * @param json as JSON.stringify writes it
 */
export function withoutCredentials(json: string): string {
  if (!MAY_CONTAIN_CREDENTIAL.test(json)) return json;
  return JSON.stringify(
    JSON.parse(json, (name, value: unknown) => (isSecret(name, value) ? REDACTED : value)),
  );
}

function isSecret(name: string, value: unknown): boolean {
  if (typeof value !== 'string' || /^\**$/.test(value)) return false;
  const member = name.toLowerCase();
  return (
    CREDENTIAL_MEMBERS.has(member) ||
    (member === HEADERS_MEMBER && /authorization|cookie|key|token/i.test(value))
  );
}
