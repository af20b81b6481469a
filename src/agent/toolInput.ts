import type { ValidateFunction } from 'ajv';
import { type JsonError, jsonErrorText } from '../core/compliance/jsonErrorText';
import { JSON_DEPTH } from '../core/json/jsonDepth';
import { type AgentTool, type ObjectSchema, ToolRefusal } from './agentTool';

/** Schemas are compiled when their tool is first used. */
export class ToolInputs {
  private readonly validators = new Map<string, ValidateFunction>();

  /**
   * The arguments of a call, checked against the schema of the tool.
   * @throws ToolRefusal
   */
  checked({ name, input }: Pick<AgentTool, 'name' | 'input'>, given: unknown): unknown {
    const value = given ?? {};
    if (isTooDeep(value, JSON_DEPTH.levels)) {
      throw new ToolRefusal('The arguments are nested too deeply; give them as the input schema of the tool has them.');
    }
    let validate = this.validators.get(name);
    if (!validate) {
      validate = compiled(input);
      this.validators.set(name, validate);
    }
    if (validate(value)) return value;
    const told = jsonErrorText((validate.errors ?? []) as readonly JsonError[], {
      whole: 'the arguments',
      schema: 'the input schema of the tool',
    });
    throw new ToolRefusal(`The tool cannot be called like this: ${told}.`);
  }
}

function compiled(schema: ObjectSchema): ValidateFunction {
  const { Ajv } = require('ajv') as typeof import('ajv');
  return new Ajv({ verbose: true, allErrors: true, strict: false }).compile(schema);
}

function isTooDeep(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((each) => isTooDeep(each, levels - 1));
}
