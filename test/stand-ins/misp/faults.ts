import type { ServerResponse } from 'node:http';
import type { Reply } from './replies.ts';

/** What goes wrong with an answer. */
export type FaultKind =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'loginPage' | 'cutJson' | 'emptyBody' | 'list' | 'errorsMember' | 'emptyPage' }
  | { readonly kind: 'connectionLost' | 'reset' | 'hang' }
  | { readonly kind: 'trickle' | 'slow'; readonly milliseconds: number }
  /** The answer comes when the test says so, however busy the machine is. */
  | { readonly kind: 'held'; readonly until: Promise<unknown> };

/** When: where several are given all must hold, where none is always; so many times (once when absent). */
export type Fault = FaultKind & {
  /** At the so-many-th restSearch that the server gets, from 1. */
  readonly request?: number;
  /** At this page of a restSearch. */
  readonly page?: number;
  /** At this path, and those below it. */
  readonly path?: string;
  /** MISP does nothing of what it is asked to, as it does otherwise before its answer goes wrong. */
  readonly isUndone?: boolean;
  times?: number;
};

export interface Occasion {
  readonly path: string;
  readonly search: { readonly number: number; readonly page: number } | undefined;
}

/** Takes the fault that is due now, if one is. */
export function takeFault(faults: Fault[], { path, search }: Occasion): Fault | undefined {
  const fault = faults.find(
    (one) =>
      (one.request === undefined || one.request === search?.number) &&
      (one.page === undefined || one.page === search?.page) &&
      (one.path === undefined || path === one.path || path.startsWith(`${one.path}/`)) &&
      (one.times ?? 1) > 0,
  );
  if (fault) fault.times = (fault.times ?? 1) - 1;
  return fault;
}

const LOGIN_PAGE =
  '<!DOCTYPE html>\n<html lang="en"><head><title>Login - Portal</title></head><body>Please log in.</body></html>';

/** Answers with the fault in place of, or on top of, the right reply. */
export function answerWithFault(fault: Fault, response: ServerResponse, reply: Reply): void {
  const send = (changes: Partial<Reply>) => {
    const { status, headers, body } = { ...reply, ...changes };
    response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) }).end(body);
  };
  switch (fault.kind) {
    case 'status':
      send({
        status: fault.status,
        headers: { 'Content-Type': 'text/html', ...fault.headers },
        body: fault.body ?? '',
      });
      break;
    case 'redirect':
      send({ status: 302, headers: { 'Content-Type': 'text/html', Location: fault.location }, body: '' });
      break;
    case 'loginPage':
      send({ headers: { 'Content-Type': 'text/html; charset=UTF-8' }, body: LOGIN_PAGE });
      break;
    case 'cutJson':
      send({ body: reply.body.slice(0, Math.floor(reply.body.length / 2)) });
      break;
    case 'emptyBody':
      send({ body: '' });
      break;
    case 'list':
      send({ body: '[1, 2]' });
      break;
    case 'errorsMember':
      send({
        body: '{"saved": false, "name": "Could not search", "message": "Could not search", "errors": "Disk full"}',
      });
      break;
    case 'emptyPage':
      send(withoutRows(reply));
      break;
    case 'connectionLost':
      response.writeHead(reply.status, { ...reply.headers, 'Content-Length': Buffer.byteLength(reply.body) });
      response.write(reply.body.slice(0, Math.floor(reply.body.length / 2)), () =>
        response.socket?.destroy(),
      );
      break;
    case 'reset':
      response.socket?.resetAndDestroy();
      break;
    case 'hang':
      break;
    case 'slow':
      setTimeout(() => {
        send({});
      }, fault.milliseconds);
      break;
    case 'held':
      void fault.until.then(() => {
        send({});
      });
      break;
    case 'trickle':
      trickle(response, reply, fault.milliseconds);
  }
}

/** As if warning lists had all values of the page. */
function withoutRows({ status, headers, body }: Reply): Reply {
  const rows = (JSON.parse(body) as { response: { Attribute: unknown[] } }).response.Attribute.length;
  const count = rows + Number(headers['X-Skipped-Elements-Count'] ?? 0);
  return {
    status,
    headers: { ...headers, 'X-Result-Count': String(count + 1), 'X-Skipped-Elements-Count': String(count) },
    body: '{"response": {"Attribute": []}}\n',
  };
}

function trickle(response: ServerResponse, { status, headers, body }: Reply, milliseconds: number): void {
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) });
  const bytes = Buffer.from(body);
  let sent = 0;
  const timer = setInterval(() => {
    response.write(bytes.subarray(sent, ++sent));
    if (sent >= bytes.length) {
      clearInterval(timer);
      response.end();
    }
  }, milliseconds);
  response.on('close', () => {
    clearInterval(timer);
  });
}
