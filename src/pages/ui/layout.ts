import variables from '@splunk/themes/variables';
import styled, { createGlobalStyle } from 'styled-components';
import type { Width } from './use-width.ts';

/** Selects an element in a page of one of the widths. */
const within = (...widths: readonly Width[]): string =>
  widths.map((width) => `[data-width='${width}'] &`).join(', ');

/** The background of the theme around the page, too: Splunk Web leaves a margin. */
export const PageBackground = createGlobalStyle`
  body {
    background: ${variables.backgroundColorPage};
  }
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

/** Secondary text. The muted colour of the theme has too little contrast. */
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

/** With space below, before what is about something else. */
export const Spaced = styled.div`
  margin-bottom: ${variables.spacingLarge};
`;

export const Mono = styled.code`
  font-family: ${variables.monoFontFamily};
  font-size: ${variables.fontSizeSmall};
  overflow-wrap: anywhere;
`;

/** Terms on the left, values on the right. */
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

/** A list. Splunk Web removes the default styles. */
export const List = styled.ul`
  margin: ${variables.spacingSmall} 0;
  padding-left: 1.5em;
`;

/**
 * The frame of a table. Words break only where nothing else helps; a cell marked `data-breaks` (an address) may break
 * anywhere, a name is cut by `Clip`. Cells marked `data-from="wide"` or `data-from="medium"` are
 * shown only in windows of that width: put what they say into the row's expansion as well.
 */
export const TableFrame = styled.div`
  td,
  th {
    vertical-align: middle;
  }

  td {
    overflow-wrap: break-word;
    word-break: normal;
  }

  td[data-breaks] {
    min-width: 14em;
    overflow-wrap: anywhere;
  }

  th * {
    overflow-wrap: normal;
    white-space: nowrap;
  }

  ${within('medium', 'narrow')} {
    [data-from='wide'] {
      display: none;
    }

    td[data-breaks] {
      min-width: 9em;
    }
  }

  ${within('narrow')} {
    [data-from='medium'] {
      display: none;
    }
  }
`;

/** A name in a cell, cut with an ellipsis when it is long. Give it a title with the whole name. */
export const Clip = styled.span`
  display: block;
  max-width: 16em;
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;

  ${within('narrow')} {
    max-width: 9em;
  }
`;
