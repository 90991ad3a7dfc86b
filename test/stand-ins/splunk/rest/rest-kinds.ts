import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Conf, parseConf, readConf } from '../conf.ts';
import type { SplunkdState } from './state.ts';
import type { Call } from './rest-call.ts';
import type { Content } from './rest-reply.ts';
import type { Stanzas } from './rest-stanzas.ts';

/** misp_instances.conf, which the state holds. Each stanza is shown with what [default] says, as splunkd layers them. */
export const instances: Stanzas = {
  names: ({ state }) => [...new Set(['default', ...Object.keys(state.instances)])],
  show: ({ state }, name) => ({ ...state.instances['default'], ...state.instances[name] }),
  write: ({ state }, name, settings) => {
    state.instances[name] = { ...state.instances[name], ...settings };
  },
  remove: ({ state }, name) => {
    Reflect.deleteProperty(state.instances, name);
  },
};

/** What every modular input takes beside what its scheme says. */
const OF_ANY_INPUT = ['index', 'interval', 'host', 'source', 'sourcetype', 'python.version'];

/** Modular inputs of the scheme misp, which the state holds. Switched by `enable` and `disable` only; the app is asked about the rest. */
export const inputs: Stanzas = {
  names: ({ state }) => Object.keys(state.inputs),
  show: ({ state }, name) => ({ index: 'default', interval: '60', ...state.inputs[name] }),
  write: ({ state }, name, settings) => {
    state.inputs[name] = { ...state.inputs[name], ...settings };
  },
  remove: ({ state }, name) => {
    Reflect.deleteProperty(state.inputs, name);
  },
  mistakeIn: async ({ state }, name, settings) => {
    const message = await state.validate(name, { ...state.inputs[name], ...settings });
    return message === undefined ? undefined : `Argument validation for scheme=misp: ${message}`;
  },
  accepts: ({ appDir }, argument) => {
    const spec = join(appDir, 'README/inputs.conf.spec');
    if (argument === 'disabled') return false;
    if (OF_ANY_INPUT.includes(argument) || !existsSync(spec)) return true;
    return new RegExp(`^${argument}\\s*=`, 'm').test(readFileSync(spec, 'utf8'));
  },
};

/** A conf of the app, as the package has it; what is written goes to its folder local, where searches find it. */
export function confOfApp(conf: string, more: (call: Call, name: string) => Content = () => ({})): Stanzas {
  const local = (appDir: string) => join(appDir, 'local', `${conf}.conf`);
  const own = (appDir: string): Conf =>
    existsSync(local(appDir)) ? parseConf(readFileSync(local(appDir), 'utf8')) : new Map();
  const save = (appDir: string, stanzas: Conf) => {
    mkdirSync(join(appDir, 'local'), { recursive: true });
    writeFileSync(local(appDir), textOf(stanzas));
  };
  return {
    names: ({ appDir }) => [...readConf(appDir, conf).keys()],
    show: (call, name) => ({ ...settingsOf(readConf(call.appDir, conf), name), ...more(call, name) }),
    write: ({ appDir }, name, settings) => {
      const stanzas = new Map(own(appDir));
      stanzas.set(name, new Map([...(stanzas.get(name) ?? []), ...Object.entries(settings)]));
      save(appDir, stanzas);
    },
    remove: ({ appDir }, name) => {
      save(appDir, new Map([...own(appDir)].filter(([stanza]) => stanza !== name)));
    },
  };
}

/** saved/searches says also when a search will run: daily ones, by minute and hour. */
export const savedSearches = confOfApp('savedsearches', ({ appDir, query }, name) => {
  const settings = settingsOf(readConf(appDir, 'savedsearches'), name);
  const isOn = settings['disabled'] !== '1';
  const [minute = '', hour = ''] = (settings['cron_schedule'] ?? '').split(' ');
  const next = new Date();
  next.setUTCHours(Number(hour), Number(minute), 0, 0);
  if (next.getTime() <= Date.now()) next.setUTCDate(next.getUTCDate() + 1);
  const isDaily = isOn && /^\d+$/.test(minute) && /^\d+$/.test(hour);
  return {
    disabled: !isOn,
    is_scheduled: settings['enableSched'] === '1',
    next_scheduled_time: isDaily ? `${next.toISOString().slice(0, 19).replace('T', ' ')} UTC` : '',
    // With a time range, splunkd lists the runs in it.
    ...(query.has('earliest_time') && isDaily && { scheduled_times: [next.getTime() / 1000] }),
  };
});

export const roles: Stanzas = {
  names: ({ state }) => Object.keys(state.roles),
  show: ({ state }, name) => ({
    ...state.roles[name],
    imported_capabilities: [...importedBy(state, name)],
  }),
  write: () => undefined,
  remove: () => undefined,
};

function importedBy(state: SplunkdState, name: string): Set<string> {
  const imported = state.roles[name]?.imported_roles ?? [];
  return new Set(
    imported.flatMap((one) => [...(state.roles[one]?.capabilities ?? []), ...importedBy(state, one)]),
  );
}

function settingsOf(conf: Conf, name: string): Record<string, string> {
  return Object.fromEntries(conf.get(name) ?? []);
}

function textOf(conf: Conf): string {
  return Array.from(conf, ([stanza, settings]) =>
    [
      `[${stanza}]`,
      ...Array.from(settings, ([key, value]) => `${key} = ${value.replaceAll('\n', '\\\n')}`),
      '',
    ].join('\n'),
  ).join('\n');
}
