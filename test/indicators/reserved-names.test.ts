import { expect } from 'chai';
import { typedValues } from '../../src/indicators/composites.ts';
import {
  OPTIONAL_FIELDS,
  EVENT_FIELDS,
  FIELD_PREFIXES,
  INSTANCE_FIELDS,
  ATTRIBUTE_FIELDS,
} from '../../src/indicators/fields.ts';
import { isReserved } from '../../src/indicators/reserved-names.ts';
import { attributeChecker } from '../../src/misp/rows/attribute-shape.ts';
import { TYPE_DEFAULTS } from '../stand-ins/misp/attributes/attribute-types.ts';
import { readConf } from '../stand-ins/splunk/conf.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const OURS = [...ATTRIBUTE_FIELDS, ...EVENT_FIELDS, ...OPTIONAL_FIELDS, ...INSTANCE_FIELDS];

describe('Names of fields', () => {
  for (const name of [...OURS, ...Object.values(FIELD_PREFIXES).map((start) => `${start}x`)]) {
    it(`of ours are taken by no type: ${name}`, () => {
      for (const type of [
        name,
        name.replaceAll('_', '-'),
        name.toUpperCase(),
        `${name}|${name}`,
        `x|${name}`,
      ])
        for (const split of [true, false])
          for (const typed of typedValues(type, 'a|b', split))
            expect(isReserved(typed.name), `${type} -> ${typed.name}`).to.equal(false);
    });
  }

  it('are reserved where props.conf calculates them, but for those of values', () => {
    for (const [sourcetype, stanza] of readConf(ROOT, 'props'))
      for (const key of stanza.keys())
        if (key.startsWith('EVAL-misp_') && !['misp:sighting', 'misp:match'].includes(sourcetype))
          expect(isReserved(key.slice('EVAL-misp_'.length)), key).to.equal(true);
  });

  it('are those of the types that MISP has, except of one', () => {
    const types = [...TYPE_DEFAULTS.keys()];
    expect(types.length).to.be.greaterThan(180);
    const renamed = types.filter(
      (type) => typedValues(type, 'x', false)[0]?.name !== type.replaceAll('-', '_').replaceAll('|', '_p_'),
    );
    expect(renamed).to.deep.equal(['comment']);
    for (const type of types) {
      const row = { id: '1', value: 'x', type, uuid: '00000000-0000-4000-8000-000000000007' };
      expect(attributeChecker.check(row), type).to.include({ type });
    }
  });
});
