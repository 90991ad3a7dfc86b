import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { readText, type Setting, sslSettings } from './server-conf.ts';
import { expandSplunkHome } from './splunk-home.ts';

/** Where splunkd's certificate, and the authority that signed it, may be found. */
export interface TrustOptions {
  /** `SPLUNK_HOME`, which splunkd gives to the processes it starts. */
  readonly splunkHome?: string | undefined;
  /** `SA_MISP_SPLUNKD_CA`: a PEM file that an administrator names in splunk-launch.conf. */
  readonly caPath?: string | undefined;
}

/** What splunkd's certificate is checked with. */
export interface Trust {
  /** Certificates of authorities, and splunkd's own, which may be signed by none of them. PEM. */
  readonly authorities: readonly string[];
  /** Certificates that are splunkd's as they are. */
  readonly own: readonly X509Certificate[];
  /** The file that serverCert names, and what names it, for messages; undefined without SPLUNK_HOME. */
  readonly serverCert:
    { readonly path: string; readonly isReadable: boolean; readonly namedBy: string } | undefined;
}

const DEFAULT_AUTH = 'etc/auth';
const DEFAULT_SERVER_CERT = 'etc/auth/server.pem';
/** Splunk's own CA, which signs the certificates that its installer makes. */
const DEFAULT_CA = 'etc/auth/cacert.pem';

/**
 * What the administrator names, the authorities that server.conf names, and splunkd's own certificate. Not the public
 * authorities: to load them takes longer than all the rest of starting a search, and the certificate of a splunkd that
 * has one of theirs is known by its file.
 */
export function readTrust({ splunkHome, caPath }: TrustOptions): Trust {
  const given = caPath === undefined ? [] : certificatesIn(caPath);
  if (splunkHome === undefined) return { authorities: given.map(pemOf), own: given, serverCert: undefined };
  const settings = sslSettings(splunkHome);
  const pathOf = (key: string) => resolve(settings.get(key), settings.get('caPath'), splunkHome);
  const serverCert = pathOf('serverCert') ?? join(splunkHome, DEFAULT_SERVER_CERT);
  const authorities = pathOf('sslRootCAPath') ?? pathOf('caCertFile') ?? join(splunkHome, DEFAULT_CA);
  const chain = certificatesIn(serverCert);
  return {
    authorities: [...given, ...certificatesIn(authorities), ...chain].map(pemOf),
    // The first of a file is splunkd's, the others are those that signed it.
    own: [...given, ...chain.slice(0, 1)],
    serverCert: {
      path: serverCert,
      isReadable: chain.length > 0,
      namedBy: settings.get('serverCert')?.file ?? "Splunk's default",
    },
  };
}

/** Undefined for a setting that is missing or blank. A relative path is one below caPath or, as many write it, SPLUNK_HOME. */
function resolve(
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

/** Only certificates: a file of splunkd's holds its private key as well. What is no certificate is left out. */
function certificatesIn(path: string): X509Certificate[] {
  const blocks = readText(path)?.match(/-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/g);
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
