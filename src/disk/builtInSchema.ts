import type { SchemaCheck } from '../core/compliance/schemaErrorText';
import compiled from './compiledSchema';

/** The schema of the product, compiled ahead of time. */
export const builtInSchema: SchemaCheck = (value) => (compiled(value) ? [] : (compiled.errors ?? []));
