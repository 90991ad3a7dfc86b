import { HelpLink } from '../ui/help-link.tsx';
import { Mono, Prose } from '../ui/layout.ts';

/** From this version on, Enterprise Security has another navigation. */
const NEW_NAVIGATION = 8;

/** Where the threat lists are enabled in Enterprise Security. @param majorVersion of the installed one */
export function ThreatLists({ majorVersion }: { readonly majorVersion: number | undefined }) {
  const isOld = majorVersion === undefined || majorVersion < NEW_NAVIGATION;
  const isNew = majorVersion === undefined || majorVersion >= NEW_NAVIGATION;
  return (
    <Prose>
      In Enterprise Security, also enable the threat lists with the names of the lookups, for example{' '}
      <Mono>misp_es_ip_intel</Mono>.
      {isOld && ' In ES 7: Configure > Data Enrichment > Threat Intelligence Management > Sources.'}
      {isNew &&
        ' In ES 8: in the sources of the Threat Intelligence Framework (not of Threat Intelligence Management (Cloud)).'}{' '}
      <HelpLink topic="threatLists">How to check that it works</HelpLink>
    </Prose>
  );
}
