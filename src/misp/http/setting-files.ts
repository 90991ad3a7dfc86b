import { readFileSync } from 'node:fs';
import { SettingsError } from '../errors.ts';

/** A file that a setting names. @throws SettingsError when it cannot be read or is empty */
export function readSettingFile(instance: string, setting: string, path: string): Buffer {
  let content: Buffer;
  try {
    content = readFileSync(path);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'error';
    throw new SettingsError(
      instance,
      `the file ${path} of ${setting} cannot be read (${code}). Correct the path, or let the user that runs Splunk read it.`,
      { cause },
    );
  }
  if (content.length === 0) throw new SettingsError(instance, `the file ${path} of ${setting} is empty.`);
  return content;
}

/** The blocks of a PEM file whose label this matches, without what is around them, a byte order mark for one. */
export function pemBlocks(content: Buffer, label: RegExp): readonly string[] {
  const blocks = content.toString('latin1').matchAll(/-----BEGIN ([A-Z0-9 ]+)-----[^]*?-----END \1-----/g);
  return Array.from(blocks).flatMap(([block, name = '']) => (label.test(name) ? [`${block}\n`] : []));
}

export const CERTIFICATE = /^(X509 |TRUSTED )?CERTIFICATE$/;
