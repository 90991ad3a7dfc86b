import { useEffect, useRef } from 'react';
import type { Result } from '../splunk/search.ts';
import { HelpLink } from '../ui/help-link.tsx';
import { Notice } from '../ui/notice.tsx';
import { StatusFacts } from './status-facts.tsx';

interface TestResultProps {
  readonly row?: Result;
  readonly failure?: string;
  readonly stoppedSaving?: boolean;
}

/** The result of a test in the form, scrolled into view. */
export function TestResult({ row, failure, stoppedSaving = false }: TestResultProps) {
  const frame = useRef<HTMLDivElement>(null);
  const isShown = row !== undefined || failure !== undefined;
  useEffect(() => {
    if (isShown) frame.current?.scrollIntoView({ block: 'nearest' });
  }, [isShown, row, failure]);
  return (
    <div ref={frame}>
      <Notice
        type="error"
        text={
          failure === undefined ? undefined : (
            <>
              {`The test of the connection failed: ${failure}`}
              {stoppedSaving && ' Nothing was saved.'}{' '}
              <HelpLink topic="messages">Messages and what to do</HelpLink>
            </>
          )
        }
      />
      {row && <StatusFacts row={row} />}
    </div>
  );
}
