import * as v from 'valibot';

const EXAMPLE = 'for example https://misp.example.org';
const EXPECTED = `must be the full URL of a MISP, ${EXAMPLE}`;

/** misp_url: `https://host[:port][/path]`. The scheme becomes lower case, and trailing slashes are removed. */
export const MispUrl = v.pipe(
  v.string(),
  v.rawCheck(({ dataset, addIssue }) => {
    const mistake = dataset.typed ? invalidUrlReason(dataset.value) : undefined;
    if (mistake !== undefined) addIssue({ message: mistake });
  }),
  // Code that compares the scheme must not mistake HTTPS: the key would be sent unencrypted.
  v.transform((url) => url.replace(/^https?/i, (scheme) => scheme.toLowerCase()).replace(/\/+$/, '')),
);

function invalidUrlReason(url: string): string | undefined {
  const [, authority] = /^https?:\/\/([^/?#\s\\]+)(?:\/[^\s?#]*)?$/i.exec(url) ?? [];
  if (/^https?:\/\/[^/]*@/i.test(url))
    return `${EXPECTED}, without a user or password: the API key authenticates`;
  if (!/^https?:\/\//i.test(url)) return `must begin with https://, ${EXAMPLE}`;
  if (authority === undefined) return EXPECTED;
  const port = /:([^:\]]*)$/.exec(authority)?.[1];
  if (port !== undefined && !isPort(port))
    return `${EXPECTED}; its port must be a whole number from 1 to 65535`;
  return URL.canParse(url) ? undefined : EXPECTED;
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}
