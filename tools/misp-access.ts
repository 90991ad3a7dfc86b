import { resolve } from 'node:path';
import { startMisp } from '../test/stand-ins/misp/server.ts';
import { StandInSplunk } from '../test/stand-ins/splunk/splunk.ts';

/** The settings of a MISP instance, and its secrets. */
export interface MispAccess {
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  readonly secrets: Readonly<Record<string, string>>;
}

/** A stand-in Splunk with an instance for the MISP of the environment, or for the embedded MISP. */
export interface SplunkWithMisp {
  readonly splunk: StandInSplunk;
  readonly close: () => Promise<void>;
}

/** @param namesFor the names of the instance, for a real or the embedded MISP */
export async function openSplunk(namesFor: (isReal: boolean) => readonly string[]): Promise<SplunkWithMisp> {
  const real = mispFromEnvironment(process.env);
  const embedded = real ? undefined : await startMisp();
  const access: MispAccess = real ?? {
    settings: { misp_url: embedded?.url ?? '' },
    secrets: { misp_key: embedded?.keys['automation'] ?? '' },
  };
  const names = namesFor(real !== undefined);
  const splunk = await StandInSplunk.start({
    instances: Object.fromEntries(names.map((name) => [name, access.settings])),
    secrets: Object.fromEntries(
      names.flatMap((name) =>
        Object.entries(access.secrets).map(([secret, value]) => [`${name}.${secret}`, value]),
      ),
    ),
  });
  return {
    splunk,
    async close() {
      await splunk.close();
      await embedded?.close();
    },
  };
}

/** The MISP of the environment variables. Undefined without MISP_URL. */
export function mispFromEnvironment(env: NodeJS.ProcessEnv): MispAccess | undefined {
  const {
    MISP_URL,
    MISP_KEY,
    MISP_CA_FILE,
    MISP_CLIENT_CERT,
    MISP_CLIENT_KEY_PASSWORD,
    MISP_PROXY,
    MISP_VERIFY,
  } = env;
  if (MISP_URL === undefined || MISP_URL === '') return undefined;
  const proxy = MISP_PROXY ? proxyOf(new URL(MISP_PROXY)) : undefined;
  return {
    settings: {
      misp_url: MISP_URL,
      ...(MISP_CA_FILE ? { misp_ca_path: resolve(MISP_CA_FILE) } : {}),
      ...(MISP_CLIENT_CERT ? { client_cert_path: resolve(MISP_CLIENT_CERT) } : {}),
      ...(MISP_VERIFY ? { misp_verifycert: MISP_VERIFY } : {}),
      ...proxy?.settings,
    },
    secrets: {
      misp_key: MISP_KEY ?? '',
      ...(MISP_CLIENT_KEY_PASSWORD ? { client_key_password: MISP_CLIENT_KEY_PASSWORD } : {}),
      ...proxy?.secrets,
    },
  };
}

function proxyOf(url: URL): MispAccess {
  return {
    settings: {
      misp_use_proxy: true,
      proxy_type: url.protocol.slice(0, -1),
      proxy_host: url.hostname,
      proxy_port: url.port || (url.protocol.startsWith('socks') ? 1080 : 8080),
      proxy_username: decodeURIComponent(url.username),
    },
    secrets: url.password ? { proxy_password: decodeURIComponent(url.password) } : {},
  };
}
