import * as v from 'valibot';

const EXPECTED = 'must be the name or address of the proxy only, like proxy.example.org';

/** proxy_host: a name or an IP address. Brackets around IPv6 are removed. Blank for no proxy. */
export const ProxyHost = v.pipe(
  v.string(),
  v.rawCheck(({ dataset, addIssue }) => {
    const mistake = dataset.typed ? invalidHostReason(dataset.value) : undefined;
    if (mistake !== undefined) addIssue({ message: mistake });
  }),
  v.transform((host) => host.replace(/^\[(.*)\]$/, '$1')),
);

function invalidHostReason(host: string): string | undefined {
  if (host === '') return undefined;
  const misplacedParts = [
    ...(/^[a-z][a-z\d+.-]*:\/\//i.test(host) ? ['put the scheme into proxy_type'] : []),
    ...(host.includes('@') ? ['put the user into proxy_username'] : []),
    ...(/^(?:[a-z][a-z\d+.-]*:\/\/)?(?:[^/]*@)?(?:\[[^\]]*\]|[^:/[\]]+):\d+(?:\/|$)/i.test(host)
      ? ['put the port into proxy_port']
      : []),
  ];
  if (misplacedParts.length > 0) return `${EXPECTED}: ${misplacedParts.join(', ')}`;
  return isHost(host) ? undefined : EXPECTED;
}

function isHost(host: string): boolean {
  if (/[\s/?#\\]/.test(host)) return false;
  return URL.canParse(`http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}`);
}
