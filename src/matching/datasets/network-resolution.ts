import type { MatchedDataset } from '../dataset.ts';

/** https://docs.splunk.com/Documentation/CIM/6.0.0/User/NetworkResolutionDNS */
export const dns: MatchedDataset = {
  name: 'dns',
  model: 'Network_Resolution',
  dataset: 'DNS',
  content: 'DNS queries and answers',
  minute: 0,
  fields: [
    { field: 'query', kinds: ['domain'], asset: 'src' },
    { field: 'answer', kinds: ['address', 'domain'], asset: 'src' },
  ],
};
