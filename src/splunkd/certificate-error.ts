import { SplunkdError } from './errors.ts';
import type { Trust } from './trust.ts';

/** splunkd's certificate is refused. The message says why, and how to renew it or have it trusted. */
export class CertificateError extends SplunkdError {
  override readonly name = 'CertificateError';
}

export interface Refusal {
  /** Node's code, like CERT_HAS_EXPIRED. */
  readonly code: string;
  /** Name or address that was asked for, and the port. */
  readonly host: string;
  readonly port: number;
  /** There the certificate of serverCert would have been accepted whatever its dates. */
  readonly onLoopback: boolean;
  readonly certificate: Certificate | undefined;
}

/** As far as it is known. */
export interface Certificate {
  readonly names?: string;
  readonly validFrom?: string;
  readonly validTo?: string;
}

export function certificateError(refusal: Refusal, trust: Trust): CertificateError {
  const explain = EXPLANATIONS[refusal.code] ?? unknownAuthority;
  const host = refusal.host.includes(':') ? `[${refusal.host}]` : refusal.host;
  return new CertificateError(
    `splunkd's certificate at https://${host}:${refusal.port}${explain(refusal, trust)}`,
  );
}

type Explanation = (refusal: Refusal, trust: Trust) => string;

const EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  CERT_HAS_EXPIRED: expired,
  CERT_NOT_YET_VALID: notYetValid,
  ERR_TLS_CERT_ALTNAME_INVALID: otherName,
};

function expired({ certificate, onLoopback }: Refusal, trust: Trust): string {
  const end = certificate?.validTo;
  if (end !== undefined && Date.parse(end) > Date.now())
    return ` is signed by an authority whose certificate has expired${onLoopback ? notOwn(trust) : ''}. Renew that of the authority, and sign this one with it.`;
  const what = end === undefined ? ', or that of its authority, has expired' : ` has expired on ${end}`;
  return `${what}${onLoopback ? notOwn(trust) : ''}. ${renew(trust)}`;
}

function notYetValid({ certificate, onLoopback }: Refusal, trust: Trust): string {
  const when = certificate?.validFrom === undefined ? '' : ` (from ${certificate.validFrom})`;
  return ` is not valid yet${when}${onLoopback ? notOwn(trust) : ''}. Check the clock of the search head, or renew the certificate.`;
}

/** Where the one is that would have been accepted. */
function notOwn({ serverCert }: Trust): string {
  if (!serverCert) return '';
  const { path, namedBy, isReadable } = serverCert;
  const unreadable = isReadable ? '' : ', where no certificate can be read';
  return `, and it is not the one in ${path} (serverCert, by ${namedBy})${unreadable}`;
}

function otherName({ host, certificate }: Refusal, trust: Trust): string {
  return ` is made out to ${certificate?.names ?? 'another name'}, not to ${host}. Have splunkd listen on 127.0.0.1 (mgmtHostPort in web.conf), or take a certificate with this name: ${renew(trust)}`;
}

function renew({ serverCert }: Trust): string {
  const path = serverCert?.path ?? 'the file that serverCert in server.conf names';
  return `Renew splunkd's certificate: put a new one into ${path} and restart Splunk (without its own etc/auth/server.pem, Splunk makes a new one when it starts).`;
}

function unknownAuthority({ code }: Refusal, trust: Trust): string {
  return ` is not trusted (${code}): no authority of server.conf signed it${notOwn(trust)}. ${trust.serverCert ? 'If that file was replaced, restart Splunk; otherwise name' : 'Name'} the PEM file of its CA as SA_MISP_SPLUNKD_CA in splunk-launch.conf.`;
}
