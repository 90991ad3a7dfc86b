import Link from '@splunk/react-ui/Link';
import type { ReactNode } from 'react';
import { appLink } from '../splunk/links.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { HelpLink } from '../ui/help-link.tsx';

/** What an administrator does first. @param children the button that creates an input */
export function FirstSteps({ children }: { readonly children: ReactNode }) {
  return (
    <EmptyState
      title="Nothing is set up yet"
      text={
        <>
          Connect the first MISP server in three steps.{' '}
          <HelpLink topic="firstSteps">Help with each step</HelpLink>
        </>
      }
      steps={[
        'Create an input with the URL of your MISP and an API key. The connection is tested before it is saved.',
        <>
          Open the <Link to={appLink('misp_indicators')}>MISP indicators</Link> dashboard: the first
          indicators arrive within minutes.
        </>,
        <>
          Choose who may search MISP in the <Link to="#access">Access</Link> tab. For Enterprise Security,
          enable the feeds in the <Link to="#security">Enterprise Security</Link> tab.
        </>,
      ]}
    >
      {children}
    </EmptyState>
  );
}
