import * as v from 'valibot';

const MEANT = 'is the address of a MISP, like https://misp.example.org';

/** misp_url: `https://host[:port][/path]`, with a scheme in small letters and without a slash at its end. */
export const MispUrl = v.pipe(
  v.string(),
  v.rawCheck(({ dataset, addIssue }) => {
    const mistake = dataset.typed ? mistakeIn(dataset.value) : undefined;
    if (mistake !== undefined) addIssue({ message: mistake });
  }),
  // Whoever compares the scheme must not take HTTPS for something else: a key would go in the clear.
  v.transform((url) => url.replace(/^https?/i, (scheme) => scheme.toLowerCase()).replace(/\/+$/, '')),
);

function mistakeIn(url: string): string | undefined {
  const [, authority] = /^https?:\/\/([^/?#\s\\]+)(?:\/[^\s?#]*)?$/i.exec(url) ?? [];
  if (/^https?:\/\/[^/]*@/i.test(url))
    return `${MEANT}, without a user or password: MISP is asked with the API key`;
  if (authority === undefined) return MEANT;
  const port = /:([^:\]]*)$/.exec(authority)?.[1];
  if (port !== undefined && !isPort(port)) return `${MEANT}; its port is a whole number from 1 to 65535`;
  return URL.canParse(url) ? undefined : MEANT;
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}
