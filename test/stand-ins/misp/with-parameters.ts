import type { Call, Members } from './call.ts';
import { failure, type Reply } from './replies.ts';
import { parametersOf } from './request-body.ts';

const MALFORMED =
  'Invalid JSON input. Make sure that the JSON input is a correctly formatted JSON string. This request has been blocked to avoid an unfiltered request.';
const GET_WITHOUT =
  'Restsearch queries using GET and no parameters are not allowed. If you have passed parameters via a JSON body, make sure you use POST requests.';

/** Answers a restSearch, whose parameters may be in its body or in its path. */
export function withParameters(answer: (body: Members, call: Call) => Reply): (call: Call) => Reply {
  return (call) => {
    const parameters = parametersOf(call.request);
    if (parameters === 'none') return failure(400, GET_WITHOUT, call.path, { Connection: 'close' });
    return parameters === 'malformed' ? malformed(call.path) : answer(parameters, call);
  };
}

/** What MISP answers to what claims to be JSON and is not. */
export function malformed(path: string): Reply {
  return failure(405, MALFORMED, path);
}
