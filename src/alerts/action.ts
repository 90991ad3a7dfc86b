import type { MispClient } from '../misp/client.ts';
import type { Row } from '../protocol/rows.ts';

/** A parameter of an alert action: alert_actions.conf, its spec and the form in Splunk Web come from it. */
export interface Parameter {
  /** Without the prefix `param.` of alert_actions.conf. */
  readonly name: string;
  readonly label: string;
  /** The help text in the form: one sentence. */
  readonly text: string;
  readonly kind: 'instance' | 'text' | 'choice' | 'radio';
  /** The values of a choice or radio, which differ only in how the form shows them. */
  readonly values?: readonly { readonly value: string; readonly label: string }[];
  readonly default?: string;
  readonly required?: boolean;
  /** Accepted so that old alerts keep working. It has no effect and is not in the form. */
  readonly deprecated?: boolean;
}

/** Minutes after which splunkd kills an alert action (alert_actions.conf, maxtime). */
export const MAX_MINUTES = 30;

/** An alert action: what splunkd runs when an alert triggers. */
export interface AlertAction {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly parameters: readonly Parameter[];
  /** How Enterprise Security categorizes it as an adaptive response action. */
  readonly response: { readonly task: readonly string[]; readonly subject: readonly string[] };
  /** Reports a failure for some results by `context.reportFailure`. @throws Error for a failure that concerns all results */
  run(context: AlertContext): Promise<void>;
}

/** What a running alert action works with. */
export interface AlertContext {
  /** A value for each parameter; an empty text for one without value and default. */
  readonly values: Readonly<Record<string, string>>;
  readonly rows: readonly Row[];
  /** All columns of the results, empty ones included. */
  readonly columns: ReadonlySet<string>;
  readonly instance: { readonly name: string; readonly url: string };
  readonly client: MispClient;
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Reads one of the app's lookup files. Resolves to undefined when it does not exist. */
  readonly readLookup: (file: string) => Promise<string | undefined>;
  /** Writes to splunkd.log. */
  readonly logInfo: (text: string) => void;
  readonly logWarning: (text: string) => void;
  /** Reports the outcome for some results. A result without a report counts as failed. */
  readonly reportSuccess: (rows: readonly Row[], text: string) => void;
  readonly reportFailure: (rows: readonly Row[], text: string) => void;
}
