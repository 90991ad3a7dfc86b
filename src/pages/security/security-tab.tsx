import { FEED_SEARCHES, isSecurityInstalled, loadRows } from '../model/feeds.ts';
import { FEED_MACROS, loadMacros } from '../model/macros.ts';
import { Searches } from '../searches/searches.tsx';
import { Narrow, Prose } from '../ui/layout.ts';
import { Loading } from '../ui/loading.tsx';
import { Notice } from '../ui/notice.tsx';
import { ReadOnlyNotice } from '../ui/rights.tsx';
import { Title } from '../ui/title.tsx';
import { useLoaded } from '../ui/use-loaded.ts';
import { FeedForm } from './feed-form.tsx';

/** The tab for the threat intelligence feeds of Enterprise Security: their settings and their searches. */
export function SecurityTab() {
  const installed = useLoaded(async () => ({ is: await isSecurityInstalled() }));
  const macros = useLoaded(() => loadMacros(FEED_MACROS));
  return (
    <>
      <ReadOnlyNotice right="configure" />
      {installed.value?.is === true && (
        <Notice type="success" text="Enterprise Security is installed on this search head." />
      )}
      {installed.value?.is === false && (
        <Notice
          type="info"
          text="Enterprise Security is not installed here. The feeds fill their lookups all the same, for other searches to use."
        />
      )}
      <Title>What all feeds ask MISP for</Title>
      <Narrow>
        <Loading of={macros}>{(definitions) => <FeedForm before={definitions} />}</Loading>
      </Narrow>
      <Title>Feeds</Title>
      <Prose>
        Each is a scheduled search that keeps one lookup. Switch a feed on here, and in Enterprise Security
        the threat list of the same name (Configure, Threat intelligence, Threat lists).
      </Prose>
      <Searches label="Feeds" known={FEED_SEARCHES} names="MISP_*" loadRows={loadRows} />
    </>
  );
}
