import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stage } from '../stand-ins/splunk/spl/context.ts';
import { runSpl } from '../stand-ins/splunk/spl/run.ts';
import type { SplResult } from '../stand-ins/splunk/spl/result.ts';
import { timeOf } from '../stand-ins/splunk/spl/relative-time.ts';
import type { StandInSplunk } from '../stand-ins/splunk/splunk.ts';
import { resolved, type Tokens } from '../stand-ins/splunk/web/tokens.ts';

/** The parts of a Dashboard Studio definition that answers are made by. */
export interface Definition {
  readonly inputs: Readonly<Record<string, Input>>;
  readonly dataSources: Readonly<Record<string, DataSource>>;
  readonly visualizations: Readonly<Record<string, Visualization>>;
  readonly layout: {
    readonly globalInputs: readonly string[];
    readonly tabs: { readonly items: readonly { readonly layoutId: string }[] };
    readonly layoutDefinitions: Readonly<
      Record<string, { readonly options: { readonly width: number }; readonly structure: readonly Block[] }>
    >;
  };
  readonly defaults: {
    readonly dataSources: { readonly 'ds.search': { readonly options: { readonly queryParameters: Times } } };
  };
}

export interface DataSource {
  readonly type: string;
  readonly name: string;
  readonly options: { readonly query: string; readonly extend?: string; readonly queryParameters?: Times };
}

interface Input {
  readonly type: string;
  readonly dataSources?: { readonly primary: string };
  /** A text that must be typed has no default. */
  readonly options: { readonly token: string; readonly defaultValue?: string | readonly string[] };
  readonly context?: Readonly<Record<string, unknown>>;
}

interface Visualization {
  readonly type: string;
  readonly dataSources: { readonly primary: string };
  readonly options: Readonly<Record<string, unknown>>;
  readonly context?: Readonly<Record<string, unknown>>;
  readonly eventHandlers?: readonly {
    readonly type: string;
    readonly options: {
      readonly url?: string;
      readonly tokens?: readonly { readonly token: string; readonly key: string }[];
      readonly fields?: readonly string[];
    };
  }[];
}

interface Block {
  readonly item: string;
  readonly position: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
}

interface Times {
  readonly earliest: string;
  readonly latest: string;
}

/** What a view of the installed app has between its definition tags. */
export function definitionIn(appDir: string, view: string): Definition {
  const xml = readFileSync(join(appDir, 'default/data/ui/views', `${view}.xml`), 'utf8');
  const json = /<definition><!\[CDATA\[([^]*)\]\]><\/definition>/.exec(xml)?.[1];
  if (json === undefined) throw new Error(`${view}.xml has no definition.`);
  return JSON.parse(json) as Definition;
}

/** The tokens that the inputs set when a dashboard is opened. */
export function initialTokens({ inputs }: Definition): Tokens {
  return Object.fromEntries(
    Object.values(inputs).flatMap(({ type, options: { token, defaultValue } }) => {
      if (defaultValue === undefined) return [];
      if (typeof defaultValue !== 'string' || type !== 'input.timerange') return [[token, defaultValue]];
      const [earliest = '', latest = ''] = defaultValue.split(',');
      return [
        [`${token}.earliest`, earliest],
        [`${token}.latest`, latest],
      ];
    }),
  );
}

/**
 * What each data source of a dashboard gives: searches are run, chains go on with the results of what they extend.
 *
 * @param onStage hears of each command of each data source
 */
export async function answersOf(
  splunk: StandInSplunk,
  definition: Definition,
  tokens: Tokens,
  now = Math.floor(Date.now() / 1000),
  onStage?: (name: string, stage: Stage) => void,
): Promise<ReadonlyMap<string, SplResult>> {
  const answers = new Map<string, SplResult>();
  const defaults = definition.defaults.dataSources['ds.search'].options.queryParameters;
  const times = {
    earliest: timeOf(resolved(defaults.earliest, tokens), now),
    latest: timeOf(resolved(defaults.latest, tokens), now),
  };
  const answer = async (name: string): Promise<SplResult> => {
    const known = answers.get(name);
    if (known) return known;
    const source = definition.dataSources[name];
    if (!source) throw new Error(`There is no data source ${name}.`);
    const { query, extend } = source.options;
    const input = extend === undefined ? {} : { input: (await answer(extend)).rows };
    const result = await runSpl(splunk, resolved(query, tokens), {
      ...times,
      ...input,
      ...(onStage && {
        onStage: (stage: Stage) => {
          onStage(name, stage);
        },
      }),
      now,
    });
    if (result.failed) throw new Error(`${name}: ${JSON.stringify(result.messages)}`);
    answers.set(name, result);
    return result;
  };
  for (const name of Object.keys(definition.dataSources)) await answer(name);
  return answers;
}

/** As Dashboard Studio gets results: a list of values for each field. */
export function columnsOf({ fields, rows }: Pick<SplResult, 'fields' | 'rows'>) {
  return {
    fields: fields.map((name) => ({ name })),
    columns: fields.map((name) =>
      rows.map(({ [name]: cell = null }) => (name === '_time' && cell !== null ? isoOf(cell) : cell)),
    ),
  };
}

function isoOf(cell: unknown): string {
  return new Date(Number(cell) * 1000).toISOString();
}
