import { expect } from 'chai';
import { dayOf, parseDates, parseWindow } from '../../src/indicators/window.ts';
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
    ['2026-13-45', /a number with d/],
    ['1d,2d,3d', /two of these/],
    [',', /two of these/],
  ] as const) {
    it(`may not be ${text}`, () => {
      expect(() => parseWindow(text)).to.throw(OptionError, hint);
    });
  }

  it('of events is a day, which a number of days back becomes', () => {
    expect(parseDates('7d,2026-11-20')).to.deep.equal(['7d', '2026-11-20']);
    expect(dayOf('7d', Date.UTC(2026, 10, 24))).to.equal('2026-11-17');
    expect(() => parseDates('12h')).to.throw(OptionError);
  });
});
