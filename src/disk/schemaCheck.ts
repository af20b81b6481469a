import { withoutFullStop } from '../core/base/fullStop';
import { phraseText } from '../core/compliance/phrase';
import { type SchemaCheck, type SchemaError, TIME_KEYWORD } from '../core/compliance/schemaErrorText';
import { syntaxPhrase } from '../core/compliance/syntaxPhrase';
import type { FileLimit } from '../core/files/fileFault';
import { withoutBom } from '../core/json/byteOrderMark';
import { readJson } from '../core/json/jsonText';
import { parseJson } from '../core/json/parseJson';
import { Lines } from '../core/json/position';
import { BoundedPattern } from '../core/pattern/boundedPattern';
import { PatternLimit } from '../core/pattern/patternLimit';
import { SCHEMA_TIME } from './schemaTime';
import { readUserFileSync } from './userFile';

export const SCHEMA_LIMIT: FileLimit = { bytes: 4_000_000, name: 'SCHEMA_LIMIT' };

/** For a schema that takes too long: one finding with its name for each session. */
export function givenUpSchema(file: string): SchemaCheck {
  const params = { file, limit: `${SCHEMA_TIME.ms / 1000} s`, name: SCHEMA_TIME.name };
  return () => [{ instancePath: '', schemaPath: '#', keyword: TIME_KEYWORD, params }];
}

/**
 * Compiles a schema of the user's, such as 4D's own mobileSessionSchema.json. 4D uses draft-04. A file that names draft-06 is
 * read as draft-07, which has all of it. A file that names no draft is read as draft-07 if that is valid, else as draft-04.
 * @throws when the file cannot be read or is not a schema
 */
export function loadSchema(file: string): SchemaCheck {
  const text = readUserFileSync(file, { limit: SCHEMA_LIMIT }).bytes.toString('utf8');
  const schema = jsonOf(withoutBom(text)) as { $schema?: string } | null;
  if (schema === null) throw new Error('null is no JSON schema.');
  const draft = draftOf(schema.$schema);
  if (schema.$schema !== undefined && draft === undefined) {
    const told = JSON.stringify(schema.$schema).slice(0, 200);
    throw new Error(`“$schema” is ${told}; draft-04, draft-06 and draft-07 are read: name one of them there, or none`);
  }
  // Loaded only here, because the built-in schema does not need the compiler.
  const { Ajv } = require('ajv') as typeof import('ajv');
  const { default: AjvDraft04 } = require('ajv-draft-04') as typeof import('ajv-draft-04');
  // Patterns of the schema meet the texts of any session file. Neither may keep the check busy.
  const regExp = Object.assign((source: string, flags: string) => new BoundedPattern(source, flags), {
    code: 'new BoundedPattern',
  });
  // What any object has, such as its constructor, is nothing that the file has.
  const options = { allErrors: true, strict: false, logger: false, ownProperties: true, code: { regExp } } as const;
  const draft04 = () => {
    const ajv = new AjvDraft04(options);
    for (const keyword of LATER_KEYWORDS) ajv.removeKeyword(keyword);
    return ajv.compile(named(schema, draft));
  };
  const draft07 = () => new Ajv(options).compile(named(schema, draft));
  const validate = draft === DRAFT_04 ? draft04() : draft === undefined ? either(draft07, draft04) : draft07();
  return (value) => {
    try {
      return validate(value) ? [] : ((validate.errors ?? []) as SchemaError[]);
    } catch (error) {
      // A recursive schema goes as deep as the session, which may be deeper than the stack.
      if (error instanceof PatternLimit) {
        return [{ instancePath: '', schemaPath: '#', keyword: 'pattern', params: {}, message: error.message }];
      }
      if (!(error instanceof RangeError)) throw error;
      const message = 'is nested too deep for the schema to be checked';
      return [{ instancePath: '', schemaPath: '#', keyword: 'depth', params: {}, message }];
    }
  };
}

/** @throws an error that says where a text is malformed, and repeats nothing of it that may be a secret */
function jsonOf(text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    if (text.trim() === '') throw new Error('the file is empty, which is no JSON');
    const { stop } = readJson(text);
    if (!stop) throw error;
    const { line, character } = new Lines(text).positionAt(stop.offset);
    throw new Error(`${line + 1}:${character + 1}: ${withoutFullStop(phraseText(syntaxPhrase(stop, text)))}`);
  }
}

/** The drafts as the libraries know them. */
const DRAFT_04 = 'http://json-schema.org/draft-04/schema#';
const DRAFT_07 = 'http://json-schema.org/draft-07/schema#';

/** Keywords of later drafts, which a reader of draft-04 does not know and takes for nothing. */
const LATER_KEYWORDS = ['const', 'contains', 'propertyNames', 'if', 'then', 'else'];

/**
 * The draft that a schema names, with `http` or `https`, and with the `#` or without. Undefined when it names
 * none of those that are read.
 */
function draftOf(name: unknown): string | undefined {
  const [, draft] = /^https?:\/\/json-schema\.org\/draft-0([467])\/schema#?$/i.exec(String(name)) ?? [];
  if (draft === undefined) return undefined;
  return draft === '4' ? DRAFT_04 : DRAFT_07;
}

function named<T extends object>(schema: T, draft: string | undefined): T {
  return draft === undefined ? schema : { ...schema, $schema: draft };
}

function either<T>(first: () => T, second: () => T): T {
  try {
    return first();
  } catch (error) {
    try {
      return second();
    } catch {
      // The message for draft-07 is more helpful, because most schemas use it today.
      throw error;
    }
  }
}
