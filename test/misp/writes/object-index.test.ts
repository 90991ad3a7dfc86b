import { expect } from 'chai';
import { ObjectIndex } from '../../../src/misp/writes/object-index.ts';

const object = (template_uuid: string, ...values: readonly string[]) => ({
  template_uuid,
  Attribute: values.map((one) => {
    const [object_relation = '', value = ''] = one.split('=');
    return { object_relation, value };
  }),
});

describe('ObjectIndex', () => {
  const index = new ObjectIndex([
    object('file', 'filename=a.exe', 'md5=1'),
    object('file', 'filename=a.exe', 'md5=2', 'text=more'),
  ]);

  for (const [what, asked, expected] of [
    ['the same object', object('file', 'md5=1', 'filename=A.exe'), true],
    ['a part of one', object('file', 'filename=a.exe', 'md5=2'), true],
    ['parts of two', object('file', 'md5=1', 'md5=2'), false],
    ['more than one has', object('file', 'filename=a.exe', 'md5=1', 'text=more'), false],
    ['another relation', object('file', 'path=a.exe'), false],
    ['another template', object('email', 'filename=a.exe', 'md5=1'), false],
    ['nothing', object('file'), false],
  ] as const) {
    it(`${expected ? 'has' : 'does not have'} ${what}`, () => {
      expect(index.has(asked)).to.equal(expected);
    });
  }
});
