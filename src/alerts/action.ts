import type { MispClient } from '../misp/client.ts';
import type { Row } from '../protocol/rows.ts';

/** A parameter of an alert action: alert_actions.conf, its spec and the form in Splunk Web come from it. */
export interface Parameter {
  /** Without the `param.` that the conf has before it. */
  readonly name: string;
  readonly label: string;
  /** One sentence: what it does. */
  readonly text: string;
  readonly kind: 'instance' | 'text' | 'choice' | 'radio';
  /** Of a choice or radio, which are the same but for how they look. */
  readonly values?: readonly { readonly value: string; readonly label: string }[];
  readonly default?: string;
  readonly required?: boolean;
  /** Taken for the sake of old alerts, without effect, and not in the form. */
  readonly deprecated?: boolean;
}

/** Minutes after which splunkd kills an alert action (alert_actions.conf, maxtime). */
export const MAX_MINUTES = 30;

/** What splunkd runs, by its name, when an alert triggers. */
export interface AlertAction {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly parameters: readonly Parameter[];
  /** How Enterprise Security lists it as an adaptive response: what is done, and to what. */
  readonly response: { readonly task: readonly string[]; readonly subject: readonly string[] };
  /** Throws what concerns all results; what concerns some is told by `context.failed`. */
  run(context: AlertContext): Promise<void>;
}

/** What a running alert action has at hand. */
export interface AlertContext {
  /** A value for each parameter; blank where none is given and there is no default. */
  readonly values: Readonly<Record<string, string>>;
  readonly rows: readonly Row[];
  /** What the results may have values in. */
  readonly columns: ReadonlySet<string>;
  readonly instance: { readonly name: string; readonly url: string };
  readonly client: MispClient;
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The text of one of the app's lookup files, undefined when there is none. */
  readonly lookup: (file: string) => Promise<string | undefined>;
  /** Told in splunkd's log. */
  readonly info: (text: string) => void;
  readonly warn: (text: string) => void;
  /** What became of results; one that is never named failed with the action. */
  readonly done: (rows: readonly Row[], text: string) => void;
  readonly failed: (rows: readonly Row[], text: string) => void;
}
