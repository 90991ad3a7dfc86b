import { join } from 'node:path';
import { PersistentDriver } from '../stand-ins/splunk/programs/persistent-driver.ts';
import { SYSTEM_SESSION } from '../stand-ins/splunk/rest/state.ts';
import type { StandInSplunk } from '../stand-ins/splunk/splunk.ts';

interface BrokerAnswer {
  readonly status: number;
  /** The name of the file, or the message. */
  readonly said: string | undefined;
}

/** A broker of a test's own, which is told what splunkd would say. */
export class BrokerProcess {
  readonly #driver: PersistentDriver;
  readonly #request: object;

  /** @param sessionKey of the user who asks */
  constructor({ appDir, home, uri }: StandInSplunk, sessionKey: string) {
    this.#driver = new PersistentDriver({
      driver: join(appDir, 'bin/misp_broker.sh'),
      script: 'misp_broker.sh',
      splunkHome: home,
    });
    this.#request = {
      method: 'POST',
      form: [['instance', 'misp']],
      system_authtoken: SYSTEM_SESSION,
      session: { user: 'somebody', authtoken: sessionKey },
      server: { rest_uri: uri },
    };
  }

  /** Answers a request that differs in these members. */
  ask(changes: object = {}): Promise<BrokerAnswer> {
    return this.askRaw(JSON.stringify({ ...this.#request, ...changes }));
  }

  async askRaw(block: string): Promise<BrokerAnswer> {
    const answer = JSON.parse(await this.#driver.ask(block)) as {
      readonly status: number;
      readonly payload: string;
    };
    const { file, messages } = JSON.parse(answer.payload) as {
      readonly file?: string;
      readonly messages?: readonly { readonly text: string }[];
    };
    return { status: answer.status, said: file ?? messages?.[0]?.text };
  }

  write(text: string): void {
    this.#driver.process.stdin.write(text);
  }

  end(): Promise<void> {
    return this.#driver.end();
  }

  terminate(): Promise<void> {
    this.#driver.process.kill('SIGTERM');
    return this.#driver.end();
  }

  get stdout(): string {
    return this.#driver.stdout;
  }

  get stderr(): string {
    return this.#driver.stderr;
  }

  get exitCode(): number | null {
    return this.#driver.process.exitCode;
  }
}
