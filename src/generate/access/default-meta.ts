import { ADMINISTRATORS, OBJECTS } from './objects.ts';

/** Generates metadata/default.meta, the permissions of the app's objects. */
export function defaultMeta(): string {
  const stanzas = OBJECTS.map(({ stanza, read, isExported }) =>
    [
      `[${stanza}]`,
      `access = read : [ ${read.join(', ')} ], write : [ ${ADMINISTRATORS.join(', ')} ]`,
      `export = ${isExported ? 'system' : 'none'}`,
      '',
    ].join('\n'),
  );
  return `# Generated from src/generate/access by build.mjs.\n\n${stanzas.join('\n')}`;
}
