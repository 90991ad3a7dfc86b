import { createHash } from 'node:crypto';

/** Hexadecimal digits, the same in every run. */
export function hash(seed: string, length: number): string {
  return createHash('sha512').update(seed).digest('hex').slice(0, length);
}
