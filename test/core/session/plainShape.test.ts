import assert from 'node:assert/strict';
import fs from 'node:fs';
import { PLAIN_PLACES, PLAIN_VALUE, type PlainMembers, plainShape } from '../../../src/core/session/plainShape';

/** A part of the schema, as far as the product's uses it. */
interface Part {
  readonly type: string | readonly string[];
  readonly required?: readonly string[];
  readonly properties?: Record<string, Part>;
  readonly minLength?: number;
  readonly enum?: readonly string[];
}

const SCHEMA = JSON.parse(fs.readFileSync('schemas/session.schema.json', 'utf8')) as Part & {
  then: { required: string[] };
};
/** Keywords that say nothing of a value. */
const WORDS = ['description', 'examples', 'title', '$schema', '$id'];

describe('plainShape', () => {
  it('plain sessions have the members of the schema, and each may be what the schema says', () => {
    const places: number[] = [];
    assert.deepEqual(shown(plainShape(), places), expected(SCHEMA));
    assert.deepEqual(
      places.sort((a, b) => a - b),
      Array.from({ length: PLAIN_PLACES }, (_, place) => place),
    );
  });

  it('the schema asks for nothing besides but a token of an accepted session', () => {
    const { if: condition, then, ...rest } = SCHEMA as Part & { if: unknown; then: unknown };
    assert.deepEqual(condition, { required: ['status'], properties: { status: { const: 'accepted' } } });
    assert.deepEqual(then, { required: ['token'] });
    assert.deepEqual([...new Set(keywords(rest))].sort(), ['enum', 'minLength', 'properties', 'required', 'type']);
  });

  function expected({ properties = {}, required = [] }: Part): unknown {
    const members = Object.entries(properties).map(([key, part]) => {
      const value = part.properties ? expected(part) : allowedBy(part);
      return [key, { isRequired: required.includes(key), value }];
    });
    return Object.fromEntries(members);
  }

  function allowedBy({ type, minLength, enum: words }: Part): unknown {
    if (words) return words;
    if (minLength !== undefined) return [type, minLength];
    return type;
  }

  function shown({ all, required }: PlainMembers, places: number[]): unknown {
    const decoder = new TextDecoder();
    const members = all.map(({ key, bytes, place, value, members: inner, words }) => {
      assert.equal(decoder.decode(bytes), `${key}"`);
      places.push(place);
      const kinds: Record<number, unknown> = {
        [PLAIN_VALUE.text]: 'string',
        [PLAIN_VALUE.someText]: ['string', 1],
        [PLAIN_VALUE.word]: words.map((word) => decoder.decode(word)),
        [PLAIN_VALUE.flag]: 'boolean',
        [PLAIN_VALUE.object]: inner && shown(inner, places),
        [PLAIN_VALUE.textOrInteger]: ['string', 'integer'],
        [PLAIN_VALUE.data]: 'object',
      };
      return [key, { isRequired: (required & (1 << place)) !== 0, value: kinds[value] }];
    });
    return Object.fromEntries(members);
  }

  function keywords(part: object): string[] {
    return Object.entries(part).flatMap(([key, value]) => {
      if (WORDS.includes(key)) return [];
      return [key, ...(key === 'properties' ? Object.values(value as object).flatMap(keywords) : [])];
    });
  }
});
