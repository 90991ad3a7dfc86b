import Service from 'splunk-sdk/lib/service.js';
import * as v from 'valibot';
import { BadRequestError, NotAvailableError, SplunkdError } from './errors.ts';
import { SplunkdHttp } from './http.ts';
import type { TrustOptions } from './trust.ts';

export interface SplunkdOptions {
  /** `https://127.0.0.1:8089`, from splunkd. */
  readonly uri: string;
  readonly sessionKey: string;
  readonly app: string;
  readonly trust: TrustOptions;
}

const Entries = v.object({
  entry: v.array(v.object({ name: v.string(), content: v.record(v.string(), v.unknown()) })),
});

export interface Entry {
  readonly name: string;
  readonly content: Readonly<Record<string, unknown>>;
}

/** splunkd's REST API, with the session of a user and in the context of the app. */
export class Splunkd {
  readonly #service: Service;
  readonly #uri: string;

  constructor({ uri, sessionKey, app, trust }: SplunkdOptions) {
    if (!URL.canParse(uri))
      throw new SplunkdError('splunkd did not give the address of its REST API (splunkd_uri).');
    const { protocol, hostname, port } = new URL(uri);
    this.#uri = uri;
    this.#service = new Service(new SplunkdHttp(trust), {
      scheme: protocol.slice(0, -1),
      host: hostname,
      port,
      owner: 'nobody',
      app,
      sessionKey,
      version: 'default',
      autologin: false,
    });
  }

  /**
   * All entries of an endpoint below servicesNS/nobody/<app>, or of an absolute path. (The default of splunkd is 30.)
   * Undefined for 404 and 403.
   */
  async entries(path: string): Promise<readonly Entry[] | undefined> {
    try {
      return (await this.get(path, { count: 0 }, Entries)).entry;
    } catch (error) {
      if (error instanceof NotAvailableError) return undefined;
      throw error;
    }
  }

  /** GETs a resource and validates it. @throws SplunkdError; NotAvailableError for 403 and 404 */
  async get<T>(
    path: string,
    params: Readonly<Record<string, unknown>>,
    schema: v.GenericSchema<unknown, T>,
  ): Promise<T> {
    const { data } = await this.#send(path, () =>
      this.#service.get(path, { output_mode: 'json', ...params }),
    );
    return validate(path, data, schema);
  }

  /** POSTs a form. @throws SplunkdError; NotAvailableError for 403 and 404; BadRequestError for 400, with splunkd's message */
  async postForm<T>(
    path: string,
    form: Readonly<Record<string, string | number>>,
    schema: v.GenericSchema<unknown, T>,
  ): Promise<T> {
    const body = new URLSearchParams(
      Object.entries(form).map(([name, value]) => [name, String(value)] as [string, string]),
    );
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const { data } = await this.#send(path, () =>
      this.#service.request(path, 'POST', { output_mode: 'json' }, {}, body.toString(), headers),
    );
    return validate(path, data, schema);
  }

  /** DELETEs a resource. @throws SplunkdError; NotAvailableError for 403 and 404 */
  async delete(path: string, params: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#send(path, () => this.#service.del(path, params));
  }

  /** POSTs JSON. @throws SplunkdError; NotAvailableError for 403 and 404 */
  async post(path: string, body: unknown): Promise<void> {
    const headers = { 'Content-Type': 'application/json' };
    await this.#send(path, () =>
      this.#service.request(path, 'POST', { output_mode: 'json' }, {}, JSON.stringify(body), headers),
    );
  }

  async #send<T>(path: string, request: () => Promise<T>): Promise<T> {
    try {
      return await request();
    } catch (error) {
      throw this.#toError(path, statusOf(error), error);
    }
  }

  #toError(path: string, status: number | undefined, error: unknown): SplunkdError {
    if (error instanceof SplunkdError) return error;
    if (status === 401)
      return new SplunkdError("splunkd refused this search's session. Run the search again.");
    if (status === 403 || status === 404)
      return new NotAvailableError(
        `splunkd has no ${path}, or you may not read it (HTTP ${status}). Ask your Splunk administrator for access.`,
      );
    const words = splunkdMessages(error);
    if (status === 400 && words !== '') return new BadRequestError(words);
    if (status !== undefined)
      return new SplunkdError(
        `splunkd responded to ${path} with HTTP ${status}${words === '' ? '' : `: ${words}`}.`,
      );
    const { code, message } = error as NodeJS.ErrnoException;
    return new SplunkdError(`splunkd does not respond at ${this.#uri} (${code ?? message}).`, {
      cause: error,
    });
  }
}

/** @throws SplunkdError */
function validate<T>(path: string, data: unknown, schema: v.GenericSchema<unknown, T>): T {
  const parsed = v.safeParse(schema, data);
  if (!parsed.success) throw new SplunkdError(`splunkd's response to ${path} is not valid.`);
  return parsed.output;
}

const ErrorResponse = v.object({ data: v.object({ messages: v.array(v.object({ text: v.string() })) }) });

/** splunkd's messages for a failed request. Blank without messages. */
function splunkdMessages(error: unknown): string {
  const parsed = v.safeParse(ErrorResponse, error);
  return parsed.success ? parsed.output.data.messages.map(({ text }) => text).join(' ') : '';
}

function statusOf(error: unknown): number | undefined {
  return typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number'
    ? error.status
    : undefined;
}
