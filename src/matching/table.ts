import type { MatchedDataset } from './dataset.ts';
import { authentication } from './datasets/authentication.ts';
import { certificates } from './datasets/certificates.ts';
import { email } from './datasets/email.ts';
import { files, processes, registry, services } from './datasets/endpoint.ts';
import { intrusions } from './datasets/intrusion-detection.ts';
import { malware } from './datasets/malware.ts';
import { dns } from './datasets/network-resolution.ts';
import { traffic } from './datasets/network-traffic.ts';
import { web } from './datasets/web.ts';

/** Every dataset that is compared with MISP. Searches, macros and the table of the documentation are generated from it. */
export const MATCHED_DATASETS: readonly MatchedDataset[] = [
  dns,
  traffic,
  web,
  email,
  processes,
  files,
  registry,
  services,
  malware,
  certificates,
  intrusions,
  authentication,
];
