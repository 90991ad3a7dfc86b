import { readFileSync } from 'node:fs';

/** View to its definition and answers: what `npm run test:dashboards` had computed before. */
export const dashboards = JSON.parse(readFileSync(process.env.DASHBOARD_ANSWERS, 'utf8'));
