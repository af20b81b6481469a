import path from 'node:path';
import type { CodeListing } from './codeFolder';
import type { CodeCall, DataClassFiles } from './codeProtocol';

/** The modules that a call needs. */
export interface CodeModules {
  /** Absolute path. Empty for a call of a dataclass. */
  readonly file: string;
  readonly dataClasses: readonly DataClassFiles[];
  /** The names of the dataclasses without which the call cannot run, in lower case. */
  readonly needed: ReadonlySet<string>;
  /** Those without which the call cannot run. */
  readonly all: readonly string[];
}

const NONE: ReadonlySet<string> = new Set();

/**
 * Finds the modules of a call, those of the dataclasses of its parameters, and those of all dataclasses with a class for
 * their entities or selections: any code may use these.
 * @returns why there is none, as a sentence
 */
export function codeModules(listing: CodeListing, call: CodeCall): CodeModules | string {
  const parts = dataClassesOf(listing, listing.classNames().flatMap(dataClassOfPart));
  const single = (file: string | undefined) =>
    file === undefined ? undefined : { file, dataClasses: parts, needed: NONE, all: [file] };
  if (call.kind === 'action') return single(listing.methodFile(call.name)) ?? listing.methodFault(call.name);
  if (call.kind === 'method') {
    return call.isDatabaseMethod
      ? (single(listing.databaseMethodFile(call.name)) ?? listing.databaseMethodFault(call.name))
      : (single(listing.methodFile(call.name)) ?? listing.methodFault(call.name));
  }
  if (call.kind === 'handler') return single(listing.classFile(call.className)) ?? listing.classFault(call.className);
  const named = call.parameters.flatMap(dataClassNamed);
  const needed = dataClassesOf(listing, call.kind === 'data' ? [call.dataClass, ...named] : named);
  const dataClasses = [...new Map([...parts, ...needed].map((each) => [each.name.toLowerCase(), each])).values()];
  const all = needed.flatMap(filesOf);
  const names = new Set(needed.map(({ name }) => name.toLowerCase()));
  if (call.kind === 'data') {
    return dataClassFiles(listing, call.dataClass)
      ? { file: '', dataClasses, needed: names, all }
      : listing.classFault(call.dataClass);
  }
  const file = listing.classFile(call.className);
  return file === undefined
    ? listing.classFault(call.className)
    : { file, dataClasses, needed: names, all: [file, ...all] };
}

function dataClassesOf(listing: CodeListing, names: readonly string[]): DataClassFiles[] {
  return names.flatMap((name) => dataClassFiles(listing, name) ?? []);
}

/** The dataclass that the name of a class of entities or selections names. */
function dataClassOfPart(className: string): string[] {
  const [, name] = /^(.+)(?:Entity|Selection)$/i.exec(className) ?? [];
  return name === undefined ? [] : [name];
}

/** The modules of a dataclass. Undefined when it has none. */
function dataClassFiles(listing: CodeListing, name: string): DataClassFiles | undefined {
  const dataClass = listing.classFile(name);
  const entity = listing.classFile(`${name}Entity`);
  const selection = listing.classFile(`${name}Selection`);
  // The name as the project spells it: the case of a request does not matter.
  const [spelled] = [spelledIn(dataClass, ''), spelledIn(entity, 'Entity'), spelledIn(selection, 'Selection')].filter(
    (each) => each !== undefined,
  );
  if (spelled === undefined) return undefined;
  return { name: spelled, ...(dataClass && { dataClass }), ...(entity && { entity }), ...(selection && { selection }) };
}

function spelledIn(file: string | undefined, ending: string): string | undefined {
  if (file === undefined) return undefined;
  const className = path.parse(file).name;
  return className.slice(0, className.length - ending.length);
}

export function filesOf({ dataClass, entity, selection }: DataClassFiles): string[] {
  return [dataClass, entity, selection].filter((each) => each !== undefined);
}

/** The dataclass of a parameter that is an entity or a selection. */
function dataClassNamed(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { __DATACLASS: name } = value as { __DATACLASS?: unknown };
  return typeof name === 'string' ? [name] : [];
}
