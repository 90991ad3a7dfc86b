import type { MatchedDataset } from '../dataset.ts';

/** https://docs.splunk.com/Documentation/CIM/6.0.0/User/Authentication */
export const authentication: MatchedDataset = {
  name: 'authentication',
  model: 'Authentication',
  dataset: 'Authentication',
  content: 'log-ins',
  minute: 14,
  fields: [
    { field: 'src', kinds: ['address', 'domain'], asset: 'user' },
    { field: 'user', kinds: ['user'], asset: 'dest' },
  ],
};
