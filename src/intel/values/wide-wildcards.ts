import type { Kind } from '../mapping.ts';

/**
 * Enterprise Security treats a star at either end of a value as a wildcard. An attribute like `Mozilla*` or `*@gmail.com`
 * would match nearly all traffic, and anybody who may add an attribute to MISP could send it. So a wildcard needs a
 * minimum of letters, and must not match the common values below.
 */
export function isWideWildcard(kind: Kind, value: string): boolean {
  if (!value.startsWith('*') && !value.endsWith('*')) return false;
  const [, withoutScheme = ''] = /^(?:[a-z][a-z\d+.-]*:\/\/)?([^]*)$/i.exec(value) ?? [];
  const letters =
    count(withoutScheme, /[\p{L}\p{N}]/gu) + count(withoutScheme, /[\p{Ideographic}\p{Script=Hangul}]/gu);
  return (
    letters < (MIN_LETTERS[kind] ?? DEFAULT_MIN_LETTERS) ||
    COMMON_VALUES.some((one) => wildcardMatches(value, one))
  );
}

function count(text: string, pattern: RegExp): number {
  return (text.match(pattern) ?? []).length;
}

/** Letters and digits beside the star and a scheme. An ideograph counts as two. Words of text are short; a DNS name also has its top level. */
const MIN_LETTERS: Readonly<Partial<Record<Kind, number>>> = { text: 6, email: 6 };
const DEFAULT_MIN_LETTERS = 5;

/** Public mail providers. */
const MAIL_PROVIDERS = [
  ...[
    'gmail.com',
    'googlemail.com',
    'outlook.com',
    'hotmail.com',
    'live.com',
    'msn.com',
    'yahoo.com',
    'icloud.com',
  ],
  ...[
    'aol.com',
    'gmx.net',
    'gmx.de',
    'web.de',
    'mail.ru',
    'yandex.ru',
    'proton.me',
    'protonmail.com',
    'qq.com',
    '163.com',
  ],
];
/** Common mailbox names. */
const COMMON_USERS = [
  'info',
  'noreply',
  'no-reply',
  'support',
  'admin',
  'administrator',
  'postmaster',
  'newsletter',
  'service',
];
/** Hosts of common services. */
const COMMON_HOSTS = [
  ...[
    'www.google.com',
    'fonts.gstatic.com',
    'storage.googleapis.com',
    'r1.googlevideo.com',
    'www.youtube.com',
  ],
  ...[
    'login.microsoftonline.com',
    'update.microsoft.com',
    'outlook.office365.com',
    'a.sharepoint.com',
    'a.live.com',
  ],
  ...[
    'ctldl.windowsupdate.com',
    'a.blob.core.windows.net',
    'a.azureedge.net',
    'a.akadns.net',
    'a.akamaiedge.net',
  ],
  ...[
    's3.amazonaws.com',
    'www.amazon.com',
    'a.cloudfront.net',
    'a.cloudflare.com',
    'www.apple.com',
    'a.icloud.com',
  ],
  ...[
    'www.facebook.com',
    'a.fbcdn.net',
    'www.linkedin.com',
    'github.com',
    'raw.githubusercontent.com',
    'a.fastly.net',
  ],
];
/** Texts that occur in most logs. */
const COMMON_TEXTS = [
  // User agents.
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0.0.0',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:121.0) Gecko/20100101 Firefox/121.0',
  'Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko',
  'Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0)',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Safari/605.1.15',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36',
  'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0',
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.19041.1',
  'Microsoft-CryptoAPI/10.0',
  'Microsoft BITS/7.8',
  'Microsoft-Delivery-Optimization/10.0',
  'Windows-Update-Agent/10.0.10011.16384 Client-Protocol/2.0',
  'Debian APT-HTTP/1.3 (2.6.1)',
  'python-requests/2.31.0',
  'Python-urllib/3.11',
  'Go-http-client/1.1',
  'Apache-HttpClient/4.5.14 (Java/17.0.9)',
  'okhttp/4.12.0',
  'curl/8.5.0',
  'Wget/1.21.4',
  // Files, processes and services.
  ...[
    'svchost.exe',
    'explorer.exe',
    'rundll32.exe',
    'powershell.exe',
    'cmd.exe',
    'chrome.exe',
    'msedge.exe',
  ].map((file) => `C:\\Windows\\System32\\${file}`),
  ...[
    'document.pdf',
    'document.docx',
    'archive.zip',
    'invoice.pdf',
    'setup.exe',
    'index.html',
    'kernel32.dll',
  ],
  ...[
    'C:\\Program Files\\a\\b.exe',
    'C:\\Program Files (x86)\\a\\b.exe',
    'C:\\Users\\a\\AppData\\Local\\Temp\\b.tmp',
  ],
  ...['Windows Update', 'Windows Defender Antivirus Service', 'Background Intelligent Transfer Service'],
  // Registry.
  ...['HKLM', 'HKEY_LOCAL_MACHINE', 'HKCU', 'HKEY_CURRENT_USER'].map(
    (hive) => `${hive}\\Software\\Microsoft\\Windows\\CurrentVersion\\Run`,
  ),
  'HKLM\\SYSTEM\\CurrentControlSet\\Services\\a',
  // Subjects.
  ...[
    'Re: Meeting tomorrow',
    'RE: Your order',
    'Fwd: Invoice 2026-001',
    'Invoice 2026-001',
    'Payment received',
  ],
  ...[
    'Your order has been shipped',
    'Password reset',
    'Reset your password',
    'Newsletter',
    'Automatic reply: a',
  ],
  // Users, and issuers of certificates.
  ...[
    'administrator',
    "CN=R3, O=Let's Encrypt, C=US",
    'C=US, O=DigiCert Inc, CN=DigiCert TLS RSA SHA256 2020 CA1',
  ],
];

const COMMON_VALUES: readonly string[] = [
  ...COMMON_TEXTS,
  ...MAIL_PROVIDERS.flatMap((domain) => [domain, `a@${domain}`]),
  ...COMMON_USERS.map((user) => `${user}@a.example`),
  ...COMMON_HOSTS.flatMap((host) => [host, `http://${host}/`, `https://${host}/`]),
].map((one) => one.toLowerCase());

/** Ignores letter case, like Enterprise Security. A star within the pattern also matches any text. */
function wildcardMatches(pattern: string, value: string): boolean {
  const [start = '', ...rest] = pattern.toLowerCase().split('*');
  const end = rest.pop() ?? '';
  let from = start.length;
  if (!value.startsWith(start)) return false;
  for (const part of rest) {
    const at = value.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return value.length - end.length >= from && value.endsWith(end);
}
