const LOOPBACK_PATTERNS = [
  /^localhost$/,
  /^127(?:\.\d{1,3}){3}$/,
  /^(?:::|(?:0{1,4}:){7})0{0,3}1$/,
  // IPv4-mapped IPv6, in both spellings.
  /^::ffff:(?:127(?:\.\d{1,3}){3}|7f[\da-f]{2}:[\da-f]{1,4})$/,
];

/** Whether a host is a loopback address or `localhost`, so that traffic never leaves the machine. Needs no Node.js. */
export function isLoopback(host: string): boolean {
  const plain = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  return LOOPBACK_PATTERNS.some((form) => form.test(plain));
}
