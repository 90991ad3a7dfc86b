import { readFileSync } from 'node:fs';

const computed = JSON.parse(readFileSync(process.env.DASHBOARD_ANSWERS, 'utf8'));

/** View to its definition and answers: what `npm run test:dashboards` had computed before. */
export const dashboards = computed.dashboards;

/** The dashboard MISP indicators of an index without events. */
export const empty = computed.empty;
