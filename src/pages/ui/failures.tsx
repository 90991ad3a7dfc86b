import Button from '@splunk/react-ui/Button';
import { createContext, type ReactNode, useContext, useEffect, useId, useMemo, useState } from 'react';
import { groupBy } from '../../common/group-by.ts';
import { Bar } from './layout.ts';
import { Notice } from './notice.tsx';

interface Failure {
  readonly cause: string;
  /** A part that the tab can do without: completes "Could not load …". */
  readonly part: string | undefined;
  readonly retry: () => void;
}

type Report = (id: string, failure: Failure | undefined) => void;

const Reporting = createContext<Report | undefined>(undefined);

/** Shows on top what could not be loaded within it, each message once, however many parts of a tab failed for that reason. */
export function Failures({ children }: { readonly children: ReactNode }) {
  const [failures, setFailures] = useState<ReadonlyMap<string, Failure>>(new Map());
  const report = useMemo<Report>(
    () => (id, failure) => {
      setFailures((before) => {
        const after = new Map(before);
        if (failure) after.set(id, failure);
        else after.delete(id);
        return after;
      });
    },
    [],
  );
  const all = [...failures.values()];
  return (
    <Reporting.Provider value={report}>
      {[...groupBy(all, ({ cause }) => cause)].map(([cause, same]) => (
        <div key={cause}>
          <Notice type={isPartial(same) ? 'warning' : 'error'} text={textOf(cause, same)} />
          <Bar>
            <Button
              appearance="default"
              label="Try again"
              onClick={() => {
                for (const { retry } of same) retry();
              }}
            />
          </Bar>
        </div>
      ))}
      {children}
    </Reporting.Provider>
  );
}

function isPartial(failures: readonly Failure[]): boolean {
  return failures.every(({ part }) => part !== undefined);
}

function textOf(cause: string, failures: readonly Failure[]): string {
  const parts = new Set(failures.flatMap(({ part }) => part ?? []));
  return isPartial(failures) ? `Could not load ${[...parts].join(' and ')}: ${cause}` : cause;
}

/**
 * Reports a failure to the enclosing `Failures`. Returns false where there is none: show it in place then.
 *
 * @param cause the error message. Undefined without a failure
 */
export function useFailure(cause: string | undefined, retry: () => void, part?: string): boolean {
  const report = useContext(Reporting);
  const id = useId();
  useEffect(() => {
    if (!report || cause === undefined) return undefined;
    report(id, { cause, retry, part });
    return () => {
      report(id, undefined);
    };
  }, [report, id, cause, retry, part]);
  return report !== undefined;
}
