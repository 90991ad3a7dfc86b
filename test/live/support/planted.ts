import type { LogFields } from '../../matching/log-event.ts';
import { freeAddresses, newValue } from './indicators.ts';
import type { Truth } from './truth.ts';

/** An indicator, an event of a log that has it, and one that nearly has it. */
export interface Planted {
  /** Of `MISP_match_<name>`. */
  readonly name: string;
  readonly dataset: string;
  readonly type: string;
  readonly value: string;
  readonly hit: LogFields;
  readonly nearMiss: LogFields;
}

/** Values of an indicator, and what events are made of them. */
interface Plan {
  /** `<model>.<dataset>` */
  readonly dataset: string;
  readonly type: string;
  readonly hit: (left: string, right: string) => LogFields;
  readonly nearMiss: (left: string, right: string) => LogFields;
}

/** One for each search of a dataset: logs have values in other forms than MISP. */
const PLANS: Readonly<Record<string, Plan>> = {
  dns: {
    dataset: 'Network_Resolution.DNS',
    type: 'domain',
    hit: (domain) => ({ query: `WWW.${domain.toUpperCase()}.`, src: 'pc-1' }),
    nearMiss: (domain) => ({ query: `not${domain}`, src: 'pc-1' }),
  },
  traffic: {
    dataset: 'Network_Traffic.All_Traffic',
    type: 'ip-dst|port',
    hit: (dest, dest_port) => ({ dest, dest_port, src: 'pc-1' }),
    nearMiss: (dest) => ({ dest, dest_port: '80', src: 'pc-2' }),
  },
  web: {
    dataset: 'Web.Web',
    type: 'url',
    hit: (url) => ({ url: url.replace('http:', 'https:'), src: 'pc-1' }),
    nearMiss: (url) => ({ url: url.replace('Gate', 'gate'), src: 'pc-1' }),
  },
  email: {
    dataset: 'Email.All_Email',
    type: 'email-src',
    hit: (address) => ({ src_user: `"Live, Test" <${address.toUpperCase()}>`, recipient: 'a@b.test' }),
    nearMiss: (address) => ({ src_user: `x${address}`, recipient: 'a@b.test' }),
  },
  processes: {
    dataset: 'Endpoint.Processes',
    type: 'sha256',
    hit: (hash) => ({ process_hash: `MD5=${'0'.repeat(32)},SHA256=${hash.toUpperCase()}`, dest: 'pc-1' }),
    nearMiss: (hash) => ({ process_hash: `SHA256=${hash}0`, dest: 'pc-1' }),
  },
  files: {
    dataset: 'Endpoint.Filesystem',
    type: 'filename|md5',
    hit: (_name, file_hash) => ({ file_hash, dest: 'pc-1' }),
    nearMiss: (file_name) => ({ file_name, dest: 'pc-1' }),
  },
  registry: {
    dataset: 'Endpoint.Registry',
    type: 'regkey|value',
    hit: (key, data) => ({
      registry_path: key.replace('HKLM', 'HKEY_LOCAL_MACHINE'),
      registry_value_data: data,
      dest: 'pc-1',
    }),
    nearMiss: (registry_path) => ({ registry_path, registry_value_data: 'other', dest: 'pc-1' }),
  },
  services: {
    dataset: 'Endpoint.Services',
    type: 'windows-service-name',
    hit: (name) => ({ service_name: name.toUpperCase(), dest: 'pc-1' }),
    nearMiss: (name) => ({ service_name: `${name}2`, dest: 'pc-1' }),
  },
  malware: {
    dataset: 'Malware.Malware_Attacks',
    type: 'filename',
    hit: (name) => ({ file_name: name.toLowerCase(), dest: 'pc-1' }),
    nearMiss: (name) => ({ file_name: `${name}.txt`, dest: 'pc-1' }),
  },
  certificates: {
    dataset: 'Certificates.All_Certificates',
    type: 'x509-fingerprint-sha1',
    hit: (print) => ({ ssl_hash: print.toUpperCase().replace(/..(?=.)/g, '$&:'), src: 'pc-1' }),
    nearMiss: (print) => ({ ssl_hash: print.slice(0, -2), src: 'pc-1' }),
  },
  intrusions: {
    dataset: 'Intrusion_Detection.IDS_Attacks',
    type: 'ip-src',
    hit: (network) => ({ src: network.replace('.0/24', '.255'), dest: 'pc-1' }),
    nearMiss: (network) => ({ src: above(network), dest: 'pc-1' }),
  },
  authentication: {
    dataset: 'Authentication.Authentication',
    type: 'hostname',
    hit: (src) => ({ src, user: 'hanna' }),
    nearMiss: (name) => ({ src: `www.${name}`, user: 'hanna' }),
  },
};

/** New indicators that nobody has, with their events. */
export async function plantedFor(truth: Truth): Promise<readonly Planted[]> {
  const plans = Object.entries(PLANS);
  const addresses = await freeAddresses(truth, plans.length);
  return plans.map(([name, { dataset, type, hit, nearMiss }], index) => {
    const address = addresses[index] ?? '45.1.2.3';
    const value = name === 'intrusions' ? address.replace(/\d+$/, '0/24') : (newValue(type, address) ?? '');
    const cut = value.indexOf('|');
    const halves = cut < 0 ? ([value, ''] as const) : ([value.slice(0, cut), value.slice(cut + 1)] as const);
    return { name, dataset, type, value, hit: hit(...halves), nearMiss: nearMiss(...halves) };
  });
}

/** The first address after a network of 256. */
function above(network: string): string {
  const [a, b, c = 0] = network.split('.').map(Number);
  return c < 255 ? `${a}.${b}.${c + 1}.0` : `${a}.${b}.${c - 1}.255`;
}
