import { type DataModel, loadDataModels } from '../model/match-searches.ts';
import { Hint, List } from '../ui/layout.ts';
import { Loading } from '../ui/loading.tsx';
import { Status } from '../ui/status.tsx';
import { useLoaded } from '../ui/use-loaded.ts';

const KINDS = { accelerated: 'good', 'not accelerated': 'idle', missing: 'bad' } as const;

export function DataModels() {
  const models = useLoaded(loadDataModels);
  return (
    <>
      <Hint>
        Searches work without acceleration, too, and cost more then. Missing ones come with the Common
        Information Model add-on.
      </Hint>
      <Loading of={models}>
        {(all) => (
          <List aria-label="Data models">
            {all.map(({ name, state }: DataModel) => (
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
