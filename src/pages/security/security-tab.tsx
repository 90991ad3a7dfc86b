import { FEED_MACROS } from '../model/feed-settings.ts';
import { FEED_SEARCHES, loadRows, loadSecuritySuite } from '../model/feeds.ts';
import { loadInstances } from '../model/known-instances.ts';
import { loadMacros } from '../model/macros.ts';
import { Searches } from '../searches/searches.tsx';
import { Narrow, Prose } from '../ui/layout.ts';
import { Loading } from '../ui/loading.tsx';
import { Notice } from '../ui/notice.tsx';
import { ReadOnlyNotice } from '../ui/rights.tsx';
import { Title } from '../ui/title.tsx';
import { useLoaded } from '../ui/use-loaded.ts';
import { FeedForm } from './feed-form.tsx';
import { ThreatLists } from './threat-lists.tsx';

/** The tab for the threat intelligence feeds of Enterprise Security: their settings and their searches. */
export function SecurityTab() {
  const loaded = useLoaded(async () => ({ suite: await loadSecuritySuite() }));
  const settings = useLoaded(async () => {
    const [macros, instances] = await Promise.all([loadMacros(FEED_MACROS), loadInstances()]);
    return { macros, instances };
  });
  const suite = loaded.value?.suite;
  return (
    <>
      <ReadOnlyNotice right="configure" />
      {suite?.isInstalled === true && (
        <Notice
          type="success"
          text={['Enterprise Security', suite.version, 'is installed on this search head.']
            .filter((part) => part !== '')
            .join(' ')}
        />
      )}
      {suite?.isInstalled === false && (
        <Notice
          type="info"
          text="Enterprise Security is not installed here. The feeds still fill their lookups, which other searches can use."
        />
      )}
      <Title>Feed settings</Title>
      <Narrow>
        <Loading of={settings}>
          {({ macros, instances }) => <FeedForm before={macros} instances={instances} />}
        </Loading>
      </Narrow>
      <Title>Feeds</Title>
      <Prose>
        Each feed is a scheduled search that updates one lookup. Enable the feeds that you need, and fill them
        once. After that, they update their lookups as scheduled.
      </Prose>
      <ThreatLists majorVersion={suite?.major} />
      <Searches label="Feeds" known={FEED_SEARCHES} names="MISP_*" loadRows={loadRows} />
    </>
  );
}
