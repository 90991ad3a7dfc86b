import Heading from '@splunk/react-ui/Heading';
import TabLayout from '@splunk/react-ui/TabLayout';
import { useState } from 'react';
import { AccountTab } from './account/account-tab.tsx';
import { InputsTab } from './inputs/inputs-tab.tsx';
import { LoggingTab } from './logging/logging-tab.tsx';
import { MatchingTab } from './matching/matching-tab.tsx';
import { ProxyTab } from './proxy/proxy-tab.tsx';
import { SecurityTab } from './security/security-tab.tsx';
import { Hint, Page } from './ui/layout.ts';

const TABS = [
  { id: 'inputs', label: 'Inputs', Content: InputsTab },
  { id: 'account', label: 'Account', Content: AccountTab },
  { id: 'matching', label: 'Matching', Content: MatchingTab },
  { id: 'security', label: 'Enterprise Security', Content: SecurityTab },
  { id: 'proxy', label: 'Proxy', Content: ProxyTab },
  { id: 'logging', label: 'Logging', Content: LoggingTab },
] as const;

/** The configuration page. The fragment of the address names the open tab: `#security`. */
export function App() {
  const [active, setActive] = useState(tabInAddress);
  return (
    <Page>
      <Heading level={1} style={{ marginTop: 0 }}>
        MISP for Splunk
      </Heading>
      <Hint>
        Connect Splunk to MISP. API keys are stored in Splunk&apos;s secret storage and are not shown again.
      </Hint>
      <TabLayout
        activePanelId={active}
        onChange={(_event, { activePanelId = TABS[0].id }) => {
          window.history.replaceState(undefined, '', `#${activePanelId}`);
          setActive(activePanelId);
        }}
      >
        {TABS.map(({ id, label, Content }) => (
          <TabLayout.Panel key={id} panelId={id} label={label}>
            <Content />
          </TabLayout.Panel>
        ))}
      </TabLayout>
    </Page>
  );
}

function tabInAddress(): string {
  const wanted = window.location.hash.slice(1);
  return TABS.find(({ id }) => id === wanted)?.id ?? TABS[0].id;
}
