import { loadInstances } from '../model/known-instances.ts';
import { loadMacros } from '../model/macros.ts';
import { isRecommendedWith, loadDataModels, MATCH_SEARCHES } from '../model/match-searches.ts';
import { MATCH_MACROS } from '../model/match-settings.ts';
import { Searches } from '../searches/searches.tsx';
import { Narrow, Prose } from '../ui/layout.ts';
import { Loading } from '../ui/loading.tsx';
import { ReadOnlyNotice } from '../ui/rights.tsx';
import { Title } from '../ui/title.tsx';
import { useLoaded } from '../ui/use-loaded.ts';
import { DataModels } from './data-models.tsx';
import { IgnoreList } from './ignore-list.tsx';
import { MatchForm } from './match-form.tsx';
import { MatchIndex } from './match-index.tsx';

/** Matching: data models, the index, which indicators are compared, the searches, and what is ignored. */
export function MatchingTab() {
  const models = useLoaded(loadDataModels);
  const settings = useLoaded(async () => {
    const [macros, instances] = await Promise.all([loadMacros(MATCH_MACROS), loadInstances()]);
    return { macros, instances };
  });
  return (
    <>
      <ReadOnlyNotice right="configure" />
      <Title>Data models</Title>
      <DataModels models={models} />
      <Title>Index of matches</Title>
      <MatchIndex />
      <Title>Indicators to compare</Title>
      <Narrow>
        <Loading of={settings}>
          {({ macros, instances }) => <MatchForm before={macros} instances={instances} />}
        </Loading>
      </Narrow>
      <Title>Searches</Title>
      <Prose>
        &quot;Enable recommended&quot; enables the searches that keep indicators current, and those for the
        data models that Splunk has. &quot;Run now&quot; on a search that also runs as scheduled writes its
        matches twice.
      </Prose>
      <Searches
        label="Searches of matching"
        known={MATCH_SEARCHES}
        names="MISP_*"
        isRecommended={isRecommendedWith(models.value ?? [])}
      />
      <Title>Ignored values</Title>
      <IgnoreList />
    </>
  );
}
