import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Exchange } from '../stand-ins/misp/recorded/recordings.ts';
import type { Answer } from './answer.ts';

const folder = new URL('../../../shared/recordings/misp/', import.meta.url);

let known: ReadonlyMap<string, readonly Answer[]> | undefined;

/** What a real MISP answered to requests of a path, without its parameters; nothing where there are no recordings. */
export function recordedAnswers(path: string): readonly Answer[] {
  known ??= readAll();
  return known.get(pageOf(path)) ?? [];
}

function readAll(): ReadonlyMap<string, readonly Answer[]> {
  const all = new Map<string, Answer[]>();
  for (const name of existsSync(folder) ? readdirSync(folder).sort() : []) {
    const exchanges = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Partial<Exchange>[];
    for (const { request, response } of exchanges) {
      if (!request || !response || response.body_truncated_at !== undefined) continue;
      const page = pageOf(request.path);
      all.set(page, [...(all.get(page) ?? []), answerOf(response)]);
    }
  }
  return all;
}

function answerOf({ status, headers, body }: Exchange['response']): Answer {
  const bytes = Buffer.from(body);
  // The body was recorded as it was unpacked.
  const kept = headers.filter(
    ([name]) => !/^(content-(length|encoding)|transfer-encoding|connection|keep-alive)$/i.test(name),
  );
  return {
    status: String(status),
    reason: 'Recorded',
    headers: [...kept, ['Content-Length', String(bytes.length)]],
    body: bytes,
  };
}

/** Controller and action. */
function pageOf(path: string): string {
  return path.replace(/\?.*/, '').split('/').filter(Boolean).slice(0, 2).join('/');
}
