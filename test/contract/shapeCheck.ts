import Ajv, { type ValidateFunction } from 'ajv';
import { MANIFEST_SCHEMA } from './manifestSchema';
import type { Manifest, Schema } from './manifestShape';

/** The lists that say something of the values of an `enum`, one for each, in their order. */
const OF_VALUES = ['enumDescriptions', 'markdownEnumDescriptions', 'enumItemLabels'];

/** Holds manifests against all that one may have: no key at any level that nothing is known of. */
export class ShapeCheck {
  private readonly fits: ValidateFunction;
  /** What is wrong with the lists in an object: most of a manifest is the same in the next mutant. */
  private readonly known = new WeakMap<object, readonly string[]>();
  private readonly manifests = new WeakMap<Manifest, readonly string[]>();

  constructor() {
    this.fits = new Ajv({ allErrors: true, allowUnionTypes: true, strictTypes: false }).compile(MANIFEST_SCHEMA);
  }

  problems(manifest: Manifest): readonly string[] {
    const known = this.manifests.get(manifest);
    if (known) return known;
    const problems = this.check(manifest);
    this.manifests.set(manifest, problems);
    return problems;
  }

  private check(manifest: Manifest): string[] {
    const problems = this.fits(manifest) ? [] : (this.fits.errors ?? []);
    return [
      ...problems.map(({ instancePath, message, params }) => `${instancePath} ${message}: ${JSON.stringify(params)}`),
      ...this.wrongLists(manifest),
    ];
  }

  private wrongLists(value: unknown): readonly string[] {
    if (typeof value !== 'object' || value === null) return [];
    const known = this.known.get(value);
    if (known) return known;
    const own = Array.isArray(value) ? doubles(value) : inOtherOrder(value as Schema);
    const all = [...own, ...Object.values(value).flatMap((each) => this.wrongLists(each))];
    this.known.set(value, all);
    return all;
  }
}

function doubles(list: readonly unknown[]): string[] {
  const texts = list.map((each) => JSON.stringify(each));
  return texts.filter((text, at) => texts.indexOf(text) !== at).map((text) => `${text} is there twice.`);
}

/** The lists that are not in the order of the values that they are about. The key of each text ends with its value. */
function inOtherOrder(schema: Schema): string[] {
  const values = Array.isArray(schema.enum) ? schema.enum : [];
  return OF_VALUES.filter((name) => Array.isArray(schema[name])).flatMap((name) => {
    const texts = schema[name] as readonly unknown[];
    const isInOrder =
      texts.length === values.length && texts.every((text, at) => String(text).endsWith(`.${String(values[at])}%`));
    return isInOrder ? [] : [`${name} is not in the order of ${JSON.stringify(values)}.`];
  });
}
