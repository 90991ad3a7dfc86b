import { loadMacros } from '../model/macros.ts';
import { MATCH_MACROS } from '../model/match-settings.ts';
import { MATCH_SEARCHES } from '../model/match-searches.ts';
import { Searches } from '../searches/searches.tsx';
import { Narrow, Prose } from '../ui/layout.ts';
import { Loading } from '../ui/loading.tsx';
import { ReadOnlyNotice } from '../ui/rights.tsx';
import { Title } from '../ui/title.tsx';
import { useLoaded } from '../ui/use-loaded.ts';
import { DataModels } from './data-models.tsx';
import { IgnoreList } from './ignore-list.tsx';
import { MatchForm } from './match-form.tsx';

/** Matching: data models, what is looked for, the searches, and what is ignored. */
export function MatchingTab() {
  const macros = useLoaded(() => loadMacros(MATCH_MACROS));
  return (
    <>
      <ReadOnlyNotice right="configure" />
      <Title>Data models</Title>
      <DataModels />
      <Title>Which indicators are looked for</Title>
      <Narrow>
        <Loading of={macros}>{(definitions) => <MatchForm before={definitions} />}</Loading>
      </Narrow>
      <Title>Searches</Title>
      <Prose>
        Switch on the first two, and those of the data models that you have. One that is run here beside its
        schedule writes what it finds once more.
      </Prose>
      <Searches label="Searches of matching" known={MATCH_SEARCHES} names="MISP_*" />
      <Title>Ignored</Title>
      <IgnoreList />
    </>
  );
}
