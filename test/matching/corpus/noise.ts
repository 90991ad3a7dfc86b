import { Random } from '../../fuzz/random.ts';
import { DATASETS } from '../../stand-ins/splunk/cim/models.ts';

type Fields = Readonly<Record<string, string | readonly string[]>>;

/** Events of a dataset, the same in every run, in which nothing is MISP's. */
export function noise(dataset: string, count: number): Fields[] {
  const { filled = [], fields = [] } = DATASETS[dataset] ?? {};
  const names = [...filled, ...fields].map((field) => field.slice(field.lastIndexOf('.') + 1));
  const random = new Random(dataset);
  const next = (below: number) => random.below(below);
  return Array.from({ length: count }, () =>
    Object.fromEntries(
      names.flatMap((name) => {
        // Add-ons fill some fields and not others.
        if (next(5) === 0) return [];
        return [[name, valueOf(name, next)]];
      }),
    ),
  );
}

const NAMES = ['www', 'mail', 'cdn', 'evil', 'login', 'a', 'b-1', 'xn--80ak6aa92e'];
const TOPS = ['test', 'com', 'co.uk', 'example.org', 'notevil.example', 'github.io', 'example'];

function valueOf(name: string, next: (below: number) => number): string {
  const pick = (list: readonly string[]) => list[next(list.length)] ?? '';
  const host = () => `${pick(NAMES)}${next(1000)}.${pick(TOPS)}`;
  const address = () =>
    next(4) === 0
      ? `2001:db8:${next(100).toString(16)}::${next(9999).toString(16)}`
      : `10.${next(256)}.${next(256)}.${next(256)}`;
  const hex = (length: number) => Array.from({ length }, () => next(16).toString(16)).join('');
  if (name.endsWith('hash')) return pick([`MD5=${hex(32)},SHA256=${hex(64)}`, hex(40), hex(64)]);
  if (/^(url|http_referrer)$/.test(name))
    return `${pick(['http://', 'https://', ''])}${host()}${pick(['', ':443', ':8080'])}/${pick(NAMES)}/${next(500)}${pick(['', '/', '?a=b|c', '#x'])}`;
  if (name.endsWith('port')) return String(1 + next(65_535));
  if (/^(recipient|src_user|sender)$/.test(name)) return `${pick(NAMES)}${next(300)}@${host()}`;
  if (/^(query|ssl_subject_common_name)$/.test(name)) return host();
  if (/^(src|dest|answer|src_ip|dest_ip)$/.test(name)) return next(3) === 0 ? host() : address();
  if (name.endsWith('path')) return `C:\\${pick(NAMES)}\\${next(400)}\\${pick(NAMES)}.exe`;
  if (name === 'ssl_serial') return hex(16);
  return `${pick(NAMES)} ${name} ${next(200)}`;
}
