import Heading from '@splunk/react-ui/Heading';
import type { ReactNode } from 'react';

/** The heading of a section of a tab. */
export function Title({ children }: { readonly children: ReactNode }) {
  return (
    <Heading level={2} style={{ margin: '20px 0 8px' }}>
      {children}
    </Heading>
  );
}
