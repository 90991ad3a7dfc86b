import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A setting and its file. */
export interface Setting {
  readonly value: string;
  readonly file: string;
}

type Stanzas = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * The merged `[sslConfig]` of server.conf. The precedence is system/local, local of all apps, default of all apps,
 * system/default. Among apps it is the ASCII order of their names. Disabled apps are ignored. Source: the documented
 * precedence in the global context.
 */
export function sslSettings(splunkHome: string): ReadonlyMap<string, Setting> {
  const settings = new Map<string, Setting>();
  const layers = readLayers(splunkHome, 'server.conf');
  // The stanza overrides [default] in any layer.
  for (const stanza of ['sslConfig', 'default']) {
    for (const { file, stanzas } of layers) {
      for (const [key, value] of stanzas.get(stanza) ?? [])
        if (!settings.has(key)) settings.set(key, { value, file });
    }
  }
  return settings;
}

/** The existing files with this name, highest precedence first. */
function readLayers(splunkHome: string, name: string): readonly { file: string; stanzas: Stanzas }[] {
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
    const text = readTextIfAny(file);
    return text === undefined ? [] : [{ file, stanzas: parseConf(text) }];
  });
}

function enabledAppsWith(name: string, folder: string): string[] {
  const has = (app: string) =>
    ['local', 'default'].some((layer) => readTextIfAny(join(folder, app, layer, name)) !== undefined);
  return listFolder(folder)
    .filter((app) => has(app) && isEnabled(join(folder, app)))
    .sort();
}

function isEnabled(app: string): boolean {
  const states = ['local', 'default'].map((layer) =>
    parseConf(readTextIfAny(join(app, layer, 'app.conf')) ?? '')
      .get('install')
      ?.get('state'),
  );
  return states.find((state) => state !== undefined) !== 'disabled';
}

/** Settings before the first stanza belong to `[default]`. */
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

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Undefined when the file does not exist or is unreadable. */
export function readTextIfAny(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
