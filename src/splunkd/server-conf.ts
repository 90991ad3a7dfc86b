import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A setting, and the file that it is from. */
export interface Setting {
  readonly value: string;
  readonly file: string;
}

type Stanzas = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * `[sslConfig]` of server.conf as splunkd puts it together: what system/local says counts most, then the folders local of
 * all apps, then their folders default, then system/default. Of two apps the one counts whose name comes first by the
 * codes of its letters: digits, capitals, small letters. Disabled apps say nothing. Source: the documented precedence of
 * settings in the global context.
 */
export function sslSettings(splunkHome: string): ReadonlyMap<string, Setting> {
  const settings = new Map<string, Setting>();
  const layers = layersOf(splunkHome, 'server.conf');
  // A stanza of that name counts more than [default], whatever layer either is in.
  for (const stanza of ['sslConfig', 'default']) {
    for (const { file, stanzas } of layers) {
      for (const [key, value] of stanzas.get(stanza) ?? [])
        if (!settings.has(key)) settings.set(key, { value, file });
    }
  }
  return settings;
}

/** The files of this name that there are, the one that counts most first. */
function layersOf(splunkHome: string, name: string): readonly { file: string; stanzas: Stanzas }[] {
  const etc = join(splunkHome, 'etc');
  const apps = enabledAppsWith(name, join(etc, 'apps'));
  const folders = [
    join(etc, 'system/local'),
    ...apps.map((app) => join(etc, 'apps', app, 'local')),
    ...apps.map((app) => join(etc, 'apps', app, 'default')),
    join(etc, 'system/default'),
  ];
  return folders.flatMap((folder) => {
    const file = join(folder, name);
    const text = readText(file);
    return text === undefined ? [] : [{ file, stanzas: parseConf(text) }];
  });
}

function enabledAppsWith(name: string, folder: string): string[] {
  const has = (app: string) =>
    ['local', 'default'].some((layer) => readText(join(folder, app, layer, name)) !== undefined);
  return namesIn(folder)
    .filter((app) => has(app) && isEnabled(join(folder, app)))
    .sort();
}

function isEnabled(app: string): boolean {
  const states = ['local', 'default'].map((layer) =>
    parseConf(readText(join(app, layer, 'app.conf')) ?? '')
      .get('install')
      ?.get('state'),
  );
  return states.find((state) => state !== undefined) !== 'disabled';
}

/** Lines before the first stanza belong to `[default]`. */
function parseConf(text: string): Stanzas {
  const stanzas = new Map<string, Map<string, string>>();
  let name = 'default';
  for (const line of text.replace(/^\ufeff/, '').split(/\r?\n/)) {
    if (/^\s*#/.test(line)) continue;
    name = /^\s*\[([^]*)\]\s*$/.exec(line)?.[1] ?? name;
    const [, key, value] = /^\s*([^[\s=][^=]*?)\s*=\s*([^]*?)\s*$/.exec(line) ?? [];
    if (key === undefined || value === undefined) continue;
    const settings = stanzas.get(name) ?? new Map<string, string>();
    stanzas.set(name, settings.set(key, value));
  }
  return stanzas;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Undefined when there is no such file, or this user may not read it. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
