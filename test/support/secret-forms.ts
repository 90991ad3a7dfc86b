/** What must not be found where a secret must not be: the secret as it is, and the middle of what it is encoded as. */
export function secretForms(secrets: readonly string[]): readonly string[] {
  const middle = (text: string) => text.slice(4, -6);
  return secrets.flatMap((secret) => [
    secret,
    ...[0, 1, 2].map((before) => middle(Buffer.from('x'.repeat(before) + secret).toString('base64'))),
    middle(Buffer.from(secret).toString('hex')),
    middle(Array.from(secret, (one) => `\\u00${one.charCodeAt(0).toString(16)}`).join('')),
    middle(secret),
  ]);
}
