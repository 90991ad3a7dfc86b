import * as v from 'valibot';
import { MispUrl } from './misp-url.ts';
import { ProxyHost } from './proxy-host.ts';

/** splunkd's REST API writes booleans as true, "1", "true" and so on. */
const Flag = v.pipe(
  v.union([v.boolean(), v.number(), v.string()]),
  v.transform((value) => String(value).trim().toLowerCase()),
  v.picklist(['1', 'true', 't', 'yes', 'y', '0', 'false', 'f', 'no', 'n', ''], 'must be true or false'),
  v.transform((value) => ['1', 'true', 't', 'yes', 'y'].includes(value)),
);

const Text = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform((value) => String(value).trim()),
);

const integerBetween = (min: number, max: number) =>
  v.pipe(
    Text,
    v.regex(/^\d+$/, `must be a whole number from ${min} to ${max}`),
    v.transform(Number),
    v.minValue(min, `must be at least ${min}`),
    v.maxValue(max, `must be at most ${max}`),
  );

const optionalText = v.optional(Text, '');

/** A stanza of misp_instances.conf. Defaults and limits are those of README/misp_instances.conf.spec. */
export const InstanceStanza = v.object({
  disabled: v.optional(Flag, false),
  misp_url: v.optional(v.pipe(Text, MispUrl)),
  misp_verifycert: v.optional(Flag, true),
  misp_ca_path: optionalText,
  client_cert_path: optionalText,
  client_key_path: optionalText,
  misp_use_proxy: v.optional(Flag, false),
  proxy_type: v.optional(
    v.picklist(['http', 'https', 'socks5', 'socks5h'], 'must be http, https, socks5 or socks5h'),
    'http',
  ),
  proxy_host: v.optional(v.pipe(Text, ProxyHost), ''),
  proxy_port: v.optional(integerBetween(1, 65_535)),
  proxy_username: optionalText,
  connection_timeout: v.optional(integerBetween(1, 300), 10),
  read_timeout: v.optional(integerBetween(1, 3600), 200),
  retry_timeout: v.optional(integerBetween(0, 3600), 30),
  page_size: v.optional(integerBetween(100, 5000), 5000),
  test_of: optionalText,
  prefix: v.optional(
    v.pipe(
      Text,
      v.regex(/^[A-Za-z]\w{1,9}$/, 'must be a letter and one to nine word characters, like misp_'),
    ),
    'misp_',
  ),
});

export { invalidKeyReason } from './api-key.ts';

export type Stanza = v.InferOutput<typeof InstanceStanza>;
