import { XMLParser } from 'fast-xml-parser';
import * as v from 'valibot';
import { SplunkdError } from './errors.ts';
import { elements, escaped } from './xml.ts';

/** What splunkd asks of a modular input with --scheme. Source: Splunk's documentation and its Python SDK's bytes. */
export interface Scheme {
  readonly title: string;
  readonly description: string;
  readonly args: readonly {
    readonly name: string;
    readonly title: string;
    readonly description: string;
  }[];
}

/** What splunkd writes to the standard input of a modular input: where its REST is, and one stanza of inputs.conf. */
export interface InputDefinition {
  readonly serverUri: string;
  readonly sessionKey: string;
  /** A folder of this scheme's own, which outlives runs. */
  readonly checkpointDir: string;
  /** Without the scheme: `misp_covid`. */
  readonly name: string;
  /** Settings of the stanza as they are; those that Splunk knows for every input, too. */
  readonly settings: ReadonlyMap<string, string>;
}

/** One process a stanza, events as XML, every new stanza validated. */
export function schemeXml({ title, description, args }: Scheme): string {
  const list = args.map(
    (arg) =>
      `<arg name="${escaped(arg.name)}">${elements({
        title: escaped(arg.title),
        description: escaped(arg.description),
        data_type: 'string',
        required_on_edit: false,
        required_on_create: false,
      })}</arg>`,
  );
  const scheme = elements({
    title: escaped(title),
    description: escaped(description),
    use_external_validation: true,
    use_single_instance: false,
    streaming_mode: 'xml',
    endpoint: elements({ args: list.join('') }),
  });
  return elements({ scheme });
}

/** What --validate-arguments answers when something is wrong; splunkd shows the message. */
export function validationError(message: string): string {
  return elements({ error: elements({ message: escaped(message) }) });
}

const Text = v.pipe(
  v.union([v.string(), v.object({ '#': v.string() })]),
  v.transform((value) => (typeof value === 'string' ? value : value['#'])),
);
const Blank = v.optional(v.union([Text, v.record(v.string(), v.string())]), '');

const Stanza = v.object({
  '@name': v.pipe(v.string(), v.nonEmpty()),
  param: v.optional(v.array(v.object({ '@name': v.string(), '#': v.optional(v.string(), '') })), []),
});

const Common = { server_uri: Text, session_key: v.pipe(Text, v.nonEmpty()), checkpoint_dir: Blank };
const Run = v.object({
  input: v.object({ ...Common, configuration: v.object({ stanza: v.tuple([Stanza]) }) }),
});
const Items = v.object({ items: v.object({ ...Common, item: v.tuple([Stanza]) }) });

/** What a run is started with. @throws SplunkdError, which holds nothing of the text: there is a session key in it */
export function parseRun(xml: string): InputDefinition {
  const { input } = parse(Run, xml, 'a run');
  return definitionOf(input, input.configuration.stanza[0]);
}

/** What --validate-arguments is started with. @throws SplunkdError */
export function parseItems(xml: string): InputDefinition {
  const { items } = parse(Items, xml, 'a validation');
  return definitionOf(items, items.item[0]);
}

function parse<T>(schema: v.GenericSchema<unknown, T>, xml: string, what: string): T {
  const result = v.safeParse(schema, valueOf(xml));
  if (result.success) return result.output;
  throw new SplunkdError(
    `splunkd's description of ${what} of the input is not understood: ${v.getDotPath(result.issues[0]) ?? 'it is no XML'}.`,
  );
}

function valueOf(xml: string): unknown {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    textNodeName: '#',
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: false,
    isArray: (name) => ['stanza', 'item', 'param'].includes(name),
  });
  try {
    return parser.parse(xml);
  } catch {
    return undefined;
  }
}

function definitionOf(
  common: v.InferOutput<v.ObjectSchema<typeof Common, undefined>>,
  stanza: v.InferOutput<typeof Stanza>,
): InputDefinition {
  return {
    serverUri: common.server_uri,
    sessionKey: common.session_key,
    checkpointDir: typeof common.checkpoint_dir === 'string' ? common.checkpoint_dir : '',
    name: stanza['@name'].replace(/^[^:]*:\/\//, ''),
    settings: new Map(stanza.param.map((one) => [one['@name'], one['#']])),
  };
}
