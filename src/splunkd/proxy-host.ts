import * as v from 'valibot';

const MEANT = 'is the name or address of the proxy alone, like proxy.example.org';

/** proxy_host: a name or an IP address, IPv6 with or without brackets, which are taken away. Blank for none. */
export const ProxyHost = v.pipe(
  v.string(),
  v.rawCheck(({ dataset, addIssue }) => {
    const mistake = dataset.typed ? mistakeIn(dataset.value) : undefined;
    if (mistake !== undefined) addIssue({ message: mistake });
  }),
  v.transform((host) => host.replace(/^\[(.*)\]$/, '$1')),
);

function mistakeIn(host: string): string | undefined {
  if (host === '') return undefined;
  const elsewhere = [
    ...(/^[a-z][a-z\d+.-]*:\/\//i.test(host) ? ['the scheme goes into proxy_type'] : []),
    ...(host.includes('@') ? ['the user goes into proxy_username'] : []),
    ...(/^(?:[a-z][a-z\d+.-]*:\/\/)?(?:[^/]*@)?(?:\[[^\]]*\]|[^:/[\]]+):\d+(?:\/|$)/i.test(host)
      ? ['the port goes into proxy_port']
      : []),
  ];
  if (elsewhere.length > 0) return `${MEANT}: ${elsewhere.join(', ')}`;
  return isHost(host) ? undefined : MEANT;
}

function isHost(host: string): boolean {
  if (/[\s/?#\\]/.test(host)) return false;
  return URL.canParse(`http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}`);
}
