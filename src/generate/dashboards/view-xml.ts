import { escaped } from '../escaped.ts';
import { definitionOf } from './definition.ts';
import type { Dashboard } from './types.ts';

/** The view of a dashboard. @throws Error on what would end the definition's CDATA section */
export function viewXml(dashboard: Dashboard): string {
  const json = JSON.stringify(definitionOf(dashboard), undefined, 2);
  if (json.includes(']]>')) throw new Error(`The definition of ${dashboard.name} has ]]> in it.`);
  return `<!-- Generated from src/generate/dashboards by build.mjs. -->
<dashboard version="2" theme="light">
  <label>${escaped(dashboard.label)}</label>
  <description>${escaped(dashboard.description)}</description>
  <definition><![CDATA[
${json}
  ]]></definition>
</dashboard>
`;
}
