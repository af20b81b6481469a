import type { Json } from '../../../json/json';
import { DEFAULT_PATHS, type TokensPaths } from '../tokensPaths';

/** Paths and names of members by which the app knows its server. */
export type ServerNames = {
  readonly paths: { readonly [name: string]: string };
  readonly fields: { readonly [name: string]: string };
};

/** Takes the names from the options of the server. The server checks them, so what is no text is left out here. */
export function serverNames(server: { readonly [option: string]: Json }): ServerNames {
  const tokens = membersOf(server.tokens);
  return { paths: textsOf(tokens.paths), fields: textsOf(tokens.fields) };
}

export function pathNamed({ paths }: ServerNames, name: keyof TokensPaths): string {
  return paths[name] ?? DEFAULT_PATHS[name];
}

/** Names of members as the standards have them: those of the OAuth routes, whatever the options say. */
export const STANDARD_NAMES: ServerNames = { paths: {}, fields: {} };

/** What a member is called in the bodies of the app's own routes. */
export function fieldNamed({ fields }: ServerNames, name: string): string {
  return fields[name] ?? name;
}

function textsOf(value: Json | undefined): { readonly [name: string]: string } {
  const texts = Object.entries(membersOf(value)).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(texts);
}

export function membersOf(value: Json | undefined): { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !isList(value) ? value : {};
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
