import { argumentsOf, type Call, type Endpoint, lacking } from './rest-call.ts';
import { type Content, list, notFound, refusal } from './rest-reply.ts';

/** Where stanzas are kept: their own settings, and what is shown of one. */
export interface Stanzas {
  readonly names: (call: Call) => readonly string[];
  readonly show: (call: Call, name: string) => Content;
  readonly write: (call: Call, name: string, settings: Settings) => void;
  readonly remove: (call: Call, name: string) => void;
  /** Arguments that a write may have; any when absent. */
  readonly accepts?: (call: Call, argument: string) => boolean;
  /** What is wrong with settings that are to be written; nothing is when absent. */
  readonly mistakeIn?: (call: Call, name: string, settings: Settings) => Promise<string | undefined>;
}

type Settings = Readonly<Record<string, string>>;

const SWITCHES: Readonly<Record<string, string>> = { enable: '0', disable: '1' };

/** An endpoint of stanzas: listed and read by everybody, written by those who may write in the app. */
export function stanzasEndpoint(stanzas: Stanzas): Endpoint {
  const shown = (call: Call, name: string, status = 200) =>
    list(call.query, [[name, stanzas.show(call, name)]], status);
  return async (call) => {
    const [name, action, more] = call.parts;
    const names = stanzas.names(call);
    if (name !== undefined && !names.includes(name)) return notFound(name);
    if (call.method === 'GET') {
      return list(
        call.query,
        (name === undefined ? names : [name]).map((one) => [one, stanzas.show(call, one)]),
      );
    }
    const refused = lacking(call, 'admin_all_objects');
    if (refused) return refused;
    if (call.method === 'DELETE' && name !== undefined && action === undefined) {
      stanzas.remove(call, name);
      return list(
        call.query,
        stanzas.names(call).map((one) => [one, stanzas.show(call, one)]),
      );
    }
    const off = SWITCHES[action ?? ''];
    if (call.method !== 'POST' || more !== undefined || (action !== undefined && off === undefined))
      return refusal(405, 'Method Not Allowed');
    if (name !== undefined && off !== undefined) {
      stanzas.write(call, name, { disabled: off });
      return shown(call, name);
    }
    const settings = argumentsOf(call.form);
    const unknown = Object.keys(settings).find((one) => stanzas.accepts?.(call, one) === false);
    if (unknown !== undefined) return unsupported(unknown);
    if (name !== undefined) {
      if (call.form.has('name')) return unsupported('name');
      const mistake = await stanzas.mistakeIn?.(call, name, settings);
      if (mistake !== undefined) return refusal(400, mistake);
      stanzas.write(call, name, settings);
      return shown(call, name);
    }
    const created = call.form.get('name') ?? '';
    if (created === '') return refusal(400, 'The following required arguments are missing: name.');
    if (names.includes(created)) return refusal(409, `An object with name=${created} already exists`);
    const mistake = await stanzas.mistakeIn?.(call, created, settings);
    if (mistake !== undefined) return refusal(400, mistake);
    stanzas.write(call, created, settings);
    return shown(call, created, 201);
  };
}

function unsupported(argument: string) {
  return refusal(400, `Argument "${argument}" is not supported by this handler.`);
}
