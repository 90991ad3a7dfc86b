import type { MatchedDataset } from '../dataset.ts';

/** https://docs.splunk.com/Documentation/CIM/6.0.0/User/Certificates */
export const certificates: MatchedDataset = {
  name: 'certificates',
  model: 'Certificates',
  dataset: 'All_Certificates',
  content: 'certificates of TLS servers',
  minute: 12,
  fields: [
    { field: 'SSL.ssl_hash', kinds: ['fingerprint'], asset: 'src' },
    { field: 'SSL.ssl_serial', kinds: ['serial'], asset: 'src' },
    { field: 'SSL.ssl_subject_common_name', kinds: ['domain'], asset: 'src' },
    { field: 'dest', kinds: ['address', 'domain'], asset: 'src', other: 'dest_port' },
  ],
};
