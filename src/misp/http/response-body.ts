import type { Response } from 'node-fetch';
import { BadResponseError } from '../errors.ts';
import { readBody } from './body.ts';
import { MAX_ERROR_BYTES, MAX_RAW_RESPONSE_BYTES, MAX_RESPONSE_BYTES, MAX_VALUE_BYTES } from './bounds.ts';
import {
  type HttpResponse,
  notJsonError,
  responseTooLargeError,
  tooDeepError,
  tooManyValuesError,
} from './http-errors.ts';
import { type Excess, JsonScan, valueBytesOf } from './json-scan.ts';

/** Estimated bytes of parsed values for each byte of JSON. Measured: 7 for responses with many values. */
const VALUE_BYTES_PER_BYTE = 8;

export interface BodyLimits {
  /** Below the instance's URL, for messages. */
  readonly path: string;
  /** The body is not parsed as a whole, so its values are not counted. */
  readonly asBytes?: boolean;
  /** Leave the check of the values to `checkValues`. */
  readonly defersCheck: boolean;
  /** Bytes of the body. The default is a limit of bounds.ts. */
  readonly maxBytes?: number | undefined;
}

export interface ResponseBody {
  readonly bytes: Buffer;
  /** Call it before the bytes are parsed. @throws BadResponseError when the values need more memory than allowed */
  readonly checkValues: () => void;
}

/**
 * Reads a body within limits. It may contain a secret, so redact it before anything is made of it.
 * @param name of the instance, for messages
 * @throws BadResponseError
 */
export async function readResponseBody(
  response: Response,
  name: string,
  {
    path,
    asBytes = false,
    defersCheck,
    maxBytes = asBytes ? MAX_RAW_RESPONSE_BYTES : MAX_RESPONSE_BYTES,
  }: BodyLimits,
): Promise<ResponseBody> {
  const valueBytes = asBytes ? Infinity : Math.min(MAX_VALUE_BYTES, VALUE_BYTES_PER_BYTE * maxBytes);
  const scan = new JsonScan({ valueBytes });
  const bytes = await readBody(response, maxBytes, { scan, defersScan: defersCheck });
  const errorOf = (excess: Excess | 'bytes') => {
    if (excess === 'depth') return tooDeepError(name);
    return excess === 'bytes' ? responseTooLargeError(name, path, maxBytes) : tooManyValuesError(name, path);
  };
  if (typeof bytes === 'string') throw errorOf(bytes);
  const checkValues = () => {
    const excess = defersCheck ? scan.push(bytes) : undefined;
    if (excess !== undefined) throw errorOf(excess);
    if (!scan.certainlyFits && valueBytesOf(bytes) > valueBytes) throw errorOf('size');
  };
  if (!defersCheck) checkValues();
  return { bytes, checkValues };
}

/** The body of an error response. Empty when it is too large: the status is enough for a message. */
export async function readErrorBody(response: Response): Promise<Buffer> {
  const bytes = await readBody(response, MAX_ERROR_BYTES, { scan: new JsonScan() });
  return typeof bytes === 'string' ? Buffer.alloc(0) : bytes;
}

/** @param response its redacted head @param text its redacted body @throws BadResponseError */
export function parseJson(name: string, response: HttpResponse, text: string): unknown {
  if (text === '' && response.status === 204) return null;
  if (text === '')
    throw new BadResponseError(
      name,
      'the response is empty (200 without a body). Check MISP and any proxy in front of it.',
    );
  try {
    return JSON.parse(text);
  } catch {
    throw notJsonError(name, response.status, text);
  }
}
