const FORMS = [
  /^localhost$/,
  /^127(?:\.\d{1,3}){3}$/,
  /^(?:::|(?:0{1,4}:){7})0{0,3}1$/,
  // IPv4 within IPv6, in both of its spellings.
  /^::ffff:(?:127(?:\.\d{1,3}){3}|7f[\da-f]{2}:[\da-f]{1,4})$/,
];

/** Whether what is sent to a host never leaves the machine: by its address; of names only `localhost`. Needs no Node.js. */
export function isLoopback(host: string): boolean {
  const plain = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  return FORMS.some((form) => form.test(plain));
}
