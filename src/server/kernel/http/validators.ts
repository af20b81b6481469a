import type Ajv from 'ajv';
import type { FastifySchemaCompiler, FastifyServerOptions } from 'fastify';
import { type JsonError, jsonErrorText } from '../../../core/compliance/jsonErrorText';

/** What Fastify calls the parts of a request that are validated, in words. */
const PARTS: Readonly<Record<string, string>> = { body: 'the body', querystring: 'the query' };

/** How the two kinds of parts are validated. A query is text, and becomes numbers where the schema says so. */
const KINDS = { body: {}, querystring: { coerceTypes: true } } as const;

type Compilers = NonNullable<NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']>;

/** The compilers of all schemas of a server. Without them, Fastify loads its own, even if it does not use them. */
export function schemaCompilers(): Compilers {
  // Fastify takes any validators, but its types name those of its own package.
  const buildValidator = strictValidators as unknown as NonNullable<Compilers['buildValidator']>;
  // No answer has a schema.
  return { buildValidator, buildSerializer: () => () => JSON.stringify };
}

/**
 * Creates validators that do not convert bodies, but do convert the text in a query to numbers. The schemas decide
 * whether unknown members are refused. A schema is compiled when the first request has such a part: most servers
 * answer no call of most routes, and to compile all of them takes longer than the rest of a start.
 */
function strictValidators(): FastifySchemaCompiler<object> {
  const compilers = new Map<keyof typeof KINDS, Ajv>();
  const compilerOf = (kind: keyof typeof KINDS) => {
    const known = compilers.get(kind);
    if (known) return known;
    const { Ajv } = require('ajv') as typeof import('ajv');
    // The schemas themselves are checked by a test.
    const made = new Ajv({ verbose: true, validateSchema: false, meta: false, ...KINDS[kind] });
    compilers.set(kind, made);
    return made;
  };
  return ({ schema, httpPart }) => {
    let check: ReturnType<Ajv['compile']> | undefined;
    return function validate(value: unknown) {
      check ??= compilerOf(httpPart === 'querystring' ? 'querystring' : 'body').compile(schema);
      const isValid = check(value) as boolean;
      Object.assign(validate, { errors: check.errors });
      return isValid;
    };
  };
}

/** Says what is wrong with a body or a query, as one sentence without its period. It never repeats a value. */
export function requestError(errors: readonly object[], part: string): Error {
  return new Error(
    jsonErrorText(errors as readonly JsonError[], {
      whole: PARTS[part] ?? `the ${part}`,
      schema: 'schemas/openapi.json',
    }),
  );
}
