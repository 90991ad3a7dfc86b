import type { MatchedDataset } from '../dataset.ts';

/** https://docs.splunk.com/Documentation/CIM/6.0.0/User/Web */
export const web: MatchedDataset = {
  name: 'web',
  model: 'Web',
  dataset: 'Web',
  content: 'requests to web servers and through proxies',
  minute: 4,
  fields: [
    { field: 'url', kinds: ['url'], asset: 'src' },
    { field: 'url', part: 'host', kinds: ['domain', 'address'], asset: 'src', other: 'dest_port' },
    { field: 'dest', kinds: ['address', 'domain'], asset: 'src', other: 'dest_port' },
    { field: 'src', kinds: ['address'], asset: 'dest' },
    { field: 'http_user_agent', kinds: ['user_agent'], asset: 'src' },
    { field: 'http_referrer', kinds: ['url'], asset: 'src' },
    { field: 'http_referrer', part: 'host', kinds: ['domain'], asset: 'src' },
  ],
  keeps: 'user',
};
