import { expect } from 'chai';
import { cronMistake } from '../../src/common/cron.ts';

describe('A cron schedule', () => {
  const good = [
    '*/5 * * * *',
    '00,20,40 * * * *',
    '2-59/15 * * * *',
    '15 4 * * *',
    '0 3 1-7,15 */2 1-5',
    ' 0  0 29 2 * ',
    '0 0 31 1,2 *',
    '0 0 30 2 0',
  ];
  for (const schedule of good)
    it(`may be ${schedule}`, () => {
      expect(cronMistake(schedule)).to.equal(undefined);
    });

  const bad: Readonly<Record<string, string>> = {
    '': 'must have five fields',
    'every day': 'must have five fields',
    '@daily': 'must have five fields',
    '* * * *': 'must have five fields',
    '0 0 * * * *': 'must have five fields',
    '99 99 * * *': 'has 99 as minute: use 0 to 59',
    '61 * * * *': 'has 61 as minute: use 0 to 59',
    '0 25 * * *': 'has 25 as hour: use 0 to 23',
    '0 0 0 * *': 'has 0 as day of month: use 1 to 31',
    '0 0 1 13 *': 'has 13 as month: use 1 to 12',
    '0 0 * * 7': 'has 7 as day of week: use 0 to 6 (0 is Sunday)',
    '0 0 * * mon': 'has "mon" as day of week: use numbers, Splunk knows no names',
    '0 0 L * *': 'has "L" as day of month: use numbers',
    '-5 * * * *': 'has "-5" as minute: use *, 5, 1-5, */5 or 1,2,3',
    '0 0 ? * *': 'has "?" as day of month',
    '1,,2 * * * *': 'has "" as minute',
    '30-10 * * * *': 'has the range 30-10 as minute: write the lower number first',
    '*/0 * * * *': 'has the step 0 as minute: use a step from 1 to 59',
    '*/90 * * * *': 'has the step 90 as minute',
    '5/15 * * * *': 'has "5/15" as minute: a step needs a range, like 5-59/15',
    '0 0 30 2 *': 'never runs: no month of "2" has a day 30',
    '0 0 31 4,6 *': 'never runs: no month of "4,6" has a day 31',
  };
  for (const [schedule, mistake] of Object.entries(bad))
    it(`cannot be "${schedule}", and the message says what is wrong`, () => {
      expect(cronMistake(schedule)).to.contain(mistake);
    });
});
