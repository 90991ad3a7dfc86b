import { expect } from 'chai';
import { FailedRecords } from '../../src/commands/mispsearch/failed-records.ts';

describe('Records that cannot be looked up', () => {
  it('are counted, and the first is named by its value', () => {
    const failed = new FailedRecords('ip');
    expect(failed.warning).to.equal(undefined);
    failed.add({ ip: `fe80::1%eth0\u200b${'x'.repeat(200)}` }, new TypeError('Invalid\nURL'));
    failed.add({ ip: 'other' }, new Error('another'));
    expect(failed.warning).to.equal(
      `Left 2 records unchanged because the lookup failed. The first is the record with ip="fe80::1%eth0\\u200b${'x'.repeat(67)}…": Internal error: TypeError: Invalid URL`,
    );
  });

  it('are named by what they lack, too', () => {
    const failed = new FailedRecords('constructor');
    failed.add({}, new Error('what is wrong.'));
    expect(failed.warning).to.match(
      /^Left 1 record unchanged .*The first is the record without constructor: what is wrong\.$/,
    );
  });
});
