import path from 'node:path';
import type { CodeListing } from './codeFolder';
import type { CodeCall, DataClassFiles } from './codeProtocol';

/** The modules that a call needs. */
export interface CodeModules {
  /** Absolute path. Empty for a call of a dataclass. */
  readonly file: string;
  readonly dataClasses: readonly DataClassFiles[];
  /** All of them. */
  readonly all: readonly string[];
}

/**
 * Finds the modules of a call, and those of the dataclasses of its parameters.
 * @returns why there is none, as a sentence
 */
export function codeModules(listing: CodeListing, call: CodeCall): CodeModules | string {
  if (call.kind === 'action') return single(listing.methodFile(call.name)) ?? listing.methodFault(call.name);
  if (call.kind === 'method') {
    return call.isDatabaseMethod
      ? (single(listing.databaseMethodFile(call.name)) ?? listing.databaseMethodFault(call.name))
      : (single(listing.methodFile(call.name)) ?? listing.methodFault(call.name));
  }
  const named = call.kind === 'handler' ? [] : call.parameters.flatMap(dataClassNamed);
  const others = new Set(named);
  if (call.kind === 'data') others.delete(call.dataClass);
  const dataClasses = [...others].flatMap((name) => dataClassFiles(listing, name) ?? []);
  if (call.kind === 'data') {
    const own = dataClassFiles(listing, call.dataClass);
    if (!own) return listing.classFault(call.dataClass);
    const all = [own, ...dataClasses];
    return { file: '', dataClasses: all, all: all.flatMap(filesOf) };
  }
  const found = single(listing.classFile(call.className));
  if (!found) return listing.classFault(call.className);
  return { ...found, dataClasses, all: [...found.all, ...dataClasses.flatMap(filesOf)] };
}

function single(file: string | undefined): CodeModules | undefined {
  return file === undefined ? undefined : { file, dataClasses: [], all: [file] };
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

function filesOf({ dataClass, entity, selection }: DataClassFiles): string[] {
  return [dataClass, entity, selection].filter((each) => each !== undefined);
}

/** The dataclass of a parameter that is an entity or a selection. */
function dataClassNamed(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { __DATACLASS: name } = value as { __DATACLASS?: unknown };
  return typeof name === 'string' ? [name] : [];
}
