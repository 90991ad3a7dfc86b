import { XMLParser } from 'fast-xml-parser';
import * as v from 'valibot';
import { SplunkdError } from './errors.ts';
import { elements, escapeXml } from './xml.ts';

/** The scheme of a modular input. Source: Splunk's documentation and the output of its Python SDK. */
export interface Scheme {
  readonly title: string;
  readonly description: string;
  readonly args: readonly {
    readonly name: string;
    readonly title: string;
    readonly description: string;
  }[];
}

/** What splunkd writes to the standard input: the address of its REST API and one stanza of inputs.conf. */
export interface InputDefinition {
  readonly serverUri: string;
  readonly sessionKey: string;
  /** The folder for checkpoints of this scheme. */
  readonly checkpointDir: string;
  /** The stanza without the scheme: `misp`. */
  readonly name: string;
  /** The settings of the stanza, including Splunk's settings for every input. */
  readonly settings: ReadonlyMap<string, string>;
}

/** The response to --scheme: one process for each stanza, events as XML, validation of new stanzas. */
export function schemeXml({ title, description, args }: Scheme): string {
  const list = args.map(
    (arg) =>
      `<arg name="${escapeXml(arg.name)}">${elements({
        title: escapeXml(arg.title),
        description: escapeXml(arg.description),
        data_type: 'string',
        required_on_edit: false,
        required_on_create: false,
      })}</arg>`,
  );
  const scheme = elements({
    title: escapeXml(title),
    description: escapeXml(description),
    use_external_validation: true,
    use_single_instance: false,
    streaming_mode: 'xml',
    endpoint: elements({ args: list.join('') }),
  });
  return elements({ scheme });
}

/** The output of --validate-arguments for an invalid stanza. splunkd shows the message. */
export function validationError(message: string): string {
  return elements({ error: elements({ message: escapeXml(message) }) });
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

const CommonElements = { server_uri: Text, session_key: v.pipe(Text, v.nonEmpty()), checkpoint_dir: Blank };
const RunXml = v.object({
  input: v.object({ ...CommonElements, configuration: v.object({ stanza: v.tuple([Stanza]) }) }),
});
const ValidationXml = v.object({ items: v.object({ ...CommonElements, item: v.tuple([Stanza]) }) });

/** Parses the input of a run. @throws SplunkdError, without the text, which contains a session key */
export function parseRun(xml: string): InputDefinition {
  const { input } = parse(RunXml, xml, 'a run');
  return toInputDefinition(input, input.configuration.stanza[0]);
}

/** Parses the input of --validate-arguments. @throws SplunkdError */
export function parseValidation(xml: string): InputDefinition {
  const { items } = parse(ValidationXml, xml, 'a validation');
  return toInputDefinition(items, items.item[0]);
}

function parse<T>(schema: v.GenericSchema<unknown, T>, xml: string, what: string): T {
  const result = v.safeParse(schema, parseXml(xml));
  if (result.success) return result.output;
  throw new SplunkdError(
    `splunkd's description of ${what} of the input is not valid: ${v.getDotPath(result.issues[0]) ?? 'it is not XML'}.`,
  );
}

function parseXml(xml: string): unknown {
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

function toInputDefinition(
  common: v.InferOutput<v.ObjectSchema<typeof CommonElements, undefined>>,
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
