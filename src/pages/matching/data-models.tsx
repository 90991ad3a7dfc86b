import type { DataModel } from '../model/match-searches.ts';
import { Hint, List } from '../ui/layout.ts';
import { Loading } from '../ui/loading.tsx';
import { Status } from '../ui/status.tsx';
import type { Loaded } from '../ui/use-loaded.ts';

const KINDS = { accelerated: 'good', 'not accelerated': 'idle', missing: 'bad' } as const;

/** The data models that are compared, and whether Splunk has and accelerates them. */
export function DataModels({ models }: { readonly models: Loaded<readonly DataModel[]> }) {
  return (
    <>
      <Hint>
        Matching works without acceleration, too, but each run costs more. Missing data models come with the
        Splunk Common Information Model (CIM) add-on.
      </Hint>
      <Loading of={models}>
        {(all) => (
          <List aria-label="Data models">
            {all.map(({ name, state }) => (
              <li key={name}>
                {name}: <Status kind={KINDS[state]}>{state}</Status>
              </li>
            ))}
          </List>
        )}
      </Loading>
    </>
  );
}
