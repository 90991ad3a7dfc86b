import type { Context } from 'mocha';
import { shared } from '../../../support/shared.ts';

/** A request that a real MISP got, and its answer. */
export interface Exchange {
  readonly name: string;
  readonly request: {
    readonly method: string;
    readonly scheme: 'http' | 'https';
    readonly path: string;
    /** A key is `{{API_KEY:who}}`. */
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | null;
  };
  readonly response: {
    readonly status: number;
    readonly headers: readonly (readonly [string, string])[];
    readonly body: string;
    /** There when only so many characters were kept. */
    readonly body_truncated_at?: number;
  };
}

/** An attribute as recorded; whatever else it has is there too. */
export interface RecordedRow {
  readonly id: string;
  readonly event_id: string;
  readonly [member: string]: unknown;
}

/** @param name without `.json`; the test is skipped where there are no recordings */
export function recordingOf<T = Exchange>(test: Context, name: string): T[] {
  return JSON.parse(shared(test, `recordings/misp/${name}.json`).toString()) as T[];
}

export function headerOf({ response }: Exchange, name: string): string | undefined {
  return response.headers.find(([one]) => one.toLowerCase() === name)?.[1];
}

/** Unix seconds on the recorded server, to the second. */
export function timeOf(exchange: Exchange): number {
  return Date.parse(headerOf(exchange, 'date') ?? '') / 1000;
}

/** The attributes of an answer that has some and was kept whole. */
export function rowsOf(body: string): RecordedRow[] | undefined {
  try {
    return (JSON.parse(body) as { response?: { Attribute?: RecordedRow[] } }).response?.Attribute;
  } catch {
    return undefined;
  }
}
