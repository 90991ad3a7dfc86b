import variables from '@splunk/themes/variables';
import styled from 'styled-components';

/** The page sets its own background: the theme's, whatever is around it. */
export const Page = styled.div`
  background: ${variables.backgroundColorPage};
  color: ${variables.contentColorDefault};
  font-family: ${variables.sansFontFamily};
  font-size: ${variables.fontSize};
  line-height: ${variables.lineHeight};
  min-height: 100vh;
  box-sizing: border-box;
  padding: ${variables.spacingLarge};
`;

export const Bar = styled.div`
  align-items: center;
  display: flex;
  flex-wrap: wrap;
  gap: ${variables.spacingSmall};
  margin-bottom: ${variables.spacingSmall};
`;

export const Spacer = styled.div`
  flex: 1;
`;

/** Less than the text beside it; the theme's muted colour is too pale to be read on its own background. */
export const Muted = styled.span`
  font-size: ${variables.fontSizeSmall};
`;

export const Hint = styled.p`
  font-size: ${variables.fontSizeSmall};
  margin: ${variables.spacingSmall} 0;
  max-width: 56em;
`;

export const Prose = styled.p`
  margin: ${variables.spacingSmall} 0;
  max-width: 56em;
`;

export const Narrow = styled.div`
  max-width: 760px;
`;

export const Mono = styled.code`
  font-family: ${variables.monoFontFamily};
  font-size: ${variables.fontSizeSmall};
  overflow-wrap: anywhere;
`;

/** Terms on the left, what they are on the right. */
export const Definitions = styled.dl`
  display: grid;
  gap: ${variables.spacingXSmall} ${variables.spacingMedium};
  grid-template-columns: max-content 1fr;
  margin: ${variables.spacingMedium} 0;

  dt {
    font-weight: ${variables.fontWeightSemiBold};
  }

  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
`;

/** Bare lists as Splunk Web has them. */
export const List = styled.ul`
  margin: ${variables.spacingSmall} 0;
  padding-left: 1.5em;
`;

/** Cells with controls beside cells with text. */
export const TableFrame = styled.div`
  td,
  th {
    vertical-align: middle;
  }

  th * {
    overflow-wrap: normal;
    white-space: nowrap;
  }
`;
