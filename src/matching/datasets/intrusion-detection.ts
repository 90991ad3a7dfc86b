import type { MatchedDataset } from '../dataset.ts';

/** https://docs.splunk.com/Documentation/CIM/6.0.0/User/IntrusionDetection */
export const intrusions: MatchedDataset = {
  name: 'intrusions',
  model: 'Intrusion_Detection',
  dataset: 'IDS_Attacks',
  content: 'attacks that were detected',
  minute: 13,
  fields: [
    { field: 'src', kinds: ['address', 'domain'], asset: 'dest' },
    { field: 'dest', kinds: ['address', 'domain'], asset: 'src', other: 'dest_port' },
    { field: 'file_hash', kinds: ['hash'], asset: 'dest' },
    { field: 'file_name', kinds: ['file_name'], asset: 'dest' },
  ],
  keeps: 'user',
};
