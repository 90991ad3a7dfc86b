import { SplunkdError } from './errors.ts';
import type { Trust } from './trust.ts';

/** splunkd's certificate is rejected. The message says why, and how to renew it or make it trusted. */
export class CertificateError extends SplunkdError {
  override readonly name = 'CertificateError';
}

export interface RejectedCertificate {
  /** Node's code, like CERT_HAS_EXPIRED. */
  readonly code: string;
  /** Name or address of the connection, and the port. */
  readonly host: string;
  readonly port: number;
  /** On loopback, the certificate of serverCert is accepted whatever its dates. */
  readonly isLoopbackHost: boolean;
  readonly certificate: Certificate | undefined;
}

/** The known parts of the certificate. */
export interface Certificate {
  readonly names?: string;
  readonly validFrom?: string;
  readonly validTo?: string;
}

export function createCertificateError(rejected: RejectedCertificate, trust: Trust): CertificateError {
  const explain = EXPLANATIONS[rejected.code] ?? unknownAuthority;
  const host = rejected.host.includes(':') ? `[${rejected.host}]` : rejected.host;
  return new CertificateError(
    `splunkd's certificate at https://${host}:${rejected.port}${explain(rejected, trust)}`,
  );
}

type Explanation = (refusal: RejectedCertificate, trust: Trust) => string;

const EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  CERT_HAS_EXPIRED: expired,
  CERT_NOT_YET_VALID: notYetValid,
  ERR_TLS_CERT_ALTNAME_INVALID: nameMismatch,
};

function expired({ certificate, isLoopbackHost }: RejectedCertificate, trust: Trust): string {
  const end = certificate?.validTo;
  if (end !== undefined && Date.parse(end) > Date.now())
    return ` is signed by a CA whose certificate has expired${isLoopbackHost ? otherThanServerCert(trust) : ''}. Renew the certificate of the CA, and sign this one with it.`;
  const what = end === undefined ? ', or that of its CA, has expired' : ` has expired on ${end}`;
  return `${what}${isLoopbackHost ? otherThanServerCert(trust) : ''}. ${renewalAdvice(trust)}`;
}

function notYetValid({ certificate, isLoopbackHost }: RejectedCertificate, trust: Trust): string {
  const when = certificate?.validFrom === undefined ? '' : ` (from ${certificate.validFrom})`;
  return ` is not valid yet${when}${isLoopbackHost ? otherThanServerCert(trust) : ''}. Check the clock of the search head, or renew the certificate.`;
}

/** The certificate that would have been accepted. */
function otherThanServerCert({ serverCert }: Trust): string {
  if (!serverCert) return '';
  const { path, namedBy, isReadable } = serverCert;
  const unreadable = isReadable ? '' : ', which has no readable certificate';
  return `, and it is not the one in ${path} (serverCert, by ${namedBy})${unreadable}`;
}

function nameMismatch({ host, certificate }: RejectedCertificate, trust: Trust): string {
  return ` is for ${certificate?.names ?? 'another name'}, not for ${host}. Let splunkd listen on 127.0.0.1 (mgmtHostPort in web.conf), or use a certificate with this name: ${renewalAdvice(trust)}`;
}

function renewalAdvice({ serverCert }: Trust): string {
  const path = serverCert?.path ?? 'the file that serverCert in server.conf names';
  return `Renew splunkd's certificate: put a new one into ${path} and restart Splunk (without etc/auth/server.pem, Splunk creates a new one when it starts).`;
}

function unknownAuthority({ code }: RejectedCertificate, trust: Trust): string {
  return ` is not trusted (${code}): no CA in server.conf signed it${otherThanServerCert(trust)}. ${trust.serverCert ? 'If that file was replaced, restart Splunk; otherwise set' : 'Set'} SA_MISP_SPLUNKD_CA in splunk-launch.conf to the PEM file of its CA.`;
}
