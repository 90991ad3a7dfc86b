import { expect } from 'chai';
import { ObjectMerger } from '../../src/indicators/object-merger.ts';
import type { Attribute } from '../../src/misp/rows/types.ts';

function attribute(object_id: number, id: number): Attribute {
  return { id: String(id), object_id: String(object_id) } as Attribute;
}

function ids(objects: readonly (readonly Attribute[])[]): string[] {
  return objects.map((object) => object.map((one) => one.id).join('+'));
}

describe('The object merger', () => {
  it('keeps objects together whose attributes come apart', () => {
    const merger = new ObjectMerger<Attribute>();
    expect(ids(merger.add(attribute(1, 10)))).to.deep.equal([]);
    merger.add(attribute(2, 11));
    merger.add(attribute(1, 12));
    expect(ids(merger.flush())).to.deep.equal(['11', '10+12']);
    expect(merger.splitObjects).to.equal(0);
  });

  it('lets the longest unused go when it holds too much, and counts those that come again', () => {
    const merger = new ObjectMerger<Attribute>(3);
    merger.add(attribute(1, 10));
    merger.add(attribute(2, 11));
    merger.add(attribute(1, 12));
    expect(ids(merger.add(attribute(3, 13)))).to.deep.equal(['11']);
    merger.add(attribute(2, 14));
    expect(merger.splitObjects).to.equal(1);
    merger.add(attribute(90_000_000, 15));
    expect(merger.splitObjects).to.equal(1);
  });

  it('holds nothing after it was flushed', () => {
    const merger = new ObjectMerger<Attribute>();
    merger.add(attribute(1, 10));
    merger.flush();
    expect(merger.flush()).to.deep.equal([]);
  });
});
