import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { readTextIfAny, type Setting, sslSettings } from './server-conf.ts';
import { expandSplunkHome } from './splunk-home.ts';

/** Where to find splunkd's certificate and its CA. */
export interface TrustOptions {
  /** `SPLUNK_HOME`, from the environment of processes that splunkd starts. */
  readonly splunkHome?: string | undefined;
  /** `SA_MISP_SPLUNKD_CA`: a PEM file that an administrator names in splunk-launch.conf. */
  readonly caPath?: string | undefined;
}

/** The certificates that verify splunkd's certificate. */
export interface Trust {
  /** Certificates of CAs, and splunkd's own chain, in PEM. */
  readonly authorities: readonly string[];
  /** Certificates that are accepted without a CA. */
  readonly trustedAsIs: readonly X509Certificate[];
  /** The file of serverCert and the file that sets it, for messages. Undefined without SPLUNK_HOME. */
  readonly serverCert:
    { readonly path: string; readonly isReadable: boolean; readonly namedBy: string } | undefined;
}

const DEFAULT_AUTH = 'etc/auth';
const DEFAULT_SERVER_CERT = 'etc/auth/server.pem';
/** Splunk's own CA, which signs the certificates that its installer makes. */
const DEFAULT_CA = 'etc/auth/cacert.pem';

/**
 * Reads the certificates that the administrator configured, the CAs of server.conf, and splunkd's own certificate. Public
 * CAs are not loaded: that takes longer than the rest of the start of a search, and a certificate from one of them is
 * accepted by its file.
 */
export function readTrust({ splunkHome, caPath }: TrustOptions): Trust {
  const configured = caPath === undefined ? [] : readCertificates(caPath);
  if (splunkHome === undefined)
    return { authorities: configured.map(pemOf), trustedAsIs: configured, serverCert: undefined };
  const settings = sslSettings(splunkHome);
  const pathOf = (key: string) => resolvePath(settings.get(key), settings.get('caPath'), splunkHome);
  const serverCert = pathOf('serverCert') ?? join(splunkHome, DEFAULT_SERVER_CERT);
  const authorities = pathOf('sslRootCAPath') ?? pathOf('caCertFile') ?? join(splunkHome, DEFAULT_CA);
  const chain = readCertificates(serverCert);
  return {
    authorities: [...configured, ...readCertificates(authorities), ...chain].map(pemOf),
    // The first certificate of the file is splunkd's, the others are its chain.
    trustedAsIs: [...configured, ...chain.slice(0, 1)],
    serverCert: {
      path: serverCert,
      isReadable: chain.length > 0,
      namedBy: settings.get('serverCert')?.file ?? "Splunk's default",
    },
  };
}

/** Undefined for a missing or blank setting. A relative path is below caPath or, as many write it, below SPLUNK_HOME. */
function resolvePath(
  setting: Setting | undefined,
  caPath: Setting | undefined,
  splunkHome: string,
): string | undefined {
  const path = expandSplunkHome(setting?.value ?? '', splunkHome);
  if (path === '' || isAbsolute(path)) return path || undefined;
  const folder = expandSplunkHome(caPath?.value ?? '', splunkHome) || join(splunkHome, DEFAULT_AUTH);
  const below = isAbsolute(folder) ? folder : join(splunkHome, folder);
  return [join(below, path), join(splunkHome, path)].find(existsSync) ?? join(splunkHome, path);
}

/** Reads certificates only: a file of splunkd also has its private key. Invalid certificates are skipped. */
function readCertificates(path: string): X509Certificate[] {
  const blocks = readTextIfAny(path)?.match(/-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/g);
  return (blocks ?? []).flatMap((pem) => {
    try {
      return [new X509Certificate(pem)];
    } catch {
      return [];
    }
  });
}

function pemOf(certificate: X509Certificate): string {
  return certificate.toString();
}
