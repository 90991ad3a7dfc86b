import variables from '@splunk/themes/variables';
import type { ReactNode } from 'react';
import styled from 'styled-components';

const COLOURS = {
  good: variables.accentColorPositive,
  bad: variables.accentColorNegative,
  idle: variables.contentColorMuted,
} as const;

const Dot = styled.span<{ readonly $kind: keyof typeof COLOURS }>`
  background: ${({ $kind }) => COLOURS[$kind]};
  border-radius: 50%;
  display: inline-block;
  height: 8px;
  margin-right: 6px;
  width: 8px;
`;

/** A coloured dot with a text that has the same meaning. */
export function Status({
  kind,
  children,
}: {
  readonly kind: keyof typeof COLOURS;
  readonly children: ReactNode;
}) {
  return (
    <span>
      <Dot $kind={kind} aria-hidden="true" />
      {children}
    </span>
  );
}
