import { readFileSync } from 'node:fs';
import { SettingsError } from '../errors.ts';

/** Reads a file that a setting names. @throws SettingsError when the file is unreadable or empty */
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

/** The blocks of a PEM file with a matching label. Text around them, such as a byte order mark, is ignored. */
export function pemBlocks(content: Buffer, label: RegExp): readonly string[] {
  const blocks = content.toString('latin1').matchAll(/-----BEGIN ([A-Z0-9 ]+)-----[^]*?-----END \1-----/g);
  return Array.from(blocks).flatMap(([block, name = '']) => (label.test(name) ? [`${block}\n`] : []));
}

export const CERTIFICATE_LABEL = /^(X509 |TRUSTED )?CERTIFICATE$/;
