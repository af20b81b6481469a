import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { JournalEntry, JournalRemedy } from '../../src/core/protocol/journal';
import type { ReasonCodes } from '../../src/core/protocol/reasonCode';
import { optionSetting } from '../../src/core/server/optionSetting';
import type { ServerOptions } from '../../src/server/kernel/options/options';
import { checkedOptions } from '../../src/server/kernel/options/optionsCheck';
import { resolvedOptions } from '../../src/server/systemOptions';
import { SYSTEMS } from '../../src/server/systems';
import { settingKeyOf, withOptionAt } from '../../src/vscode/server/remedySetting';
import { temporaryFolder } from '../disk/temporaryFolder';
import type { Control } from '../server/devServers';
import { manifestSettings } from '../support/manifestSettings';
import { PlainHarness } from './plainHarness';

/** A refusal that an option decides. Files are in a new folder. */
export interface RemedyRow {
  readonly rule: string;
  /** Where one rule has many rows. */
  readonly when?: string;
  readonly options: (folder: string) => ServerOptions;
  /** Undefined if no option lets this one in. */
  readonly remedy: JournalRemedy | undefined;
  /** What a reader could choose, where the remedy has no value. */
  readonly chosen?: unknown;
  /** Asks for what is refused. @returns whether it was let in */
  readonly ask: (server: PlainHarness, folder: string) => Promise<boolean>;
}

interface Part {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Part>>;
  readonly definitions?: Readonly<Record<string, Part>>;
}

const ROOT = path.resolve(__dirname, '../../..');
const read = (file: string) => JSON.parse(fs.readFileSync(path.join(ROOT, file), 'utf8'));
const SCHEMA: Part = read('schemas/server.schema.json');
const SETTINGS = manifestSettings<Part>(read('package.json'));

/** A test for each row: what is refused, what the journal says to do about it, and that doing so lets it in. */
export function walkRows(rows: readonly RemedyRow[]): void {
  const folder = temporaryFolder();
  for (const row of rows) {
    const name = `${row.rule} ${row.when ?? ''}`.trim();
    it(`the journal names the option that lets in what was refused as ${name}`, () => walk(row, folder()));
  }
}

/** The declared refusals without a row, which no option changes. */
export function refusalsWithout(rows: readonly RemedyRow[], { codes }: { readonly codes: ReasonCodes }): string[] {
  const declared = Object.entries(codes).flatMap(([rule, { kind }]) => (kind === 'refused' ? [rule] : []));
  const walked = rows.filter(({ remedy }) => remedy).map(({ rule }) => rule);
  return declared.filter((rule) => !walked.includes(rule)).sort();
}

/** A remedy has to name an option of the schema that a setting has too. */
export function assertSettable(remedy: JournalRemedy): void {
  const { option } = remedy;
  const [, ...inside] = optionSetting(option);
  assert.ok(hasPath(SCHEMA, option.split('.')), `there is no option ${option}`);
  assert.ok(hasPath(SETTINGS[settingKeyOf(remedy)], inside), `no setting has ${option}`);
}

/** The remedy of the last reason of this rule in the journal. Its message has to name the option. */
export async function toldRemedy(control: Control, rule: string): Promise<JournalRemedy | undefined> {
  const { entries } = (await control.get('/journal?limit=1000')).json as { entries: JournalEntry[] };
  const causes = entries.flatMap((entry) => entry.causes);
  const cause = causes.filter((each) => each.rule === rule).at(-1);
  assert.ok(cause, `${rule} is not among ${[...new Set(causes.map((each) => each.rule))].join(' ')}`);
  const { remedy } = cause;
  assert.ok(!remedy || cause.message.includes(remedy.option), `“${cause.message}” does not name ${remedy?.option}`);
  return remedy;
}

async function walk({ rule, options, remedy, chosen, ask }: RemedyRow, root: string): Promise<void> {
  const [before, after] = ['before', 'after'].map((name) => path.join(root, name)) as [string, string];
  for (const folder of [before, after]) fs.mkdirSync(folder);
  assert.deepEqual(await refused(options(before), before, rule, ask), remedy);
  if (!remedy) return;
  const { option } = remedy;
  assertSettable(remedy);
  const value = remedy.value ?? (typeof chosen === 'function' ? chosen(after) : chosen);
  assert.ok(value !== undefined, 'a row whose remedy has no value must choose one');
  const changed = withRemedyInFile(options(after), { option, value }) as ServerOptions;
  checkedOptions(changed);
  const server = await PlainHarness.start(resolvedOptions(changed, SYSTEMS, path.join(ROOT, 'media')));
  try {
    assert.ok(await ask(server, after), `it is not let in with ${JSON.stringify(changed)}`);
  } finally {
    await server.stop();
  }
}

/** The options after the remedy, as a person writes it to the file of `serve --config`. */
export function withRemedyInFile(options: object, remedy: Required<JournalRemedy>): unknown {
  const { upstream, ...rest } = options as ServerOptions;
  const isAddress = typeof upstream === 'string' && remedy.option.startsWith('upstream.');
  const whole = isAddress ? { ...rest, upstream: { url: upstream } } : options;
  return withOptionAt(whole, remedy.option.split('.'), remedy);
}

async function refused(
  options: ServerOptions,
  folder: string,
  rule: string,
  ask: RemedyRow['ask'],
): Promise<JournalRemedy | undefined> {
  const server = await PlainHarness.start(options);
  try {
    assert.equal(await ask(server, folder), false, 'nothing was refused');
    return await toldRemedy(server.control, rule);
  } finally {
    await server.stop();
  }
}

function hasPath(whole: Part | undefined, names: readonly string[]): boolean {
  const { $ref } = whole ?? {};
  const part = $ref === undefined ? whole : SCHEMA.definitions?.[$ref.replace('#/definitions/', '')];
  const [name, ...rest] = names;
  return part !== undefined && (name === undefined || hasPath(part.properties?.[name], rest));
}
