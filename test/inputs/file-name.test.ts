import { expect } from 'chai';
import { fileName } from '../../src/inputs/state/file-name.ts';

describe('The files of an input', () => {
  it('are called as the input is, whatever that is', () => {
    expect(fileName('misp_Covid', 'linux')).to.equal('misp_Covid');
    expect(fileName('../a*b/ü.x', 'linux')).to.equal('%2E%2E%2Fa%2Ab%2F%C3%BC%2Ex');
  });

  const names = [
    'a',
    'A',
    'misp_covid',
    'MISP_Covid',
    '%41',
    'ü',
    'Ü',
    'con',
    'CON',
    '%63on',
    'a:b',
    'a\\b',
    'NUL.x',
  ];

  it('differ on Windows for all that differ, though it knows no capitals', () => {
    const files = names.map((name) => fileName(name, 'win32').toLowerCase());
    expect(new Set(files).size).to.equal(names.length);
  });

  it('are called nothing there that Windows refuses or takes for a device', () => {
    for (const name of [...names, 'prn', 'aux', 'nul', 'com1', 'lpt9', 'COM1', ' ', 'a.', 'a<>|"?']) {
      const file = fileName(name, 'win32');
      expect(file, name).to.match(/^[\w%!~'()-]+$/);
      expect(file, name).not.to.match(/^(con|prn|aux|nul|com\d|lpt\d)$/i);
    }
  });

  it('are called on Windows as elsewhere when there is nothing against it', () => {
    expect(fileName('misp_covid', 'win32')).to.equal(fileName('misp_covid', 'linux'));
    expect(fileName('contact', 'win32')).to.equal('contact');
  });
});
