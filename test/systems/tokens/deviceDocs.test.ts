import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { ACT_NAMES } from '../../../src/core/systems/tokens/device/actRefusal';
import { deviceOptions } from '../../../src/core/systems/tokens/device/deviceOptions';
import { DEVICE_PROBLEMS } from '../../../src/core/systems/tokens/device/deviceProblems';
import { REASON_WORDS } from '../../../src/core/systems/tokens/device/deviceReason';
import { TRANSITION_TABLE } from '../../../src/core/systems/tokens/device/transitionTable';
import { END_REASONS } from '../../../src/core/systems/tokens/endReason';

const ROOT = path.resolve(__dirname, '../../../..');

describe('The pages about the device', () => {
  it('every row of the transition table is in the facts, with its words', () => {
    const rows = TRANSITION_TABLE.map(({ id, from, event, guard, to, effect, source }) => [
      `\`${id}\``,
      from === 'Start' ? '—' : from,
      guard === undefined ? event : `${event}; ${guard}`,
      to,
      effect,
      source === 'seed' ? 'docs: [guide](#what-the-guide-asks-for)' : 'inferred',
    ]);
    assert.deepEqual(tableIn('docs/facts/tokens.md', 'States of the app'), rows);
  });

  it('every problem is on the page, with its message', () => {
    const problems = Object.entries(DEVICE_PROBLEMS).map(([name, message]) => [`\`${name}\``, message]);
    assert.deepEqual(tableIn('docs/tokens.md', 'Acts that are refused'), problems);
  });

  it('every act is on the page, and no other', () => {
    assert.deepEqual(namesIn('Acts'), [...ACT_NAMES].sort());
  });

  it('every option is on the page, and no other', () => {
    const complete: Readonly<Record<string, unknown>> = deviceOptions({});
    const names = Object.keys(complete).map((name) => name.replace(/Ms$/, ''));
    assert.deepEqual(namesIn('The device'), ['preset', ...names].sort());
  });

  it('every reason of the app is on the page', () => {
    const line = lines('docs/tokens.md', 'What is expected of it').find((each) => each.startsWith('| `reason`')) ?? '';
    const endReasons: readonly string[] = END_REASONS;
    const own = Object.keys(REASON_WORDS).filter((reason) => !endReasons.includes(reason));
    assert.ok(own.length > 0);
    for (const reason of own) assert.ok(line.includes(`\`${reason}\``), reason);
  });
});

describe('The words of scenarios about the device', () => {
  interface Member {
    readonly default?: unknown;
    readonly enum?: readonly string[];
  }
  type Members = Readonly<Record<string, Member>>;
  const schema: { readonly device: Members; readonly act: Members } = JSON.parse(
    fs.readFileSync(path.join(ROOT, 'src/core/systems/tokens/scenario.schema.json'), 'utf8'),
  );

  it('a scenario file knows every act, and no other', () => {
    assert.deepEqual(Object.keys(schema.act).sort(), [...ACT_NAMES].sort());
  });

  it('a scenario file knows every option, and the default that it has', () => {
    const complete: Readonly<Record<string, unknown>> = deviceOptions({});
    const names = Object.keys(complete).map((name) => name.replace(/Ms$/, ''));
    assert.deepEqual(Object.keys(schema.device).sort(), ['preset', ...names].sort());
    for (const [name, { default: value }] of Object.entries(schema.device)) {
      if (value !== undefined && name !== 'preset') assert.equal(complete[name], value, name);
    }
  });

  it('a scenario file knows the values that an option can have', () => {
    for (const [name, { enum: values }] of Object.entries(schema.device)) {
      for (const value of values ?? []) assert.doesNotThrow(() => deviceOptions({ [name]: value }), name);
      if (values)
        assert.throws(
          () => deviceOptions({ [name]: 'another' }),
          new RegExp(values.map((each) => `"${each}"`).join(', ')),
        );
    }
  });
});

/** The names in the first column of the first table under a heading. */
function namesIn(heading: string): string[] {
  return tableIn('docs/tokens.md', heading)
    .flatMap(([first = '']) => [...first.matchAll(/`([^`]+)`/g)])
    .map(([, name = '']) => name)
    .sort();
}

/** The cells of the rows of the first table under a heading. */
function tableIn(file: string, heading: string): string[][] {
  const under = lines(file, heading);
  const from = under.findIndex((line) => line.startsWith('|'));
  const until = under.findIndex((line, at) => at > from && !line.startsWith('|'));
  return under.slice(from + 2, until < 0 ? undefined : until).map((line) => line.slice(2, -2).split(' | '));
}

function lines(file: string, heading: string): string[] {
  const all = fs.readFileSync(path.resolve(__dirname, '../../../..', file), 'utf8').split('\n');
  const from = all.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, '') === heading);
  assert.ok(from >= 0, `${file} has no heading "${heading}".`);
  return all.slice(from + 1);
}
