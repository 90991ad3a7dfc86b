import { randomBytes } from 'node:crypto';
import { ownDomain } from './changes.ts';
import type { Truth } from './truth.ts';

const HASH_DIGITS: Readonly<Record<string, number>> = {
  md5: 32,
  sha1: 40,
  224: 56,
  256: 64,
  384: 96,
  512: 128,
};

/** A new value of a type that nobody has; undefined for types that need more than a value. @param address a free IPv4 address */
export function newValue(type: string, address: string): string | undefined {
  const [left = '', right] = type.split('|');
  if (type === 'malware-sample') return undefined;
  if (right === 'port') return `${newValue(left, address)}|443`;
  if (right !== undefined) return `${newValue(left, address)}|${newValue(right, address)}`;
  const hex = randomBytes(6).toString('hex');
  const [, digits] = /(md5|sha1|224|256|384|512)$/.exec(type) ?? [];
  if (digits !== undefined) return randomBytes((HASH_DIGITS[digits] ?? 0) / 2).toString('hex');
  if (['ip-src', 'ip-dst', 'ip'].includes(type)) return address;
  if (['domain', 'hostname'].includes(type)) return ownDomain();
  if (type === 'onion-address') return `${hex}abcdabcd.onion`;
  if (['url', 'uri', 'link'].includes(type)) return `http://${ownDomain()}/Gate.php?x=%20&y=${hex}`;
  if (type === 'user-agent') return `Mozilla/5.0 "live", ${hex}`;
  if (['filename', 'email-attachment'].includes(type)) return `live ${hex}, ünïcode.exe`;
  if (type === 'email-subject') return `Ihr Antrag "${hex}" – ワクチン`;
  if (/mail|^email/.test(type) || type === 'email-reply-to') return `${hex}@${ownDomain()}`;
  if (type === 'regkey') return `HKLM\\SOFTWARE\\Live ${hex}`;
  return /^windows-service|^value$/.test(type) ? `Live ${hex}` : undefined;
}

/** Public addresses that are on no warning list. */
export async function freeAddresses(truth: Truth, count: number): Promise<readonly string[]> {
  const candidates = Array.from({ length: count * 3 }, () => {
    const [a = 0, b = 0, c = 0] = randomBytes(3);
    return `45.${a}.${b}.${c}`;
  });
  const listed = await truth.listed(candidates);
  return [...new Set(candidates)].filter((one) => !listed.has(one)).slice(0, count);
}

/** The objects that make rows of their own, and what they are to become. */
export function objectsForFeeds(hex: string) {
  const text = (object_relation: string, value: string, type = 'text', to_ids = false) => ({
    object_relation,
    type,
    value,
    to_ids,
  });
  const object = (name: string, template_uuid: string, Attribute: readonly unknown[]) => ({
    name,
    'meta-category': 'misc',
    description: name,
    template_uuid,
    template_version: '1',
    distribution: '5',
    Attribute,
  });
  return {
    objects: [
      object('x509', 'd1ab756a-26b5-4349-9f43-765630f0911c', [
        text('serial-number', `00${hex}`),
        text('issuer', `CN=Live CA ${hex}, O=Live Trust, OU=Web`),
        text('subject', `CN=live-${hex}.test, O=Live Ltd`),
        text('x509-fingerprint-sha1', randomBytes(20).toString('hex'), 'x509-fingerprint-sha1', true),
      ]),
      object('registry-key', '8b3228ad-6d82-4fe6-b2ae-05426308f1d5', [
        text('key', `HKLM\\SYSTEM\\Live ${hex}`, 'regkey', true),
        text('name', 'ImagePath'),
        text('data', `live ${hex}.exe`),
      ]),
      object('process', '02aeef94-ac23-455c-addb-731757ceafb5', [
        text('name', `live-${hex}.exe`),
        text('image', `C:\\Temp\\live-${hex}.exe`, 'filename', true),
      ]),
    ],
    rows: [
      ['certificate', 'certificate_serial', `00${hex}`],
      ['certificate', 'certificate_issuer', `CN=Live CA ${hex}, O=Live Trust, OU=Web`],
      ['certificate', 'certificate_subject', `CN=live-${hex}.test, O=Live Ltd`],
      ['registry', 'registry_value_text', `live ${hex}.exe`],
      ['process', 'process', `live-${hex}.exe`],
      ['process', 'process_file_name', `C:\\Temp\\live-${hex}.exe`],
    ] as const,
  };
}
