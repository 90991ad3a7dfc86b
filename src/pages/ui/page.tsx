import variables from '@splunk/themes/variables';
import type { ReactNode } from 'react';
import styled from 'styled-components';
import { useWidth } from './use-width.ts';

/**
 * A page with the background of the theme, marked with the width of the window. Styles follow that mark instead of media
 * queries: after a resize, Chromium sometimes leaves elements in the style of the former width, although the query matches
 * (seen in version 156).
 */
export function Page({ children }: { readonly children: ReactNode }) {
  return <Frame data-width={useWidth()}>{children}</Frame>;
}

const Frame = styled.div`
  background: ${variables.backgroundColorPage};
  color: ${variables.contentColorDefault};
  font-family: ${variables.sansFontFamily};
  font-size: ${variables.fontSize};
  line-height: ${variables.lineHeight};
  min-height: 100vh;
  box-sizing: border-box;
  padding: ${variables.spacingLarge};

  &[data-width='narrow'] {
    padding: ${variables.spacingSmall};
  }
`;
