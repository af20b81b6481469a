import Ajv from 'ajv';

/**
 * Creates a check by a JSON schema. The schema is compiled at its first use.
 * @returns a function that says what is wrong with a value; undefined if nothing is
 */
export function checkedBy(schema: object): (value: unknown) => string | undefined {
  const ajv = new Ajv();
  let check: ReturnType<typeof ajv.compile> | undefined;
  return (value) => {
    check ??= ajv.compile(schema);
    return check(value) ? undefined : ajv.errorsText(check.errors, { dataVar: 'value' });
  };
}
