import { assert } from 'chai';
import { breakLines, layOutSectors, middleOf } from '../../../src/elements/internal/wheel-sectors.js';

const slice = (oddsBps: number, name = 'x') => ({ id: name, number: 1, names: [name], oddsBps });

describe('the sectors of the wheel', () => {
  it('are as wide as their odds', () => {
    const sectors = layOutSectors([slice(2500), slice(5000), slice(2500)]);
    assert.deepEqual(
      sectors.map(({ from, to }) => [from, to]),
      [
        [0, 90],
        [90, 270],
        [270, 360],
      ],
    );
    assert.equal(middleOf(sectors[1]!), 180);
  });

  it('can be seen where the odds are small, at the cost of the wide ones alone', () => {
    const sectors = layOutSectors([slice(1), slice(1), slice(4998), slice(5000)]);
    const widths = sectors.map(({ from, to }) => to - from);
    assert.deepEqual(widths.slice(0, 2), [24, 24]);
    assert.closeTo(widths[2]! / widths[3]!, 4998 / 5000, 1e-9);
    assert.closeTo(sectors.at(-1)!.to, 360, 1e-9);
  });

  it('share the circle also where there are more of them than can be told apart', () => {
    const sectors = layOutSectors(Array.from({ length: 40 }, (_, index) => slice(index === 0 ? 9961 : 1)));
    assert.lengthOf(sectors, 40);
    assert.closeTo(sectors.at(-1)!.to, 360, 1e-9);
    for (const { from, to } of sectors) assert.closeTo(to - from, 9, 1e-9);
  });

  it('are only of what can be won', () => {
    assert.lengthOf(layOutSectors([slice(0, 'gone'), slice(10_000)]), 1);
    assert.deepEqual(layOutSectors([slice(0)]), []);
  });

  it('bear the first name that fits, or their number', () => {
    const names = ['A name that is far too long for any sector of any wheel', '¥20 off'];
    const [sector] = layOutSectors([{ ...slice(5000), names }, slice(5000)]);
    assert.deepEqual(sector!.lines, ['¥20 off']);
    const [narrow] = layOutSectors([{ ...slice(100), number: 7, names: [names[0]!] }, slice(9900)]);
    assert.deepEqual(narrow!.lines, ['7']);
    assert.isTrue(narrow!.isRadial);
  });

  it('break names between words, and Chinese ones anywhere', () => {
    assert.deepEqual(breakLines('Free shipping', 70, 2, 14), ['Free', 'shipping']);
    assert.deepEqual(breakLines('谢谢您的参与', 60, 2, 14), ['谢谢您的', '参与']);
    assert.isUndefined(breakLines('谢谢您的参与', 40, 2, 14));
    assert.isUndefined(breakLines('unbreakable', 40, 3, 14));
  });
});
