import Heading from '@splunk/react-ui/Heading';
import variables from '@splunk/themes/variables';
import type { ReactNode } from 'react';
import styled from 'styled-components';
import { Prose } from './layout.ts';

interface EmptyStateProps {
  readonly title: string;
  readonly text: ReactNode;
  /** Next steps, in their order. */
  readonly steps?: readonly ReactNode[];
  /** A button or link below. */
  readonly children?: ReactNode;
}

/** Fills the place of a list without rows: says why it is empty and what to do next. */
export function EmptyState({ title, text, steps = [], children }: EmptyStateProps) {
  return (
    <Frame>
      <Heading level={3} style={{ marginTop: 0 }}>
        {title}
      </Heading>
      <Prose>{text}</Prose>
      {steps.length > 0 && (
        <Steps>
          {steps.map((step, index) => (
            <li key={index}>{step}</li>
          ))}
        </Steps>
      )}
      {children}
    </Frame>
  );
}

const Frame = styled.div`
  border: 1px solid ${variables.borderColor};
  border-radius: ${variables.borderRadius};
  margin: ${variables.spacingMedium} 0;
  padding: ${variables.spacingLarge};
`;

/** Splunk Web removes the numbers of lists. */
const Steps = styled.ol`
  list-style: decimal;
  margin: ${variables.spacingSmall} 0 ${variables.spacingMedium};
  padding-left: 1.5em;

  li {
    margin: ${variables.spacingXSmall} 0;
    max-width: 56em;
  }
`;
