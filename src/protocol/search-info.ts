import type { SearchInfo } from './command.ts';
import { FrameError } from './frame.ts';

/** The default of maxresultrows in [searchresults] of limits.conf, for a splunkd that does not send it. */
export const DEFAULT_MAX_RESULT_ROWS = 50_000;

/** Parses `searchinfo` of a getinfo request. splunkd sends numbers as numbers or as text. @throws FrameError */
export function parseSearchInfo(value: unknown): SearchInfo {
  if (typeof value !== 'object' || value === null) throw new FrameError('getinfo has no searchinfo.');
  const info = value as Record<string, unknown>;
  return {
    args: Array.isArray(info['args']) ? info['args'].map(String) : [],
    sid: text(info['sid']),
    app: text(info['app']),
    owner: text(info['owner']),
    username: text(info['username']),
    sessionKey: text(info['session_key']),
    splunkdUri: text(info['splunkd_uri']),
    splunkVersion: text(info['splunk_version']),
    earliestTime: seconds(info['earliest_time']),
    latestTime: seconds(info['latest_time']),
    maxResultRows: Math.max(1, seconds(info['maxresultrows']) || DEFAULT_MAX_RESULT_ROWS),
  };
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function seconds(value: unknown): number {
  const number = Number(value);
  return Number.isFinite(number) ? number : 0;
}
