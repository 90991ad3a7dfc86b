import type { MatchedDataset } from '../dataset.ts';

/** https://docs.splunk.com/Documentation/CIM/6.0.0/User/NetworkTraffic */
export const traffic: MatchedDataset = {
  name: 'traffic',
  model: 'Network_Traffic',
  dataset: 'All_Traffic',
  content: 'network traffic',
  minute: 2,
  fields: [
    { field: 'dest', kinds: ['address', 'domain'], asset: 'src', other: 'dest_port' },
    { field: 'src', kinds: ['address', 'domain'], asset: 'dest', other: 'src_port', isOtherListed: true },
  ],
};
