import * as v from 'valibot';

/** The path of MISP's types and categories. */
export const DESCRIBE_TYPES = '/attributes/describeTypes.json';

/** What it responds with. */
export const DescribeTypes = v.object({
  result: v.object({ types: v.array(v.string()), categories: v.array(v.string()) }),
});
