import Button from '@splunk/react-ui/Button';
import WaitSpinner from '@splunk/react-ui/WaitSpinner';
import type { ReactNode } from 'react';
import { useFailure } from './failures.tsx';
import { Bar, Muted } from './layout.ts';
import { Notice } from './notice.tsx';
import { useAreRightsKnown } from './rights.tsx';
import type { Loaded } from './use-loaded.ts';

interface LoadingProps<T> {
  readonly of: Loaded<T>;
  readonly children: (value: T) => ReactNode;
}

/**
 * Shows a loaded value, a spinner, or an error. A value that comes before the rights of the user waits for them: its
 * controls would appear one after the other, and a menu would be open without them.
 */
export function Loading<T>({ of: { value, error, reload }, children }: LoadingProps<T>) {
  const isReported = useFailure(error, reload);
  const areRightsKnown = useAreRightsKnown();
  const isWaiting = value === undefined ? error === undefined : !areRightsKnown;
  return (
    <>
      {!isReported && <Notice type="error" text={error} />}
      {!isReported && error !== undefined && value === undefined && (
        <Bar>
          <Button appearance="default" label="Try again" onClick={reload} />
        </Bar>
      )}
      {isReported && error !== undefined && value === undefined && <Muted>Not loaded.</Muted>}
      {isWaiting && <WaitSpinner size="medium" screenReaderText="Loading" />}
      {value !== undefined && areRightsKnown && children(value)}
    </>
  );
}
