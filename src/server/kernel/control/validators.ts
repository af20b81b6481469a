import Ajv from 'ajv';
import type { FastifySchemaCompiler } from 'fastify';
import { type JsonError, jsonErrorText } from '../../../core/compliance/jsonErrorText';

/** What Fastify calls the parts of a request that are validated, in words. */
const PARTS: Readonly<Record<string, string>> = { body: 'the body', querystring: 'the query' };

/**
 * Creates validators that do not convert bodies, but do convert the text in a query to numbers. The schemas decide
 * whether unknown members are refused.
 */
export function strictValidators(): FastifySchemaCompiler<object> {
  const bodies = new Ajv({ verbose: true });
  const queries = new Ajv({ verbose: true, coerceTypes: true });
  return ({ schema, httpPart }) => (httpPart === 'querystring' ? queries : bodies).compile(schema);
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
