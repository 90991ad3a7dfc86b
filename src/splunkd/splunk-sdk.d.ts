/** The parts of Splunk's JavaScript SDK that are used; it has no types of its own. */
declare module 'splunk-sdk/lib/http.js' {
  export interface Message {
    readonly method: string;
    readonly headers?: Record<string, string>;
    readonly body?: string;
  }
  export interface HttpResponse {
    readonly response: { readonly headers: Record<string, unknown>; readonly statusCode: number };
    readonly status: number;
    readonly data: unknown;
    readonly error: unknown;
  }
  class Http {
    makeRequest(url: string, message: Message): Promise<HttpResponse>;
  }
  export default Http;
}

declare module 'splunk-sdk/lib/service.js' {
  import type Http from 'splunk-sdk/lib/http.js';
  import type { HttpResponse } from 'splunk-sdk/lib/http.js';
  class Service {
    constructor(
      http: Http,
      options: {
        readonly scheme: string;
        readonly host: string;
        readonly port: string;
        readonly owner: string;
        readonly app: string;
        readonly sessionKey: string;
        readonly version: string;
        readonly autologin: boolean;
      },
    );
    get(path: string, params: Record<string, unknown>): Promise<HttpResponse>;
    request(
      path: string,
      method: 'POST',
      query: Record<string, unknown>,
      post: Record<string, unknown>,
      body: string,
      headers: Record<string, string>,
    ): Promise<HttpResponse>;
    del(path: string, params: Record<string, unknown>): Promise<HttpResponse>;
  }
  export default Service;
}
