import type { MatchedDataset } from '../dataset.ts';

/** https://docs.splunk.com/Documentation/CIM/6.0.0/User/Endpoint */
const MODEL = 'Endpoint';

export const processes: MatchedDataset = {
  name: 'processes',
  model: MODEL,
  dataset: 'Processes',
  content: 'processes that were started',
  minute: 7,
  fields: [
    { field: 'process_hash', kinds: ['hash'], asset: 'dest' },
    { field: 'process_name', kinds: ['file_name'], asset: 'dest' },
    { field: 'process_path', kinds: ['file_name'], asset: 'dest' },
  ],
  keeps: 'user',
};

export const files: MatchedDataset = {
  name: 'files',
  model: MODEL,
  dataset: 'Filesystem',
  content: 'files that were made or changed',
  minute: 8,
  fields: [
    { field: 'file_hash', kinds: ['hash'], asset: 'dest' },
    { field: 'file_name', kinds: ['file_name'], asset: 'dest' },
    { field: 'file_path', kinds: ['file_name'], asset: 'dest' },
  ],
  keeps: 'user',
};

export const registry: MatchedDataset = {
  name: 'registry',
  model: MODEL,
  dataset: 'Registry',
  content: 'changes of the Windows registry',
  minute: 9,
  fields: [{ field: 'registry_path', kinds: ['registry'], asset: 'dest', other: 'registry_value_data' }],
  keeps: 'user',
};

export const services: MatchedDataset = {
  name: 'services',
  model: MODEL,
  dataset: 'Services',
  content: 'Windows services',
  minute: 10,
  fields: [
    { field: 'service_name', kinds: ['service'], asset: 'dest' },
    { field: 'service_hash', kinds: ['hash'], asset: 'dest' },
    { field: 'service_path', kinds: ['file_name'], asset: 'dest' },
  ],
};
