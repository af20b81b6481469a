import assert from 'node:assert/strict';
import { durationFault, durationParts, parseDuration } from '../../../src/core/server/duration';

describe('a length of time', () => {
  for (const [text, ms] of [
    ['90', 90_000],
    ['1.5', 1500],
    ['250ms', 250],
    ['90s', 90_000],
    [' 5 min ', 300_000],
    ['5m', 300_000],
    ['1h 30m', 5_400_000],
    ['1h30m', 5_400_000],
    ['2D', 172_800_000],
    ['0', 0],
    ['1:30:00', 5_400_000],
    ['100:00:09', 360_009_000],
  ] as const) {
    it(`a length of time is read from "${text}"`, () => assert.equal(parseDuration(text), ms));
  }

  for (const text of [
    '',
    'soon',
    '-5m',
    '5 parsecs',
    '1h half',
    '40000d',
    '1e9',
    '99999999999999',
    '1:30',
    '1:60:00',
    '1:00:00:00',
  ]) {
    it(`no length of time is read from "${text}"`, () => assert.equal(parseDuration(text), undefined));
  }

  for (const [text, fault] of [
    ['2h 30 parsecs', { kind: 'unit', unit: 'parsecs' }],
    ['40000d', { kind: 'long' }],
    ['1e9', { kind: 'form' }],
    ['99999999999999', { kind: 'long' }],
    ['soon', { kind: 'form' }],
    ['-5m', { kind: 'form' }],
    ['2h 30m', undefined],
  ] as const) {
    it(`what is wrong with the length of time "${text}" is ${fault?.kind ?? 'nothing'}`, () =>
      assert.deepEqual(durationFault(text), fault));
  }

  it('a length of time is said by its two largest parts', () => {
    const said = (ms: number) =>
      durationParts(ms)
        .map(({ unit, value }) => `${value} ${unit}`)
        .join(' ');
    assert.equal(said(0), '0 millisecond');
    assert.equal(said(999), '999 millisecond');
    assert.equal(said(61_000), '1 minute 1 second');
    assert.equal(said(-3_600_000), '1 hour');
    assert.equal(said(90_061_000), '1 day 1 hour');
    assert.equal(said(86_400_000 + 60_000), '1 day');
  });
});
