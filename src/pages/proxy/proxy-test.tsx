import Button from '@splunk/react-ui/Button';
import WaitSpinner from '@splunk/react-ui/WaitSpinner';
import { useState } from 'react';
import { allStatuses } from '../model/status.ts';
import type { Result } from '../splunk/search.ts';
import { Bar, Hint, List, Mono } from '../ui/layout.ts';
import { Notice } from '../ui/notice.tsx';
import { Status } from '../ui/status.tsx';
import { Title } from '../ui/title.tsx';
import { useAction } from '../ui/use-action.ts';

/** Tests the connection to all enabled instances, with the proxy as it is saved. */
export function ProxyTest() {
  const action = useAction();
  const [rows, setRows] = useState<readonly Result[]>();
  const test = () =>
    action.run(async () => {
      setRows(undefined);
      setRows(await allStatuses());
    });
  return (
    <>
      <Title>Test</Title>
      <Hint>
        Connects to every enabled MISP instance with the saved settings: <Mono>| mispstatus</Mono>, with your
        permissions. An instance with its own proxy uses that one.
      </Hint>
      <Bar>
        <Button
          appearance="default"
          label="Test all instances"
          disabled={action.isBusy}
          onClick={() => void test()}
        />
        {action.isBusy && <WaitSpinner screenReaderText="Testing" />}
      </Bar>
      <Notice type="error" text={action.error} />
      <div role="status">
        {rows && (
          <List aria-label="Results">
            {rows.map((row) => (
              <li key={row['misp_instance']}>
                {row['misp_instance']}:{' '}
                {row['reachable'] === 'True' ? (
                  <Status kind="good">connected</Status>
                ) : (
                  <Status kind="bad">{row['error'] ?? 'not reachable'}</Status>
                )}
              </li>
            ))}
          </List>
        )}
      </div>
    </>
  );
}
