import Button from '@splunk/react-ui/Button';
import Link from '@splunk/react-ui/Link';
import { useState } from 'react';
import { createIndex, loadMatchIndex } from '../model/match-index.ts';
import { managerLink } from '../splunk/links.ts';
import { Bar, Mono, Prose } from '../ui/layout.ts';
import { Loading } from '../ui/loading.tsx';
import { Notice } from '../ui/notice.tsx';
import { Outcome } from '../ui/outcome.tsx';
import { useRights } from '../ui/rights.tsx';
import { useAction } from '../ui/use-action.ts';
import { useLoaded } from '../ui/use-loaded.ts';

/** The index into which matches are written, with a button that creates it when Splunk does not have it. */
export function MatchIndex() {
  const state = useLoaded(loadMatchIndex);
  const { configure } = useRights();
  const action = useAction();
  const [message, setMessage] = useState<string>();
  const add = async (name: string) => {
    if (!(await action.run(() => createIndex(name)))) return;
    setMessage(`The index ${name} is created.`);
    state.reload();
  };
  return (
    <>
      <Outcome action={action} message={message} />
      <Loading of={state}>
        {({ name, exists, writesTo }) => (
          <>
            <Prose>
              The searches write each match as an event into an index. Set it with the macros{' '}
              <Mono>misp_match_collect</Mono> and <Mono>misp_match_index</Mono> in{' '}
              <Link to={managerLink('admin/macros')}>Settings &gt; Advanced search &gt; Search macros</Link>.
              {name !== undefined && (
                <>
                  {' '}
                  Now: <Mono>{name}</Mono>.
                </>
              )}
            </Prose>
            {writesTo !== undefined && (
              <Notice
                type="error"
                text={`Matches are written into the index ${writesTo} (macro misp_match_collect), but searches read ${name ?? 'other indexes'} (macro misp_match_index). Set both macros to the same index.`}
              />
            )}
            {name !== undefined && exists === false && (
              <>
                <Notice
                  type="warning"
                  text={`This Splunk has no index ${name}. If only the indexers have it, matching works. Otherwise create it.`}
                />
                {configure && (
                  <Bar>
                    <Button
                      appearance="default"
                      label={`Create index ${name}`}
                      disabled={action.isBusy}
                      onClick={() => void add(name)}
                    />
                  </Bar>
                )}
              </>
            )}
          </>
        )}
      </Loading>
    </>
  );
}
