import TabLayout from '@splunk/react-ui/TabLayout';
import { AccessTab } from './access/access-tab.tsx';
import { InputsTab } from './inputs/inputs-tab.tsx';
import { LoggingTab } from './logging/logging-tab.tsx';
import { MatchingTab } from './matching/matching-tab.tsx';
import { ProxyTab } from './proxy/proxy-tab.tsx';
import { SecurityTab } from './security/security-tab.tsx';
import { Failures } from './ui/failures.tsx';
import { Header } from './ui/header.tsx';
import { Page } from './ui/page.tsx';
import { LeaveGuard } from './ui/leave-guard.tsx';
import { RightsProvider } from './ui/rights.tsx';
import { useTab } from './ui/use-tab.ts';

/** The id of a tab is its topic in the help, too. */
const TABS = [
  { id: 'inputs', label: 'Inputs', Content: InputsTab },
  { id: 'access', label: 'Access', Content: AccessTab },
  { id: 'matching', label: 'Matching', Content: MatchingTab },
  { id: 'security', label: 'Enterprise Security', Content: SecurityTab },
  { id: 'proxy', label: 'Proxy', Content: ProxyTab },
  { id: 'logging', label: 'Logging', Content: LoggingTab },
] as const;

const TAB_IDS = TABS.map(({ id }) => id);

/** The configuration page. The fragment of the address names the open tab: `#security`. */
export function App() {
  return (
    <RightsProvider>
      <LeaveGuard>
        <Tabs />
      </LeaveGuard>
    </RightsProvider>
  );
}

function Tabs() {
  const [active, open] = useTab(TAB_IDS);
  const { id: help } = TABS.find(({ id }) => id === active) ?? TABS[0];
  return (
    <Page>
      <Header
        title="MISP for Splunk"
        text="Connect Splunk to your MISP servers. API keys are kept in Splunk's credential store and never shown again."
        help={help}
      />
      <TabLayout
        activePanelId={active}
        onChange={(_event, { activePanelId = TABS[0].id }) => {
          open(activePanelId);
        }}
      >
        {TABS.map(({ id, label, Content }) => (
          <TabLayout.Panel key={id} panelId={id} label={label}>
            <Failures>
              <Content />
            </Failures>
          </TabLayout.Panel>
        ))}
      </TabLayout>
    </Page>
  );
}
