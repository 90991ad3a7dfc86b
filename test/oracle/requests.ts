import { readFileSync } from 'node:fs';
import type { Row } from '../../src/protocol/rows.ts';
import { TableEncoder } from '../../src/protocol/table-encoder.ts';
import { tableOf } from '../../src/protocol/table.ts';
import { frameOf } from '../support/slices.ts';

/** Rows with every kind of cell. */
export const rows = JSON.parse(readFileSync(new URL('rows.json', import.meta.url), 'utf8')) as readonly Row[];

const args: Readonly<Record<string, readonly string[]>> = {
  echo: [],
  rows: [],
  'flag-yes': ['flag=YES'],
  'flag-no': ['flag=F'],
  'flag-bad': ['flag=perhaps', 'nosuch=1'],
};

/** What splunkd would send to one of the commands of transcripts.py, written by our protocol. */
export function requestsFor(name: string): Buffer {
  const searchinfo = {
    args: args[name] ?? [],
    raw_args: args[name] ?? [],
    app: 'search',
    dispatch_dir: 'dispatch',
    earliest_time: '0',
    latest_time: '0',
    search: name,
    session_key: 'invented',
    splunkd_uri: 'https://127.0.0.1:8089',
    splunk_version: '10.2.3',
    username: 'admin',
    owner: 'admin',
    sid: '1',
  };
  return Buffer.concat([
    frameOf({ action: 'getinfo', preview: false, searchinfo }),
    frameOf(
      { action: 'execute', finished: true },
      name === 'echo' ? new TableEncoder().encode(tableOf(rows)) : '',
    ),
  ]);
}

/** What splunkd would start a modular input with. */
export const definition = `<?xml version="1.0" encoding="UTF-8"?>
<input>
  <server_host>splunk</server_host>
  <server_uri>https://127.0.0.1:8089</server_uri>
  <session_key>invented</session_key>
  <checkpoint_dir>/opt/splunk/var/lib/splunk/modinputs/misp</checkpoint_dir>
  <configuration>
    <stanza name="misp://misp_covid">
      <param name="index">misp</param>
      <param name="type">ip-dst, filename|md5 &amp; &lt;more&gt;</param>
      <param name="blank"></param>
    </stanza>
  </configuration>
</input>
`;

/* As a program: the bytes for the name given. */
if (process.argv[1] === new URL(import.meta.url).pathname) {
  const name = process.argv[2] ?? '';
  process.stdout.write(name === 'definition' ? definition : requestsFor(name));
}
