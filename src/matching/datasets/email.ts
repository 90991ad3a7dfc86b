import type { MatchedDataset } from '../dataset.ts';

/** https://docs.splunk.com/Documentation/CIM/6.0.0/User/Email */
export const email: MatchedDataset = {
  name: 'email',
  model: 'Email',
  dataset: 'All_Email',
  content: 'e-mails',
  minute: 5,
  fields: [
    { field: 'src_user', kinds: ['sender', 'email'], asset: 'recipient' },
    { field: 'recipient', kinds: ['recipient', 'email'], asset: 'src_user' },
    { field: 'subject', kinds: ['subject'], asset: 'recipient' },
    { field: 'src', kinds: ['address', 'domain'], asset: 'recipient' },
    { field: 'url', kinds: ['url'], asset: 'recipient' },
    { field: 'url', part: 'host', kinds: ['domain', 'address'], asset: 'recipient' },
    { field: 'file_name', kinds: ['file_name'], asset: 'recipient' },
    { field: 'file_hash', kinds: ['hash'], asset: 'recipient' },
  ],
};
