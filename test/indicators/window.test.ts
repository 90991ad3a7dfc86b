import { expect } from 'chai';
import { parseDates, parseWindow } from '../../src/indicators/window.ts';
import { resolveDay, resolveTime } from '../../src/misp/query/time.ts';
import { OptionError } from '../../src/protocol/options.ts';

describe('A time', () => {
  for (const text of [
    '1d',
    '12h',
    '30m',
    '45s',
    '1700000000',
    '2026-11-20',
    '2026-11-20T08:00:00',
    '2026-11-20T08:00:00Z',
  ]) {
    it(`may be ${text}`, () => {
      expect(parseWindow(text)).to.equal(text);
    });
  }

  it('may be two, from and to', () => {
    expect(parseWindow('30d, 2026-11-20')).to.deep.equal(['30d', '2026-11-20']);
  });

  for (const [text, hint] of [
    ['1w', /write 7d/],
    ['2M', /write 60d/],
    ['1y', /write 365d/],
    ['1D', /write 1d/],
    ['7', /write 7d for days/],
    ['0d', /a number with d/],
    ['-1d', /a number with d/],
    ['yesterday', /a number with d/],
    ['2026-13-45', /there is no day 2026-13-45\. Use a number with d/],
    ['2026-02-30', /there is no day 2026-02-30\. Use a number with d/],
    ['2027-02-29T08:00:00Z', /there is no day 2027-02-29\. Use a number with d/],
    ['2026-04-31 08:00', /there is no day 2026-04-31\. Use a number with d/],
    ['2026-04-30T25:00', /a number with d/],
    ['1700000000000', /remove the milliseconds/],
    ['1d,2d,3d', /a range like from,to/],
    [',', /a range like from,to/],
  ] as const) {
    it(`may not be ${text}`, () => {
      expect(() => parseWindow(text)).to.throw(OptionError, hint);
    });
  }

  it('of events is a day, which a number of days back becomes', () => {
    expect(parseDates('7d,2026-11-20')).to.deep.equal(['7d', '2026-11-20']);
    expect(resolveDay('7d', Date.UTC(2026, 10, 24) / 1000)).to.equal('2026-11-17');
    expect(resolveDay('999999999d', 1_795_000_000)).to.equal('1970-01-01');
    expect(() => parseDates('12h')).to.throw(OptionError);
    for (const day of ['2026-13-45', '2026-02-30', '2027-02-29'])
      expect(() => parseDates(`7d,${day}`)).to.throw(OptionError, `there is no day ${day}. Use a day`);
    expect(parseDates('2028-02-29')).to.deep.equal(['2028-02-29']);
  });

  for (const [text, seconds] of [
    ['1d', 1_794_913_600],
    ['1.5h', 1_794_994_600],
    ['999999999d', 1],
    ['1700000000', 1_700_000_000],
    ['2026-11-20', Date.UTC(2026, 10, 20) / 1000],
    ['2026-11-20T08:00', Date.UTC(2026, 10, 20, 8) / 1000],
    ['2026-11-20 08:00:30', Date.UTC(2026, 10, 20, 8, 0, 30) / 1000],
    ['2026-11-20T08:00:00+02:00', Date.UTC(2026, 10, 20, 6) / 1000],
    ['1960-01-01', 1],
    ['1971-01-01', 1],
    ['20000d', 1],
    ['1974-01-01', Date.UTC(1974, 0, 1) / 1000],
  ] as const) {
    it(`${text} is one moment, in UTC where it says no zone`, () => {
      expect(resolveTime(text, 1_795_000_000)).to.equal(seconds);
    });
  }
});
