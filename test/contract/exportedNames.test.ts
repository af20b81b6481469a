import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { filesIn } from '../support/filesIn';
import { exportedNames } from './exportedNames';

const root = path.resolve(__dirname, '../../..');

/** Names that many files export, and why each of them says enough there. */
const IN_EACH_SYSTEM: Readonly<Record<string, string>> = {
  note: 'adds a reason to the trace, each time one of the reasons of its own system',
};

describe('the names that files export', () => {
  it('an exported name belongs to one file in src, so that an import or an error message says what it means', () => {
    assert.deepEqual(sharedNames(sources()), []);
  });

  it('an exported name that files may share is one that they do share', () => {
    const shared = sharedNames(sources(), {}).map((line) => line.split(':')[0]);
    assert.deepEqual(
      Object.keys(IN_EACH_SYSTEM).filter((name) => !shared.includes(name)),
      [],
    );
  });

  for (const [what, first, second] of [
    ['class and interface', 'export class Run {}', 'export interface Run {}'],
    ['function and constant', 'export function run() {}', 'export const run = 1;'],
    ['abstract class and type', 'export abstract class Run {}', 'export type Run = string;'],
    ['asynchronous and generator function', 'export async function run() {}', 'export function* run() {}'],
    ['one name of several in a line', 'export const a = 1, run = 2;', 'export const run = 1;'],
    ['members taken out of an object', 'export const { a: { run } } = x;', 'export const { run = 1 } = x;'],
    ['elements of a list, and the rest of it', 'export const [, run] = x;', 'export const [a, ...run] = x;'],
    ['enumeration and namespace', 'export enum Run { A }', 'export namespace Run { export const a = 1; }'],
    ['a list of names at the end', 'const run = 1; export { run };', 'const a = 1; export { a as run };'],
    ['a list of types at the end', 'type Run = 1; export type { Run };', 'export type Run = 1;'],
    ['imported, and passed on by another name', 'export class Run {}', "import { X } from './x'; export { X as Run };"],
    ['declared without a value', 'export declare const run: number;', 'export declare function run(): void;'],
  ] as const) {
    it(`a name that two files export is found: ${what}`, () => {
      const [name] = exportedNames(second, false).slice(-1);
      assert.match(String(name), /^run$/i);
      assert.deepEqual(sharedNames({ 'a.ts': first, 'b.ts': second }), [`${name}: a.ts, b.ts`]);
    });
  }

  for (const [what, first, second] of [
    ['passed on by another file', 'export class Run {}', "export { Run } from './a';"],
    ['passed on after an import', 'export class Run {}', "import { Run } from './a'; export { Run };"],
    ['passed on with all others', 'export class Run {}', "export * from './a';"],
    ['used inside another file only', 'export class Run {}', 'class Run {} export const a = Run;'],
    ['of a value and its type in one file', 'export type Run = 1; export const Run = 1;', 'export const a = 1;'],
    [
      'of overloads',
      'export function run(a: 1): 1; export function run(a: 2): 2; export function run(a: any) { return a; }',
      '',
    ],
  ] as const) {
    it(`a name that one file exports is no shared one: ${what}`, () => {
      assert.deepEqual(sharedNames({ 'a.ts': first, 'b.ts': second }), []);
    });
  }
});

/** A line for each name that several files export. */
function sharedNames(files: Readonly<Record<string, string>>, allowed = IN_EACH_SYSTEM): string[] {
  const owners = new Map<string, string[]>();
  for (const [file, source] of Object.entries(files)) {
    for (const name of exportedNames(source, file.endsWith('x'))) {
      if (!(name in allowed)) owners.set(name, [...(owners.get(name) ?? []), file]);
    }
  }
  return [...owners]
    .filter(([, of]) => of.length > 1)
    .map(([name, of]) => `${name}: ${of.join(', ')}`)
    .sort();
}

/** Every source in src, by its path. */
function sources(): Record<string, string> {
  const found = filesIn('src', /(?<!\.d)\.tsx?$/);
  return Object.fromEntries(found.map((file) => [file, fs.readFileSync(path.join(root, file), 'utf8')]));
}
